import type { PersonView } from '@riad/contracts';
import { useState, type ReactNode } from 'react';

import { ask } from '../../api/client.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton, describeError, Notice } from '../../ui/parts.tsx';

/** For somebody who lost their telephone or forgot their password. */
export function WayIn({ person }: { readonly person: PersonView }): ReactNode {
  const t = useMessages();
  const [link, setLink] = useState<string>();
  const [error, setError] = useState<Error>();
  const renew = async (): Promise<void> => {
    const made = await ask<{ readonly link: string }>(`/api/people/${person.id}/way-in`, { method: 'POST', body: {} });
    setLink(made.link);
  };
  if (link !== undefined) return <SecretLink hint={t('people.wayInHint')} link={link} />;
  return (
    <div className="stack">
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <p>{t('people.wayInQuestion', { name: person.name })}</p>
      <div className="dialog-actions">
        <Button look="danger" onPress={() => void renew().catch(setError)}>
          {t('people.wayInMake')}
        </Button>
      </div>
    </div>
  );
}

export function SecretLink({ hint, link }: { readonly hint: string; readonly link: string }): ReactNode {
  const t = useMessages();
  return (
    <div className="stack">
      <Notice tone="calm">{hint}</Notice>
      <div className="secret">
        <code dir="ltr" data-testid="link">
          {link}
        </code>
        <CopyButton label={t('action.copy')} text={() => link} />
      </div>
    </div>
  );
}
