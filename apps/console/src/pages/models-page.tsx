import type { ModelView } from '@riad/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Label, ProgressBar } from 'react-aria-components';

import { ask } from '../api/client.ts';
import { modelsQuery } from '../api/queries.ts';
import { useFormats } from '../i18n/formats.ts';
import type { Locale } from '../i18n/locales.ts';
import { useLanguage, useMessages, type MessageKey } from '../i18n/messages.tsx';
import { useMay } from '../shell/session.ts';
import { Button } from '../ui/button.tsx';
import { Badge, describeError, Latin, Loaded, Notice, Page } from '../ui/parts.tsx';
import { Upstreams } from './models/upstreams.tsx';

const tones = {
  loaded: 'good',
  loading: 'warn',
  pulling: 'warn',
  failed: 'bad',
  installed: 'calm',
  available: 'calm',
  remote: 'warn',
} as const;
type State = keyof typeof tones;
const isState = (state: string): state is State => Object.hasOwn(tones, state);

export function ModelsPage(): ReactNode {
  const t = useMessages();
  const mayDeclare = useMay('upstreams');
  const query = useQuery({
    ...modelsQuery,
    refetchInterval: ({ state }) =>
      state.data?.data.some((model) => model.state === 'pulling' || model.state === 'loading') === true ? 1000 : 10_000,
  });
  return (
    <Page title={t('nav.models')} lead={t('models.lead')}>
      <Loaded query={query}>
        {({ data }) => {
          const here = data.filter((model) => model.state !== 'available' && model.state !== 'remote');
          const remote = data.filter((model) => model.state === 'remote');
          const others = data.filter((model) => model.state === 'available');
          return (
            <>
              <Section title={t('models.here')} models={here} />
              {remote.length === 0 && !mayDeclare ? (
                <p className="hint">{t('models.noRemote')}</p>
              ) : (
                <Section title={t('models.remote')} models={remote} />
              )}
              {mayDeclare ? <Upstreams /> : null}
              <Section title={t('models.catalogue')} models={others} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function Section({ title, models }: { readonly title: string; readonly models: readonly ModelView[] }): ReactNode {
  if (models.length === 0) return null;
  return (
    <section className="section">
      <h2>{title}</h2>
      <ul className="cards">
        {models.map((model) => (
          <li key={model.id} className="card">
            <ModelCard model={model} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function ModelCard({ model }: { readonly model: ModelView }): ReactNode {
  const { t, locale } = useLanguage();
  const expectation = model.expectation?.[locale] ?? model.expectation?.[nearest[locale]];
  return (
    <>
      <header className="card-head">
        <h3>
          <Latin>{model.id}</Latin>
        </h3>
        {isState(model.state) ? <Badge tone={tones[model.state]}>{t(`model.${model.state}`)}</Badge> : null}
      </header>
      {expectation === undefined ? null : <p dir="auto">{expectation}</p>}
      <Facts model={model} />
      {model.progress === null ? null : <Pulling progress={model.progress} />}
      {model.problem === null ? null : <Notice tone="warn">{model.problem}</Notice>}
      <Actions model={model} />
    </>
  );
}

/** Whose words are read where a language has none of its own. */
const nearest: Readonly<Record<Locale, Locale>> = { fr: 'fr', ar: 'ar', ary: 'ar', zgh: 'fr', en: 'en' };

function Facts({ model }: { readonly model: ModelView }): ReactNode {
  const t = useMessages();
  const { bytes } = useFormats();
  const facts = [
    t(model.kind === 'embedding' ? 'model.embedding' : 'model.chat'),
    ...(model.bytes === 0 ? [] : [bytes(model.bytes)]),
    ...(model.isDefault ? [t('model.default')] : []),
    ...(model.memoryBytes === 0 ? [] : [t('model.memory', { size: bytes(model.memoryBytes) })]),
    ...(model.location === 'local' ? [] : [t('place.country', { country: model.location })]),
  ];
  return (
    <p className="hint">
      {facts.join(' · ')} · <Latin>{model.licence}</Latin>
    </p>
  );
}

interface Action {
  readonly path: 'pull' | 'load' | 'unload';
  readonly method: 'POST' | 'DELETE';
  readonly label: MessageKey;
}

/** What can be done with a model in each state. */
const actions: Readonly<Record<string, Action>> = {
  available: { path: 'pull', method: 'POST', label: 'models.pull' },
  pulling: { path: 'pull', method: 'DELETE', label: 'models.stopPull' },
  installed: { path: 'load', method: 'POST', label: 'models.load' },
  failed: { path: 'load', method: 'POST', label: 'models.load' },
  loaded: { path: 'unload', method: 'POST', label: 'models.unload' },
};

function Actions({ model }: { readonly model: ModelView }): ReactNode {
  const t = useMessages();
  const queries = useQueryClient();
  const mayChange = useMay('models.write');
  const [error, setError] = useState<Error>();
  const action = actions[model.state];
  if (!mayChange || action === undefined) return null;
  const { path, method, label } = action;
  const act = (): void => {
    setError(undefined);
    ask(`/api/models/${encodeURIComponent(model.id)}/${path}`, { method, ...(method === 'POST' ? { body: {} } : {}) })
      .catch(setError)
      .finally(() => void queries.invalidateQueries(modelsQuery));
  };
  return (
    <>
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <div className="card-actions">
        <Button {...(label === 'models.pull' ? { icon: 'download' } : {})} onPress={act}>
          {t(label)}
        </Button>
      </div>
    </>
  );
}

function Pulling({ progress }: { readonly progress: NonNullable<ModelView['progress']> }): ReactNode {
  const t = useMessages();
  const { bytes } = useFormats();
  const share = progress.total === 0 ? 0 : (progress.received / progress.total) * 100;
  return (
    <ProgressBar value={share} className="progress">
      {({ percentage }) => (
        <>
          <Label>{t('models.received', { received: bytes(progress.received), total: bytes(progress.total) })}</Label>
          <span className="progress-track">
            <span
              className="progress-fill"
              ref={(element) => {
                element?.style.setProperty('inline-size', `${percentage ?? 0}%`);
              }}
            />
          </span>
        </>
      )}
    </ProgressBar>
  );
}
