import type { ReactNode } from 'react';

import { useMessages, type MessageKey } from '../i18n/messages.tsx';
import { useSession } from '../shell/session.ts';

const ideas: readonly MessageKey[] = ['idea.letter', 'idea.summary', 'idea.translate'];

export function Greeting({ onChoose }: { readonly onChoose: (text: string) => void }): ReactNode {
  const t = useMessages();
  const name = useSession()?.person.name ?? '';
  return (
    <div className="greeting">
      <img src="/icon.svg" alt="" width="52" height="52" />
      <h1>{t('greeting.title', { name })}</h1>
      <p className="lead">{t('greeting.lead')}</p>
      <div className="ideas">
        {ideas.map((idea) => (
          <button key={idea} type="button" className="idea" onClick={() => onChoose(t(idea))}>
            {t(idea)}
          </button>
        ))}
      </div>
    </div>
  );
}
