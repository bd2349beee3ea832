import {
  rightsKinds,
  type AccessPackageView,
  type ErasureView,
  type RightsKind,
  type RightsRequestView,
} from '@riad/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { ask } from '../../api/client.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { useMay } from '../../shell/session.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogButton } from '../../ui/dialog-button.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { Badge, describeError, Empty, Latin, Loaded, Notice } from '../../ui/parts.tsx';
import { DataPage } from './data-page.tsx';
import { Oppositions } from './oppositions.tsx';
import { saveJson } from './save-file.ts';
import { useAct } from './use-act.ts';

const rightsQuery = queryOptions({
  queryKey: ['rights'],
  queryFn: () => ask<{ readonly data: readonly RightsRequestView[] }>('/api/rights'),
});
const DAY_MS = 86_400_000;

/** Requests of persons, each with its ten clear days. */
export function RightsPage(): ReactNode {
  const t = useMessages();
  const query = useQuery(rightsQuery);
  const mayWrite = useMay('data-control.write');
  return (
    <DataPage
      title="data.rights"
      lead="rights.lead"
      actions={
        mayWrite ? (
          <DialogButton look="main" icon="plus" label={t('rights.add')}>
            {(close) => <NewRequest onDone={close} />}
          </DialogButton>
        ) : undefined
      }
    >
      <Loaded query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty icon="people">{t('rights.none')}</Empty>
          ) : (
            <ul className="checks">
              {data.map((request) => (
                <Request key={request.id} request={request} readAt={query.dataUpdatedAt} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <Oppositions />
    </DataPage>
  );
}

function Request({
  request,
  readAt,
}: {
  readonly request: RightsRequestView;
  /** When the list was read, in milliseconds. */
  readonly readAt: number;
}): ReactNode {
  const t = useMessages();
  const { time } = useFormats();
  const mayWrite = useMay('data-control.write');
  const [open, setOpen] = useState(false);
  return (
    <li className="check">
      <div className="grow">
        <strong>{t(`rights.kind.${request.kind}`)}</strong> <Latin>{request.id}</Latin>
        <p className="hint">{t('rights.received', { time: time(request.receivedAt) })}</p>
      </div>
      <Clock request={request} readAt={readAt} />
      {request.state === 'open' && mayWrite ? <Button onPress={() => setOpen(true)}>{t('rights.treat')}</Button> : null}
      <Dialog title={t(`rights.kind.${request.kind}`)} open={open} onClose={() => setOpen(false)}>
        <Treat request={request} />
      </Dialog>
    </li>
  );
}

function Clock({
  request: { state, dueAt },
  readAt,
}: {
  readonly request: RightsRequestView;
  readonly readAt: number;
}): ReactNode {
  const t = useMessages();
  if (state !== 'open') return <Badge tone={state === 'done' ? 'good' : 'calm'}>{t(`rights.state.${state}`)}</Badge>;
  // Whole days after this one: ten on the day on which it came.
  const days = Math.floor((Date.parse(dueAt) - readAt) / DAY_MS);
  if (days < 0) return <Badge tone="bad">{t('rights.late', { count: -days })}</Badge>;
  return <Badge tone={days <= 3 ? 'warn' : 'calm'}>{t('rights.left', { count: days })}</Badge>;
}

function Treat({ request: { id, kind } }: { readonly request: RightsRequestView }): ReactNode {
  const t = useMessages();
  const [text, setText] = useState('');
  const [done, setDone] = useState<ErasureView>();
  const { error, busy, run } = useAct(['rights']);
  const post = <T,>(what: string, body: unknown = {}): Promise<T> =>
    ask<T>(`/api/rights/${id}/${what}`, { method: 'POST', body });
  const finish: Readonly<Record<RightsKind, () => Promise<unknown>>> = {
    access: async () => saveJson(`${id}.json`, await post<AccessPackageView>('access')),
    erase: async () => setDone(await post<ErasureView>('erase')),
    rectify: async () => setDone(await post<ErasureView>('rectify', { to: text })),
    // Done on the list of opposition, not here.
    oppose: () => Promise.resolve(),
  };
  return (
    <div className="stack">
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <p>{t(`rights.explain.${kind}`)}</p>
      {done === undefined ? null : <Erased id={id} done={done} />}
      <TextField
        label={kind === 'rectify' ? t('rights.rightValue') : t('rights.reason')}
        value={text}
        onChange={setText}
        maxLength={500}
      />
      <div className="dialog-actions">
        <Button isDisabled={busy || text.trim().length < 3} onPress={() => run(() => post('refuse', { reason: text }))}>
          {t('rights.refuse')}
        </Button>
        {kind === 'oppose' ? null : (
          <Button
            look={kind === 'erase' ? 'danger' : 'main'}
            isDisabled={busy || (kind === 'rectify' && text.trim() === '')}
            onPress={() => run(finish[kind])}
          >
            {t(`rights.do.${kind}`)}
          </Button>
        )}
      </div>
    </div>
  );
}

function Erased({ id, done }: { readonly id: string; readonly done: ErasureView }): ReactNode {
  const t = useMessages();
  const count = Object.values(done.erased).reduce((sum, each) => sum + each, 0);
  return (
    <Notice tone={done.remaining > 0 || done.kept.length > 0 ? 'warn' : 'calm'}>
      <p>{t('rights.erased', { count })}</p>
      {done.kept.length === 0 ? null : <p>{t('rights.kept', { count: done.kept.length })}</p>}
      {done.remaining === 0 ? null : <p>{t('rights.remaining', { count: done.remaining })}</p>}
      <Button icon="download" onPress={() => saveJson(`${id}-certificate.json`, done)}>
        {t('rights.certificate')}
      </Button>
    </Notice>
  );
}

function NewRequest({ onDone }: { readonly onDone: () => void }): ReactNode {
  const t = useMessages();
  const [kind, setKind] = useState<RightsKind>('access');
  const [names, setNames] = useState('');
  const { error, busy, run } = useAct(['rights']);
  const identifiers = names
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        run(async () => {
          await ask('/api/rights', { method: 'POST', body: { kind, identifiers } });
          onDone();
        });
      }}
    >
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <Select
        label={t('rights.what')}
        value={kind}
        onChange={(id) => setKind(rightsKinds.find((known) => known === id) ?? kind)}
        choices={rightsKinds.map((id) => ({ id, label: t(`rights.kind.${id}`) }))}
      />
      <TextField
        label={t('rights.identifiers')}
        hint={t('rights.identifiersHint')}
        rows={4}
        value={names}
        onChange={setNames}
        isRequired
      />
      <div className="dialog-actions">
        <Button look="main" type="submit" isDisabled={busy || identifiers.length === 0}>
          {t('rights.add')}
        </Button>
      </div>
    </form>
  );
}
