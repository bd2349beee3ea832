import { useEffect, useSyncExternalStore, type ReactNode } from 'react';

import { useMessages } from '../i18n/messages.tsx';

function subscribe(onChange: () => void): () => void {
  addEventListener('online', onChange);
  addEventListener('offline', onChange);
  return () => {
    removeEventListener('online', onChange);
    removeEventListener('offline', onChange);
  };
}

/** Says above every page that there is no network, and that nothing which is written is lost. */
export function OfflineNotice(): ReactNode {
  const t = useMessages();
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return <output className={online ? 'unseen' : 'strip'}>{online ? '' : t('frame.offline')}</output>;
}

/** Begins again as soon as there is a network. */
export function ReloadWhenOnline(): ReactNode {
  useEffect(() => {
    const reload = (): void => location.reload();
    addEventListener('online', reload);
    return () => removeEventListener('online', reload);
  }, []);
  return null;
}

/** Keeps the shell for times without a network; development serves other files and has none. */
export function keepShell(): void {
  if (import.meta.env.PROD && 'serviceWorker' in navigator)
    navigator.serviceWorker.register('/service-worker.js').catch(() => {
      // Private windows and plain HTTP have none: the console works, with a network.
    });
}
