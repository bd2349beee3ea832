import type { UpstreamTestView, UpstreamView } from '@riad/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { ask } from '../../api/client.ts';
import { upstreamsQuery } from '../../api/upstreams.ts';
import { useCountryName } from '../../i18n/country-name.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { Button } from '../../ui/button.tsx';
import { DialogButton } from '../../ui/dialog-button.tsx';
import { Badge, describeError, Empty, Latin, Loaded, Notice } from '../../ui/parts.tsx';
import { useAct } from '../data/use-act.ts';
import { UpstreamForm } from './upstream-form.tsx';

/** Servers of models elsewhere. None is on before somebody turns it on, and every change is on record first. */
export function Upstreams(): ReactNode {
  const t = useMessages();
  const query = useQuery(upstreamsQuery);
  return (
    <section className="section">
      <div className="section-head">
        <h2>{t('upstream.title')}</h2>
        <DialogButton look="main" icon="plus" label={t('upstream.add')}>
          {(close) => <UpstreamForm onDone={close} />}
        </DialogButton>
      </div>
      <p className="hint">{t('upstream.lead')}</p>
      <Loaded query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty icon="cube">{t('models.noRemote')}</Empty>
          ) : (
            <ul className="cards">
              {data.map((upstream) => (
                <li key={`${upstream.origin} ${upstream.id}`} className="card">
                  <UpstreamCard upstream={upstream} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function UpstreamCard({ upstream }: { readonly upstream: UpstreamView }): ReactNode {
  const t = useMessages();
  const countryName = useCountryName();
  const { id, country, contract, localReason, models, enabled, origin, hasKey } = upstream;
  return (
    <>
      <header className="card-head">
        <h3>
          <Latin>{id}</Latin>
        </h3>
        <Badge tone={enabled ? 'warn' : 'calm'}>{t(enabled ? 'upstream.on' : 'upstream.off')}</Badge>
      </header>
      <p>
        <strong>{countryName(country)}</strong> · <bdi>{contract ?? localReason ?? '—'}</bdi>
      </p>
      <p className="hint">
        <Latin>{upstream.url}</Latin> · <Latin>{upstream.kind}</Latin> ·{' '}
        {t(hasKey ? 'upstream.hasKey' : 'upstream.noKey')}
      </p>
      <p className="hint">
        <Latin>{models.map((model) => model.id).join(', ')}</Latin>
      </p>
      {origin === 'console' ? (
        <UpstreamActions upstream={upstream} />
      ) : (
        <p className="hint">{t(`upstream.origin.${origin}`)}</p>
      )}
    </>
  );
}

function UpstreamActions({ upstream: { id, enabled }, upstream }: { readonly upstream: UpstreamView }): ReactNode {
  const t = useMessages();
  const countryName = useCountryName();
  const [tested, setTested] = useState<UpstreamTestView>();
  const { error, busy, run } = useAct(['upstreams'], ['models']);
  const path = `/api/upstreams/${id}`;
  const turn = (on: boolean): Promise<void> => ask(path, { method: 'PATCH', body: { enabled: on } });
  return (
    <>
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      {tested === undefined ? null : <Tested tested={tested} />}
      <div className="card-actions">
        <Button
          isDisabled={busy}
          onPress={() =>
            run(async () => setTested(await ask<UpstreamTestView>(`${path}/test`, { method: 'POST', body: {} })))
          }
        >
          {t('upstream.test')}
        </Button>
        {enabled ? (
          <Button isDisabled={busy} onPress={() => run(() => turn(false))}>
            {t('upstream.turnOff')}
          </Button>
        ) : (
          <DialogButton label={t('upstream.turnOn')}>
            {(close) => (
              <>
                <p>{t('upstream.turnOnQuestion', { id, country: countryName(upstream.country) })}</p>
                <div className="dialog-actions">
                  <Button onPress={close}>{t('action.cancel')}</Button>
                  <Button
                    look="main"
                    onPress={() =>
                      run(async () => {
                        close();
                        await turn(true);
                      })
                    }
                  >
                    {t('upstream.turnOn')}
                  </Button>
                </div>
              </>
            )}
          </DialogButton>
        )}
        <DialogButton label={t('upstream.edit')}>
          {(close) => <UpstreamForm upstream={upstream} onDone={close} />}
        </DialogButton>
        <Button look="danger" isDisabled={busy} onPress={() => run(() => ask(path, { method: 'DELETE' }))}>
          {t('action.delete')}
        </Button>
      </div>
    </>
  );
}

function Tested({ tested: { ok, status, durationMs, problem } }: { readonly tested: UpstreamTestView }): ReactNode {
  const t = useMessages();
  const { number } = useFormats();
  if (ok) return <Notice tone="calm">{t('upstream.testGood', { duration: number(durationMs) })}</Notice>;
  return (
    <Notice tone="bad">
      {problem === null ? t('upstream.testStatus', { status }) : t('upstream.testBad', { problem })}
    </Notice>
  );
}
