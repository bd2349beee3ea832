import type { BudgetListView, BudgetView } from '@riad/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { budgetsQuery } from '../../api/budgets.ts';
import { ask } from '../../api/client.ts';
import { keysQuery } from '../../api/queries.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { useMay } from '../../shell/session.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { DialogButton } from '../../ui/dialog-button.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { Badge, describeError, Loaded, Notice } from '../../ui/parts.tsx';
import { useAct } from '../data/use-act.ts';
import { PriceForm } from './price-form.tsx';

const tones = { within: 'good', alert: 'warn', spent: 'bad' } as const;

/** What projects and keys may use this month, and how much of it is gone. */
export function Budgets(): ReactNode {
  const t = useMessages();
  const query = useQuery({ ...budgetsQuery, refetchInterval: 10_000 });
  const mayWrite = useMay('budgets');
  return (
    <section className="section">
      <div className="section-head">
        <h2>{t('budget.title')}</h2>
        {mayWrite ? (
          <div className="buttons">
            <DialogButton label={t('budget.prices')}>{(close) => <PriceForm onDone={close} />}</DialogButton>
            <DialogButton look="main" icon="plus" label={t('budget.add')}>
              {(close) => <BudgetForm onDone={close} />}
            </DialogButton>
          </div>
        ) : null}
      </div>
      <p className="hint">{t('budget.lead')}</p>
      <Loaded query={query}>{(found) => <BudgetList found={found} />}</Loaded>
    </section>
  );
}

function BudgetList({ found: { data, currency } }: { readonly found: BudgetListView }): ReactNode {
  const t = useMessages();
  const mayWrite = useMay('budgets');
  const { error, run } = useAct(['budgets']);
  if (data.length === 0) return null;
  return (
    <>
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <ul className="checks">
        {data.map((budget) => (
          <li key={budget.id} className="check">
            <Spending budget={budget} currency={currency} />
            <Badge tone={tones[budget.state]}>{t(`budget.state.${budget.state}`)}</Badge>
            {mayWrite ? (
              <IconButton
                icon="trash"
                label={t('budget.remove', { name: budget.key?.name ?? budget.project })}
                onPress={() => run(() => ask(`/api/budgets/${budget.id}`, { method: 'DELETE' }))}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}

function Spending({ budget, currency }: { readonly budget: BudgetView; readonly currency: string }): ReactNode {
  const t = useMessages();
  const { number, money, percent } = useFormats();
  const { tokens, cost, spent, share } = budget;
  return (
    <div className="grow">
      <strong>
        <bdi>{budget.key?.name ?? t('budget.project', { name: budget.project })}</bdi>
      </strong>
      <progress className="spending" max={1} value={Math.min(1, share)} aria-label={percent(share)} />
      <p className="hint">
        {percent(share)}
        {tokens === null ? null : ` · ${t('budget.tokensOf', { spent: number(spent.tokens), limit: number(tokens) })}`}
        {cost === null
          ? null
          : ` · ${t('budget.costOf', { spent: money(spent.cost, currency), limit: money(cost, currency) })}`}
      </p>
    </div>
  );
}

const WHOLE_PROJECT = '';

function BudgetForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const t = useMessages();
  const keys = useQuery({ ...keysQuery, enabled: useMay('keys') }).data?.data ?? [];
  const [key, setKey] = useState(WHOLE_PROJECT);
  const [tokens, setTokens] = useState('');
  const [cost, setCost] = useState('');
  const [alert, setAlert] = useState('80');
  const { error, busy, run } = useAct(['budgets']);
  const chosen = keys.find(({ id }) => id === key);
  const body = {
    ...(chosen === undefined ? {} : { key: chosen.id, project: chosen.project }),
    ...(tokens === '' ? {} : { tokens: Number(tokens) }),
    ...(cost === '' ? {} : { cost: Number(cost.replace(',', '.')) }),
    alertPercent: Number(alert),
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        run(async () => {
          await ask('/api/budgets', { method: 'POST', body });
          onDone();
        });
      }}
    >
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <Select
        label={t('budget.of')}
        value={key}
        onChange={setKey}
        choices={[
          { id: WHOLE_PROJECT, label: t('budget.whole') },
          ...keys.filter(({ revokedAt }) => revokedAt === null).map(({ id, name }) => ({ id, label: name })),
        ]}
      />
      <TextField
        label={t('budget.tokens')}
        hint={t('budget.emptyHint')}
        latin
        inputMode="numeric"
        pattern="[0-9]{1,12}"
        value={tokens}
        onChange={setTokens}
      />
      <TextField
        label={t('budget.cost')}
        hint={t('budget.costHint')}
        latin
        inputMode="decimal"
        pattern="[0-9]{1,10}([.,][0-9]{1,2})?"
        value={cost}
        onChange={setCost}
      />
      <TextField
        label={t('budget.alert')}
        latin
        inputMode="numeric"
        pattern="[1-9][0-9]?|100"
        value={alert}
        onChange={setAlert}
        isRequired
      />
      <div className="dialog-actions">
        <Button look="main" type="submit" isDisabled={busy || (tokens === '' && cost === '')}>
          {t('action.save')}
        </Button>
      </div>
    </form>
  );
}
