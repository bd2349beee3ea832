import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';

import { localeFacts } from '../i18n/locales.ts';
import { useLanguage } from '../i18n/messages.tsx';
import { IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { BudgetNotice } from './budget-notice.tsx';
import { OfflineNotice } from './online.tsx';
import { useSession } from './session.ts';
import { Sidebar } from './sidebar.tsx';

/** The house around every page: its places on one side, the page on the other. */
export function Frame(): ReactNode {
  const { t, locale } = useLanguage();
  const [menuAt, setMenuAt] = useState<string>();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const session = useSession();
  const navigate = useNavigate();
  useEffect(() => {
    if (session?.needsSetUp === true) void navigate({ to: '/welcome' });
  }, [session, navigate]);
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {t('frame.skip')}
      </a>
      <aside className="frame-side">
        <Sidebar />
      </aside>
      <header className="frame-top">
        <IconButton icon="menu" label={t('frame.menu')} onPress={() => setMenuAt(path)} />
        <span className="brand-name">Riad</span>
      </header>
      <Dialog side title="Riad" open={menuAt === path} onClose={() => setMenuAt(undefined)}>
        <Sidebar />
      </Dialog>
      <main id="main" className="frame-main" tabIndex={-1}>
        <OfflineNotice />
        <BudgetNotice />
        {localeFacts[locale].machineMade ? <p className="machine-made">{t('frame.machineMade')}</p> : null}
        <Outlet />
      </main>
    </div>
  );
}
