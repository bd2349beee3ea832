import { useEffect, useState, type ReactNode } from 'react';

import { knownKey, useMessages, type Translate } from '../i18n/messages.tsx';
import { Button, IconButton } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';

export function Page({
  title,
  lead,
  actions,
  children,
}: {
  readonly title: string;
  readonly lead?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  useTitle(title);
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {lead === undefined ? null : <p className="lead">{lead}</p>}
        </div>
        {actions}
      </header>
      {children}
    </div>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Riad' : `${title} · Riad`;
  }, [title]);
}

export function Badge({
  tone,
  children,
}: {
  readonly tone: 'good' | 'warn' | 'bad' | 'calm';
  readonly children: ReactNode;
}): ReactNode {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}

export function Notice({
  tone,
  children,
}: {
  readonly tone: 'warn' | 'bad' | 'calm';
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className={`notice notice-${tone}`} {...(tone === 'bad' ? { role: 'alert' } : {})}>
      {children}
    </div>
  );
}

export function Empty({ icon, children }: { readonly icon: IconName; readonly children: ReactNode }): ReactNode {
  return (
    <div className="empty">
      <Icon name={icon} size={32} />
      <p>{children}</p>
    </div>
  );
}

/** Identifiers, addresses and code keep their own direction inside any sentence. */
export function Latin({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <bdi dir="ltr" className="latin">
      {children}
    </bdi>
  );
}

/** What a query is at: waiting, failed or there. */
export function Loaded<T>({
  query,
  children,
}: {
  readonly query: { readonly data: T | undefined; readonly error: Error | null; readonly refetch: () => unknown };
  readonly children: (data: T) => ReactNode;
}): ReactNode {
  const t = useMessages();
  if (query.data !== undefined) return children(query.data);
  if (query.error === null) return <Waiting />;
  return (
    <Notice tone="bad">
      <p>{describeError(t, query.error)}</p>
      <Button icon="retry" onPress={() => void query.refetch()}>
        {t('action.retry')}
      </Button>
    </Notice>
  );
}

export function Waiting(): ReactNode {
  const t = useMessages();
  return (
    <output className="waiting" aria-label={t('state.loading')}>
      <span />
      <span />
      <span />
    </output>
  );
}

export function CopyButton({ text, label }: { readonly text: () => string; readonly label: string }): ReactNode {
  const t = useMessages();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <IconButton
      icon={copied ? 'check' : 'copy'}
      label={copied ? t('action.copied') : label}
      onPress={() => void navigator.clipboard.writeText(text()).then(() => setCopied(true))}
    />
  );
}

const knownErrors = new Set<string>([
  'offline',
  'session.required',
  'session.link_invalid',
  'session.credentials',
  'session.csrf',
  'session.code_wrong',
  'session.passkey_invalid',
  'session.sign_on_failed',
  'session.not_invited',
  'access.denied',
  'guard.blocked',
  'policy.no_target',
  'model.not_found',
  'model.no_memory',
  'request.context_length',
  'request.too_large',
  'limit.requests',
  'limit.tokens',
  'limit.concurrency',
  'limit.budget',
  'engine.busy',
  'engine.crashed',
  'ledger.unavailable',
  'store.unavailable',
  'server.starting',
  'conversation.not_found',
  'record.not_found',
  'person.not_found',
  'key.not_found',
  'collection.not_found',
  'document.not_found',
  'document.unsupported',
  'document.damaged',
  'document.encrypted',
  'document.too_large',
  'document.too_slow',
  'document.no_ocr',
  'file.infected',
  'file.scan_failed',
  'disk.full',
]);

/** An error in the reader's language; the server's own sentence when there is no better one. */
export function describeError(
  t: Translate,
  error: { readonly message: string; readonly code?: string | undefined },
): string {
  const { code } = error;
  return code !== undefined && knownErrors.has(code)
    ? t(knownKey(`error.${code}`))
    : t('error.other', { message: error.message });
}
