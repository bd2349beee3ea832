import type { SecondFactorView } from '@riad/contracts';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { ask } from '../../api/client.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Badge, CopyButton, describeError, Loaded, Notice } from '../../ui/parts.tsx';
import { QrCode } from '../../ui/qr-code.tsx';

const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: () => ask<SecondFactorView>('/api/session/second-factor'),
});

interface Begun {
  readonly secret: string;
  readonly address: string;
}

/** One-time codes: begin with an authenticator, keep the recovery codes, or do without again. */
export function SecondFactorCard(): ReactNode {
  const t = useMessages();
  const queries = useQueryClient();
  const query = useQuery(secondFactorQuery);
  const [begun, setBegun] = useState<Begun>();
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[]>();
  const [error, setError] = useState<Error>();
  const run = (work: () => Promise<void>): void => {
    setError(undefined);
    work()
      .catch(setError)
      .finally(() => void queries.invalidateQueries(secondFactorQuery));
  };
  const begin = async (): Promise<void> =>
    setBegun(await ask<Begun>('/api/session/second-factor', { method: 'POST', body: {} }));
  const confirm = async (code: string): Promise<void> => {
    const made = await ask<{ readonly recoveryCodes: readonly string[] }>('/api/session/second-factor/confirm', {
      method: 'POST',
      body: { code },
    });
    setBegun(undefined);
    setRecoveryCodes(made.recoveryCodes);
  };
  const remove = async (code: string): Promise<void> => {
    await ask('/api/session/second-factor/remove', { method: 'POST', body: { code } });
    setRecoveryCodes(undefined);
  };
  return (
    <section className="card stack">
      <h2>{t('factor.title')}</h2>
      <p className="hint">{t('factor.lead')}</p>
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      {recoveryCodes === undefined ? null : <RecoveryCodes codes={recoveryCodes} />}
      <Loaded query={query}>
        {({ on, recoveryCodes: left }) =>
          on ? (
            <>
              <p className="row">
                <Badge tone="good">{t('factor.on')}</Badge> {t('factor.left', { count: left })}
              </p>
              <CodeForm label={t('factor.remove')} onCode={(code) => run(() => remove(code))} />
            </>
          ) : begun === undefined ? (
            <Button onPress={() => run(begin)}>{t('factor.begin')}</Button>
          ) : (
            <>
              <Enrolment {...begun} />
              <CodeForm label={t('factor.confirm')} onCode={(code) => run(() => confirm(code))} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Enrolment({ secret, address }: Begun): ReactNode {
  const t = useMessages();
  return (
    <>
      <p>{t('factor.scan')}</p>
      <QrCode text={address} label={t('factor.qr')} />
      <p className="hint">{t('factor.secret')}</p>
      <div className="secret">
        <code dir="ltr" data-testid="factor-secret">
          {secret}
        </code>
        <CopyButton label={t('action.copy')} text={() => secret} />
      </div>
    </>
  );
}

function CodeForm({ label, onCode }: { readonly label: string; readonly onCode: (code: string) => void }): ReactNode {
  const t = useMessages();
  const [code, setCode] = useState('');
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onCode(code);
        setCode('');
      }}
    >
      <TextField
        label={t('factor.code')}
        latin
        autoComplete="one-time-code"
        minLength={6}
        maxLength={20}
        value={code}
        onChange={setCode}
        isRequired
      />
      <Button type="submit">{label}</Button>
    </form>
  );
}

function RecoveryCodes({ codes }: { readonly codes: readonly string[] }): ReactNode {
  const t = useMessages();
  return (
    <div className="stack">
      <Notice tone="warn">{t('factor.keep')}</Notice>
      <div className="secret">
        <code dir="ltr" className="lines" data-testid="recovery-codes">
          {codes.join('\n')}
        </code>
        <CopyButton label={t('action.copy')} text={() => codes.join('\n')} />
      </div>
    </div>
  );
}
