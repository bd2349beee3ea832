import type { DryRunView, PolicyCheckView, PolicyOutcomeView, PolicyView } from '@riad/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { ask } from '../../api/client.ts';
import { findingKey } from '../../i18n/finding-names.ts';
import { useFormats } from '../../i18n/formats.ts';
import { knownKey, useMessages } from '../../i18n/messages.tsx';
import { usePersonName } from '../../shell/person-name.ts';
import { useMay } from '../../shell/session.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Badge, describeError, Latin, Loaded, Notice } from '../../ui/parts.tsx';
import { Table } from '../../ui/table.tsx';
import { DataPage } from './data-page.tsx';
import { PolicySentences } from './policy-sentences.tsx';
import { useAct } from './use-act.ts';

const policyQuery = queryOptions({ queryKey: ['policy'], queryFn: () => ask<PolicyView>('/api/policy') });

/** What happens to each kind of personal data, in plain words; a change is tried before it holds. */
export function PolicyPage(): ReactNode {
  const query = useQuery(policyQuery);
  return (
    <DataPage title="data.policy" lead="policy.lead">
      <Loaded query={query}>{(found) => <InForce key={found.version} found={found} />}</Loaded>
    </DataPage>
  );
}

function InForce({ found }: { readonly found: PolicyView }): ReactNode {
  const t = useMessages();
  const mayWrite = useMay('policy');
  return (
    <>
      {found.problems.map((problem) => (
        <Notice key={problem} tone="bad">
          <Latin>{problem}</Latin>
        </Notice>
      ))}
      <section className="section">
        <h2>
          {t('policy.inForce')} <Badge tone="calm">{t('policy.version', { version: found.version })}</Badge>
        </h2>
        <PolicySentences policy={found.policy} />
      </section>
      {mayWrite ? <Editor document={found.document} /> : null}
      <Versions found={found} />
    </>
  );
}

function Editor({ document }: { readonly document: string }): ReactNode {
  const t = useMessages();
  const [text, setText] = useState(document);
  const [checked, setChecked] = useState<PolicyCheckView>();
  const [tried, setTried] = useState<DryRunView>();
  const [outcome, setOutcome] = useState<PolicyOutcomeView>();
  const { error, busy, run } = useAct(['policy']);
  const post = <T,>(path: string): Promise<T> => ask<T>(path, { method: 'POST', body: { text } });
  const change = (wanted: string): void => {
    setText(wanted);
    setChecked(undefined);
    setTried(undefined);
  };
  return (
    <section className="card stack">
      <h2>{t('policy.edit')}</h2>
      <TextField
        label={t('policy.document')}
        hint={t('policy.documentHint')}
        latin
        rows={16}
        value={text}
        onChange={change}
      />
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      {outcome === undefined ? null : <Notice tone="calm">{t(`policy.outcome.${outcome.state}`)}</Notice>}
      <div className="buttons">
        <Button isDisabled={busy} onPress={() => run(async () => setChecked(await post('/api/policy/check')))}>
          {t('policy.check')}
        </Button>
        <Button isDisabled={busy} onPress={() => run(async () => setTried(await post('/api/policy/dry-run')))}>
          {t('policy.try')}
        </Button>
        <Button
          look="main"
          isDisabled={busy || checked === undefined || text === document}
          onPress={() => run(async () => setOutcome(await post('/api/policy')))}
        >
          {t('policy.set')}
        </Button>
      </div>
      <p className="hint">{t('policy.setHint')}</p>
      {checked === undefined ? null : <Checked checked={checked} />}
      {tried === undefined ? null : <Tried tried={tried} />}
    </section>
  );
}

function Checked({ checked: { policy, weakenings } }: { readonly checked: PolicyCheckView }): ReactNode {
  const t = useMessages();
  return (
    <div className="stack" aria-live="polite">
      <h3>{t('policy.preview')}</h3>
      {weakenings.length === 0 ? null : (
        <Notice tone="warn">
          <p>{t('policy.weaker')}</p>
          <ul>
            {weakenings.map((weakening) => (
              <li key={weakening}>
                <Latin>{weakening}</Latin>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <PolicySentences policy={policy} />
    </div>
  );
}

function Tried({ tried: { requests, changed, changes } }: { readonly tried: DryRunView }): ReactNode {
  const t = useMessages();
  const { number } = useFormats();
  const actionOf = (action: string): string => t(knownKey(`policy.action.${action}`));
  return (
    <div className="stack" aria-live="polite">
      <p>{t('policy.tried', { requests, changed })}</p>
      {changes.length === 0 ? null : (
        <Table
          label={t('policy.try')}
          columns={[
            t('policy.what'),
            t('origin.place'),
            t('policy.before'),
            t('policy.after'),
            { title: t('usage.requests'), look: 'numeric' },
          ]}
        >
          {changes.map((row) => (
            <tr key={`${row.type} ${row.location} ${row.before} ${row.after}`}>
              <th scope="row">{t(findingKey(row.type))}</th>
              <td>
                <Latin>{row.location}</Latin>
              </td>
              <td>{actionOf(row.before)}</td>
              <td>{actionOf(row.after)}</td>
              <td className="numeric">{number(row.requests)}</td>
            </tr>
          ))}
        </Table>
      )}
    </div>
  );
}

function Versions({ found: { versions } }: { readonly found: PolicyView }): ReactNode {
  const t = useMessages();
  const { time } = useFormats();
  const nameOf = usePersonName();
  const mayWrite = useMay('policy');
  const { error, run } = useAct(['policy']);
  const decide = (path: string, version: number): void => run(() => ask(path, { method: 'POST', body: { version } }));
  if (versions.length === 0) return null;
  return (
    <section className="section">
      <h2>{t('policy.versions')}</h2>
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <ul className="checks">
        {versions.map(({ version, state, createdAt, createdBy, approvedBy }) => (
          <li key={version} className="check">
            <div className="grow">
              <strong>{t('policy.version', { version })}</strong>{' '}
              <Badge tone={state === 'in-force' ? 'good' : state === 'pending' ? 'warn' : 'calm'}>
                {t(`policy.state.${state}`)}
              </Badge>
              <p className="hint">
                {time(createdAt)} · <bdi>{nameOf(createdBy)}</bdi>
                {approvedBy === null ? null : (
                  <>
                    {' · '}
                    <bdi>{nameOf(approvedBy)}</bdi>
                  </>
                )}
              </p>
            </div>
            {state === 'pending' && mayWrite ? (
              <div className="row">
                <Button onPress={() => decide('/api/policy/approve', version)}>{t('policy.approve')}</Button>
                <Button onPress={() => decide('/api/policy/refuse', version)}>{t('policy.refuse')}</Button>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
