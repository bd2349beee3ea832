import type { PriceListView } from '@riad/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { pricesQuery } from '../../api/budgets.ts';
import { ask } from '../../api/client.ts';
import { modelsQuery } from '../../api/queries.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { describeError, Latin, Loaded, Notice } from '../../ui/parts.tsx';
import { useAct } from '../data/use-act.ts';

/** What a million tokens of each model cost. */
export function PriceForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const prices = useQuery(pricesQuery);
  const models = useQuery(modelsQuery);
  const used = models.data?.data.filter(({ state }) => state !== 'available').map(({ id }) => id) ?? [];
  return (
    <Loaded query={prices}>
      {(list) => (
        <PriceFields
          key={models.isSuccess ? 'models' : 'waiting'}
          list={list}
          models={[...new Set([...used, ...list.prices.map(({ model }) => model)])]}
          onDone={onDone}
        />
      )}
    </Loaded>
  );
}

interface Draft {
  readonly prompt: string;
  readonly completion: string;
}

function PriceFields({
  list,
  models,
  onDone,
}: {
  readonly list: PriceListView;
  readonly models: readonly string[];
  readonly onDone: () => void;
}): ReactNode {
  const t = useMessages();
  const [currency, setCurrency] = useState(list.currency);
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>(() =>
    Object.fromEntries(models.map((model) => [model, draftOf(list, model)])),
  );
  const { error, busy, run } = useAct(['prices'], ['budgets'], ['usage']);
  const change = (model: string, part: Partial<Draft>): void =>
    setDrafts({ ...drafts, [model]: { prompt: '', completion: '', ...drafts[model], ...part } });
  const prices = models.flatMap((model) => {
    const { prompt = '', completion = '' } = drafts[model] ?? {};
    return prompt === '' && completion === ''
      ? []
      : [{ model, prompt: readAmount(prompt), completion: readAmount(completion) }];
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        run(async () => {
          await ask('/api/prices', { method: 'POST', body: { currency, prices } });
          onDone();
        });
      }}
    >
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <p className="hint">{t('budget.pricesLead')}</p>
      <TextField
        label={t('budget.currency')}
        latin
        pattern="[A-Z]{3}"
        value={currency}
        onChange={setCurrency}
        isRequired
      />
      {models.map((model) => (
        <fieldset key={model} className="columns-small">
          <legend>
            <Latin>{model}</Latin>
          </legend>
          <TextField
            label={t('usage.tokensIn')}
            latin
            inputMode="decimal"
            pattern="[0-9]{1,6}([.,][0-9]{1,4})?"
            value={drafts[model]?.prompt ?? ''}
            onChange={(prompt) => change(model, { prompt })}
          />
          <TextField
            label={t('usage.tokensOut')}
            latin
            inputMode="decimal"
            pattern="[0-9]{1,6}([.,][0-9]{1,4})?"
            value={drafts[model]?.completion ?? ''}
            onChange={(completion) => change(model, { completion })}
          />
        </fieldset>
      ))}
      <div className="dialog-actions">
        <Button look="main" type="submit" isDisabled={busy}>
          {t('action.save')}
        </Button>
      </div>
    </form>
  );
}

function draftOf({ prices }: PriceListView, model: string): Draft {
  const price = prices.find((each) => each.model === model);
  return price === undefined
    ? { prompt: '', completion: '' }
    : { prompt: String(price.prompt), completion: String(price.completion) };
}

function readAmount(text: string): number {
  return text === '' ? 0 : Number(text.replace(',', '.'));
}
