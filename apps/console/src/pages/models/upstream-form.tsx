import type { UpstreamView } from '@riad/contracts';
import { useState, type ReactNode } from 'react';

import { ask } from '../../api/client.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { Button } from '../../ui/button.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { describeError, Notice } from '../../ui/parts.tsx';
import { useAct } from '../data/use-act.ts';

const kinds = [
  { id: 'openai-compatible', label: 'OpenAI' },
  { id: 'mistral', label: 'Mistral' },
  { id: 'vllm', label: 'vLLM' },
  { id: 'llama-server', label: 'llama-server' },
] as const;

const LOCAL = 'local';

/** Declares a server of models, or changes one. What it answers with never holds the key. */
export function UpstreamForm({
  upstream,
  onDone,
}: {
  readonly upstream?: UpstreamView;
  readonly onDone: () => void;
}): ReactNode {
  const t = useMessages();
  const [draft, setDraft] = useState(() => draftOf(upstream));
  const { error, busy, run } = useAct(['upstreams'], ['models']);
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const isLocal = draft.country === LOCAL;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        run(async () => {
          await ask('/api/upstreams', { method: 'POST', body: bodyOf(draft) });
          onDone();
        });
      }}
    >
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <TextField
        label={t('upstream.id')}
        latin
        pattern="[a-z0-9][a-z0-9\-]{0,62}"
        value={draft.id}
        onChange={(id) => change({ id })}
        isReadOnly={upstream !== undefined}
        isRequired
      />
      <Select label={t('upstream.kind')} value={draft.kind} choices={kinds} onChange={(kind) => change({ kind })} />
      <TextField
        label={t('upstream.url')}
        type="url"
        latin
        value={draft.url}
        onChange={(url) => change({ url })}
        isRequired
      />
      <TextField
        label={t('upstream.country')}
        hint={t('upstream.countryHint')}
        latin
        pattern="[A-Z]{2}|local"
        value={draft.country}
        onChange={(country) => change({ country })}
        isRequired
      />
      <TextField
        label={t(isLocal ? 'upstream.localReason' : 'upstream.contract')}
        value={draft.reference}
        onChange={(reference) => change({ reference })}
        maxLength={200}
        isRequired
      />
      <TextField
        label={t('upstream.models')}
        hint={t('upstream.modelsHint')}
        latin
        rows={3}
        value={draft.models}
        onChange={(models) => change({ models })}
        isRequired
      />
      <TextField
        label={t('upstream.key')}
        hint={t(upstream?.hasKey === true ? 'upstream.keyKept' : 'upstream.keyHint')}
        type="password"
        autoComplete="off"
        latin
        value={draft.key}
        onChange={(key) => change({ key })}
      />
      <div className="dialog-actions">
        <Button look="main" type="submit" isDisabled={busy}>
          {t('action.save')}
        </Button>
      </div>
    </form>
  );
}

interface Draft {
  readonly id: string;
  readonly kind: string;
  readonly url: string;
  readonly country: string;
  /** Of the contract; why it is the organisation's own for one that is. */
  readonly reference: string;
  /** One a line; `name = name there` where they differ. */
  readonly models: string;
  readonly key: string;
}

function draftOf(upstream: UpstreamView | undefined): Draft {
  if (upstream === undefined)
    return { id: '', kind: 'openai-compatible', url: '', country: '', reference: '', models: '', key: '' };
  const { id, kind, url, country, contract, localReason } = upstream;
  const models = upstream.models.map((model) =>
    model.upstream === null ? model.id : `${model.id} = ${model.upstream}`,
  );
  return { id, kind, url, country, reference: contract ?? localReason ?? '', models: models.join('\n'), key: '' };
}

function bodyOf({ reference, models, key, ...rest }: Draft): object {
  return {
    ...rest,
    ...(rest.country === LOCAL ? { localReason: reference } : { contract: reference }),
    models: models
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(readModel),
    ...(key === '' ? {} : { key }),
  };
}

function readModel(line: string): { readonly id: string; readonly upstream?: string } {
  const [id = '', upstream] = line.split('=').map((part) => part.trim());
  return upstream === undefined || upstream === '' ? { id } : { id, upstream };
}
