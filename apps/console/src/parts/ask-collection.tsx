import type { DocumentAnswerView } from '@riad/contracts';
import { useState, type ReactNode } from 'react';

import { ask } from '../api/client.ts';
import { useMessages } from '../i18n/messages.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/fields.tsx';
import { describeError, Notice } from '../ui/parts.tsx';
import { CitedAnswer } from './citations.tsx';

type Outcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'working' }
  | { readonly kind: 'answer'; readonly answer: DocumentAnswerView }
  | { readonly kind: 'failed'; readonly error: Error };

/** A question to one collection, in any language. */
export function AskCollection({ collection }: { readonly collection: string }): ReactNode {
  const t = useMessages();
  const [text, setText] = useState('');
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const send = async (): Promise<void> => {
    setOutcome({ kind: 'working' });
    try {
      const path = `/api/collections/${collection}/questions`;
      setOutcome({ kind: 'answer', answer: await ask<DocumentAnswerView>(path, { method: 'POST', body: { text } }) });
    } catch (error) {
      setOutcome({ kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
    }
  };
  return (
    <section className="section" aria-label={t('ask.title')}>
      <h2>{t('ask.title')}</h2>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <TextField label={t('ask.question')} value={text} onChange={setText} maxLength={4000} rows={2} isRequired />
        <div className="card-actions">
          <Button look="main" icon="send" type="submit" isDisabled={outcome.kind === 'working'}>
            {t('ask.send')}
          </Button>
        </div>
      </form>
      <div aria-live="polite">
        {outcome.kind === 'working' ? <p className="hint">{t('ask.working')}</p> : null}
        {outcome.kind === 'failed' ? <Notice tone="bad">{describeError(t, outcome.error)}</Notice> : null}
        {outcome.kind === 'answer' ? <CitedAnswer answer={outcome.answer} /> : null}
      </div>
    </section>
  );
}
