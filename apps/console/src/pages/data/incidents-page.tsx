import type { IncidentListView, IncidentPackView } from '@riad/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { ask } from '../../api/client.ts';
import { useFormats } from '../../i18n/formats.ts';
import { localeFacts } from '../../i18n/locales.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { useMay } from '../../shell/session.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogButton } from '../../ui/dialog-button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Badge, CopyButton, describeError, Empty, Latin, Loaded, Notice } from '../../ui/parts.tsx';
import { DataPage } from './data-page.tsx';
import { saveJson } from './save-file.ts';
import { useAct } from './use-act.ts';

type Incident = IncidentListView['data'][number];

const incidentsQuery = queryOptions({
  queryKey: ['incidents'],
  queryFn: () => ask<IncidentListView>('/api/incidents'),
});

/** Incidents, whom they must be told to and until when, and the evidence that the ledger holds. */
export function IncidentsPage(): ReactNode {
  const t = useMessages();
  const query = useQuery(incidentsQuery);
  const mayWrite = useMay('data-control.write');
  return (
    <DataPage
      title="data.incidents"
      lead="incident.lead"
      actions={
        mayWrite ? (
          <DialogButton look="main" icon="plus" label={t('incident.add')}>
            {(close) => <NewIncident onDone={close} />}
          </DialogButton>
        ) : undefined
      }
    >
      <Loaded query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty icon="shield">{t('incident.none')}</Empty>
          ) : (
            data.map((incident) => <IncidentCard key={incident.id} incident={incident} />)
          )
        }
      </Loaded>
    </DataPage>
  );
}

function IncidentCard({ incident }: { readonly incident: Incident }): ReactNode {
  const t = useMessages();
  const { time } = useFormats();
  const mayWrite = useMay('data-control.write');
  const [pack, setPack] = useState<IncidentPackView>();
  const { error, busy, run } = useAct(['incidents']);
  const post = <T,>(what: string, body: unknown = {}): Promise<T> =>
    ask<T>(`/api/incidents/${incident.id}/${what}`, { method: 'POST', body });
  return (
    <article className="card stack">
      <h2>
        <bdi>{incident.summary}</bdi>
      </h2>
      <p className="hint">
        <Latin>{incident.id}</Latin> · {t('incident.known', { time: time(incident.knownAt) })}
      </p>
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <ul className="checks">
        {incident.deadlines.map((deadline) => (
          <li key={deadline.to} className="check">
            <div className="grow">
              <strong>{t(`incident.to.${deadline.to}`)}</strong>
              <p className="hint">{t('incident.until', { time: time(deadline.due) })}</p>
            </div>
            {deadline.toldAt !== null ? (
              <Badge tone="good">{t('incident.told')}</Badge>
            ) : (
              <Badge tone={deadline.hoursLeft < 0 ? 'bad' : 'warn'}>
                {t('incident.hours', { count: Math.round(deadline.hoursLeft) })}
              </Badge>
            )}
            {deadline.toldAt === null && mayWrite ? (
              <Button isDisabled={busy} onPress={() => run(() => post('notices', { to: deadline.to }))}>
                {t('incident.sent')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayWrite ? (
        <div className="buttons">
          <Button isDisabled={busy} onPress={() => run(async () => setPack(await post<IncidentPackView>('pack')))}>
            {t('incident.pack')}
          </Button>
          {incident.closedAt === null ? (
            <Button isDisabled={busy} onPress={() => run(() => post('close'))}>
              {t('incident.close')}
            </Button>
          ) : (
            <Badge tone="calm">{t('incident.closed')}</Badge>
          )}
        </div>
      ) : null}
      <Dialog title={t('incident.pack')} open={pack !== undefined} onClose={() => setPack(undefined)}>
        {pack === undefined ? null : <Pack pack={pack} />}
      </Dialog>
    </article>
  );
}

function Pack({ pack }: { readonly pack: IncidentPackView }): ReactNode {
  const t = useMessages();
  return (
    <div className="stack">
      <p>{t('incident.affected', { requests: pack.affected.requests, keys: pack.affected.keys.length })}</p>
      <Button icon="download" onPress={() => saveJson(`${pack.incident.id}.json`, pack)}>
        {t('incident.download')}
      </Button>
      {pack.templates.map(({ to, language, text }) => (
        <details key={`${to} ${language}`}>
          <summary>
            {t(`incident.to.${to}`)} · <bdi>{localeFacts[language].label}</bdi>
          </summary>
          <div className="secret">
            <pre className="attachment-text" dir="auto" lang={language}>
              {text}
            </pre>
            <CopyButton label={t('action.copy')} text={() => text} />
          </div>
        </details>
      ))}
    </div>
  );
}

function NewIncident({ onDone }: { readonly onDone: () => void }): ReactNode {
  const t = useMessages();
  const [summary, setSummary] = useState('');
  const [began, setBegan] = useState('');
  const { error, busy, run } = useAct(['incidents']);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        run(async () => {
          await ask('/api/incidents', { method: 'POST', body: { summary, began: new Date(began).toISOString() } });
          onDone();
        });
      }}
    >
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <TextField
        label={t('incident.summary')}
        hint={t('incident.summaryHint')}
        rows={4}
        value={summary}
        onChange={setSummary}
        minLength={3}
        maxLength={4000}
        isRequired
      />
      <TextField label={t('incident.began')} type="datetime-local" latin value={began} onChange={setBegan} isRequired />
      <div className="dialog-actions">
        <Button look="main" type="submit" isDisabled={busy}>
          {t('incident.add')}
        </Button>
      </div>
    </form>
  );
}
