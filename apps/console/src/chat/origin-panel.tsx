import type { MessageView, ReceivedView } from '@riad/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { ask } from '../api/client.ts';
import { useMessages, type Translate } from '../i18n/messages.tsx';
import { useMay } from '../shell/session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Latin, Loaded } from '../ui/parts.tsx';

/** Where an answer went: which model, in which place, what the guard did, and the record that proves it. */
export function OriginPanel({
  conversation,
  message,
  onClose,
}: {
  readonly conversation: string;
  readonly message: MessageView | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const t = useMessages();
  const mayOpen = useMay('ledger');
  const origin = message?.origin ?? null;
  return (
    <Dialog side title={t('origin.title')} open={origin !== null} onClose={onClose}>
      {origin === null ? null : (
        <dl className="facts">
          <dt>{t('origin.model')}</dt>
          <dd>
            <Latin>{origin.model}</Latin>
          </dd>
          <dt>{t('origin.place')}</dt>
          <dd>{placeOf(t, origin.target)}</dd>
          <dt>{t('origin.guard')}</dt>
          <dd>{describeGuard(t, origin.guard)}</dd>
          <dt>{t('origin.record')}</dt>
          <dd>
            {origin.record === null ? (
              t('origin.noRecord')
            ) : mayOpen ? (
              <Link to="/ledger/$id" params={{ id: origin.record }}>
                <Latin>{origin.record}</Latin>
              </Link>
            ) : (
              <Latin>{origin.record}</Latin>
            )}
          </dd>
        </dl>
      )}
      <p className="hint">{t('origin.explain')}</p>
      {message === undefined || origin?.record === null ? null : (
        <Received conversation={conversation} message={message.id} />
      )}
    </Dialog>
  );
}

/** The question in the words that the model saw. */
function Received({ conversation, message }: { readonly conversation: string; readonly message: string }): ReactNode {
  const t = useMessages();
  const query = useQuery({
    queryKey: ['received', conversation, message],
    queryFn: () => ask<ReceivedView>(`/api/conversations/${conversation}/messages/${message}/received`),
  });
  return (
    <section className="stack">
      <h3>{t('origin.received')}</h3>
      <Loaded query={query}>
        {({ text, changed }) => (
          <>
            <p className="hint">{changed ? t('origin.changed') : t('origin.unchanged')}</p>
            <blockquote className="received" dir="auto">
              {text}
            </blockquote>
          </>
        )}
      </Loaded>
    </section>
  );
}

function placeOf(t: Translate, target: string | null): string {
  if (target === null) return t('place.nowhere');
  if (target === 'embedded') return t('place.embedded');
  const [upstream, country] = target.split(';').map((part) => part.trim());
  return country === 'local'
    ? t('place.own', { server: upstream ?? '' })
    : t('place.abroad', { server: upstream ?? '', country: country ?? '' });
}

const actions = ['allow', 'pseudonymise', 'keep-local', 'block'] as const;

function describeGuard(t: Translate, header: string | null): string {
  const counts = (header ?? '').split(/[,;]\s*/).map((part) => part.split('='));
  const said = actions.flatMap((action) => {
    const count = Number(counts.find(([name]) => name?.trim() === action)?.[1] ?? 0);
    return count === 0 ? [] : [t(`guard.${action}`, { count })];
  });
  return said.length === 0 ? t('guard.none') : said.join(' ');
}
