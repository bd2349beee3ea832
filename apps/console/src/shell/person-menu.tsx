import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';

import { ask } from '../api/client.ts';
import { forgetDrafts } from '../chat/kept-draft.ts';
import { localeFacts, locales, parseLocale } from '../i18n/locales.ts';
import { useLanguage } from '../i18n/messages.tsx';
import { IconButton } from '../ui/button.tsx';
import { Select } from '../ui/fields.tsx';
import { Icon } from '../ui/icon.tsx';
import { useSession } from './session.ts';
import { applyTheme, storedTheme, themes, type Theme } from './theme.ts';

/** Who one is here, and how one likes to read. */
export function PersonMenu(): ReactNode {
  const { t } = useLanguage();
  const session = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const signOut = async (): Promise<void> => {
    await ask('/api/session', { method: 'DELETE' });
    queries.clear();
    forgetDrafts();
    await navigate({ to: '/sign-in', reloadDocument: true });
  };
  return (
    <div className="person">
      <ReadingChoices />
      <div className="person-row">
        <Link to="/account" className="person-name">
          <Icon name="person" size={18} />
          <bdi>{session?.person.name ?? ''}</bdi>
        </Link>
        <IconButton icon="leave" label={t('session.signOut')} onPress={() => void signOut()} />
      </div>
    </div>
  );
}

export function ReadingChoices(): ReactNode {
  const { t, locale, choose } = useLanguage();
  const [theme, setTheme] = useState<Theme>(storedTheme);
  const changeTheme = (id: string): void => {
    const wanted = themes.find((candidate) => candidate === id) ?? 'system';
    applyTheme(wanted);
    setTheme(wanted);
  };
  return (
    <div className="reading">
      <Select
        bare
        label={t('reading.language')}
        value={locale}
        choices={locales.map((id) => ({ id, label: localeFacts[id].label }))}
        onChange={(id) => choose(parseLocale(id) ?? locale)}
      />
      <Select
        bare
        label={t('reading.theme')}
        value={theme}
        choices={themes.map((id) => ({ id, label: t(`theme.${id}`) }))}
        onChange={changeTheme}
      />
    </div>
  );
}
