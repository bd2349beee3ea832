import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { budgetsQuery } from '../api/budgets.ts';
import { useFormats } from '../i18n/formats.ts';
import { useMessages } from '../i18n/messages.tsx';
import { useMay } from './session.ts';

const LOOK_EVERY_MS = 60_000;

/** Tells those who set budgets which are nearly or wholly spent, on every page. */
export function BudgetNotice(): ReactNode {
  const t = useMessages();
  const { percent } = useFormats();
  const { data } = useQuery({ ...budgetsQuery, enabled: useMay('budgets'), refetchInterval: LOOK_EVERY_MS });
  const worst = data?.data.filter(({ state }) => state !== 'within').toSorted((a, b) => b.share - a.share)[0];
  if (worst === undefined) return null;
  const name = worst.key?.name ?? worst.project;
  return (
    <output className={worst.state === 'spent' ? 'strip strip-bad' : 'strip'}>
      {worst.state === 'spent'
        ? t('budget.stopped', { name })
        : t('budget.near', { name, share: percent(worst.share) })}{' '}
      <Link to="/usage">{t('nav.usage')}</Link>
    </output>
  );
}
