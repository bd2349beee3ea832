import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { modelsQuery } from '../../api/queries.ts';
import { knownKey, useMessages } from '../../i18n/messages.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox, Select, TextField } from '../../ui/fields.tsx';
import { CopyButton, Loaded, Notice, Page } from '../../ui/parts.tsx';
import { CodeBox } from '../../ui/scroll-box.tsx';
import { AnswerCard } from './answer-card.tsx';
import { clients, sampleFor, type Client } from './code-samples.ts';
import { emptyDraft, makeRequest, type Draft } from './request.ts';
import { send, type Answer } from './send.ts';

/** For developers: every parameter, one model or two beside each other, and the same request as a program. */
export function PlaygroundPage(): ReactNode {
  const t = useMessages();
  const query = useQuery(modelsQuery);
  return (
    <Page title={t('nav.playground')} lead={t('playground.lead')}>
      <Loaded query={query}>
        {({ data }) => {
          const usable = data.filter(
            ({ kind, state }) => kind === 'chat' && ['installed', 'loaded', 'loading', 'remote'].includes(state),
          );
          const [first] = usable.toSorted((left, right) => Number(right.isDefault) - Number(left.isDefault));
          return first === undefined ? (
            <Notice tone="warn">{t('check.models.warning')}</Notice>
          ) : (
            <Bench models={usable.map(({ id }) => id)} first={first.id} />
          );
        }}
      </Loaded>
    </Page>
  );
}

function Bench({ models, first }: { readonly models: readonly string[]; readonly first: string }): ReactNode {
  const t = useMessages();
  const [chosen, setChosen] = useState<readonly string[]>([first]);
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [answers, setAnswers] = useState<readonly (Answer | undefined)[]>([]);
  const [busy, setBusy] = useState(false);
  const requests = chosen.map((model) => makeRequest(model, draft));
  const wrong = requests[0]?.wrong;
  const run = async (): Promise<void> => {
    setBusy(true);
    setAnswers([]);
    // One after the other: two at once would each be measured with the other's work.
    for (const [index, { body }] of requests.entries()) {
      if (body === undefined) continue;
      const answer = await send(body);
      setAnswers((before) => [...before.slice(0, index), answer]);
    }
    setBusy(false);
  };
  const choices = models.map((id) => ({ id, label: id }));
  const second = chosen[1] ?? '';
  return (
    <div className="playground">
      <form
        className="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <div className="columns">
          <Select
            label={t('chat.model')}
            value={chosen[0] ?? first}
            choices={choices}
            onChange={(id) => setChosen(second === '' ? [id] : [id, second])}
          />
          <Select
            label={t('playground.second')}
            value={second}
            choices={[{ id: '', label: t('playground.alone') }, ...choices]}
            onChange={(id) => setChosen(id === '' ? [chosen[0] ?? first] : [chosen[0] ?? first, id])}
          />
        </div>
        <Fields draft={draft} onChange={setDraft} />
        {wrong === undefined ? null : (
          <Notice tone="warn">{t('playground.wrong', { field: t(knownKey(`playground.${wrong}`)) })}</Notice>
        )}
        <Button
          look="main"
          icon="send"
          type="submit"
          isDisabled={busy || wrong !== undefined || draft.user.trim() === ''}
        >
          {t('playground.run')}
        </Button>
      </form>
      <div className="answers" aria-live="polite" aria-busy={busy}>
        {chosen.map((model, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the same model may stand on both sides
          <AnswerCard key={`${index} ${model}`} model={model} answer={answers[index]} busy={busy} />
        ))}
      </div>
      <Code body={requests[0]?.body} />
    </div>
  );
}

const numbers = ['temperature', 'topP', 'maxTokens', 'seed'] as const;

function Fields({ draft, onChange }: { readonly draft: Draft; readonly onChange: (draft: Draft) => void }): ReactNode {
  const t = useMessages();
  return (
    <>
      <TextField
        label={t('playground.system')}
        rows={2}
        value={draft.system}
        onChange={(system) => onChange({ ...draft, system })}
      />
      <TextField
        label={t('chat.question')}
        rows={4}
        value={draft.user}
        onChange={(user) => onChange({ ...draft, user })}
      />
      <div className="columns-small">
        {numbers.map((name) => (
          <TextField
            key={name}
            label={t(`playground.${name}`)}
            latin
            inputMode="decimal"
            value={draft[name]}
            onChange={(value) => onChange({ ...draft, [name]: value })}
          />
        ))}
      </div>
      <details>
        <summary>{t('playground.more')}</summary>
        <div className="stack">
          <TextField
            label={t('playground.stop')}
            hint={t('field.oneALine')}
            rows={2}
            value={draft.stop}
            onChange={(stop) => onChange({ ...draft, stop })}
          />
          <TextField
            label={t('playground.tools')}
            latin
            rows={5}
            value={draft.tools}
            onChange={(tools) => onChange({ ...draft, tools })}
          />
          <TextField
            label={t('playground.schema')}
            hint={t('playground.schemaHint')}
            latin
            rows={5}
            value={draft.schema}
            onChange={(schema) => onChange({ ...draft, schema })}
          />
          <Checkbox
            label={t('playground.logprobs')}
            isSelected={draft.logprobs}
            onChange={(logprobs) => onChange({ ...draft, logprobs })}
          />
        </div>
      </details>
    </>
  );
}

function Code({ body }: { readonly body: Parameters<typeof sampleFor>[1] | undefined }): ReactNode {
  const t = useMessages();
  const [client, setClient] = useState<Client>('curl');
  if (body === undefined) return null;
  const sample = sampleFor(client, body, location.origin);
  return (
    <section className="section">
      <div className="section-head">
        <h2>{t('playground.code')}</h2>
        <Select
          bare
          label={t('playground.client')}
          value={client}
          choices={clients.map((id) => ({ id, label: names[id] }))}
          onChange={(id) => setClient(clients.find((known) => known === id) ?? client)}
        />
      </div>
      <CodeBox copy={<CopyButton label={t('action.copy')} text={() => sample} />}>{sample}</CodeBox>
    </section>
  );
}

const names: Readonly<Record<Client, string>> = {
  curl: 'curl',
  'python-openai': 'Python · openai',
  'python-mistral': 'Python · mistralai',
  'typescript-openai': 'TypeScript · openai',
  'typescript-mistral': 'TypeScript · @mistralai/mistralai',
};
