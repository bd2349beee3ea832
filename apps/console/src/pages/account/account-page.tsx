import type { BrowserSessionView, SessionView } from '@riad/contracts';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';

import { ask } from '../../api/client.ts';
import { sessionQuery } from '../../api/queries.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Badge, describeError, Loaded, Notice, Page } from '../../ui/parts.tsx';
import { describeAgent } from './describe-agent.ts';
import { PasskeysCard } from './passkeys-card.tsx';
import { SecondFactorCard } from './second-factor-card.tsx';

const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: () => ask<{ readonly data: readonly BrowserSessionView[] }>('/api/session/sessions'),
});

export function AccountPage(): ReactNode {
  const t = useMessages();
  const session = useQuery(sessionQuery);
  return (
    <Page title={t('account.title')}>
      <Loaded query={session}>
        {(found) =>
          found === null ? null : (
            <div className="columns">
              <WhoForm session={found} />
              <PasswordForm hasPassword={found.person.hasPassword} />
              <SecondFactorCard />
              <PasskeysCard />
            </div>
          )
        }
      </Loaded>
      <Sessions />
      <p>
        <Link to="/accessibility">{t('accessibility.title')}</Link>
      </p>
    </Page>
  );
}

function WhoForm({ session: { person } }: { readonly session: SessionView }): ReactNode {
  const t = useMessages();
  const queries = useQueryClient();
  const [name, setName] = useState(person.name);
  const [email, setEmail] = useState(person.email);
  const [state, setState] = useState<Error | 'saved'>();
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        ask('/api/session/person', { method: 'PATCH', body: { name, email } })
          .then(() => setState('saved'))
          .catch(setState)
          .finally(() => void queries.invalidateQueries(sessionQuery));
      }}
    >
      <h2>{t('account.who')}</h2>
      <Outcome state={state} />
      <TextField label={t('person.name')} value={name} onChange={setName} maxLength={120} isRequired />
      <TextField label={t('person.email')} type="email" latin value={email} onChange={setEmail} isRequired />
      <p className="hint">{t(`role.${person.role}`)}</p>
      <Button type="submit">{t('action.save')}</Button>
    </form>
  );
}

function PasswordForm({ hasPassword }: { readonly hasPassword: boolean }): ReactNode {
  const t = useMessages();
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const [state, setState] = useState<Error | 'saved'>();
  const save = async (): Promise<void> => {
    await ask('/api/session/person/password', { method: 'POST', body: hasPassword ? { current, wanted } : { wanted } });
    setState('saved');
    setCurrent('');
    setWanted('');
    await queries.invalidateQueries();
  };
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        save().catch(setState);
      }}
    >
      <h2>{t('person.password')}</h2>
      <Outcome state={state} />
      {hasPassword ? (
        <TextField
          label={t('account.current')}
          type="password"
          autoComplete="current-password"
          latin
          value={current}
          onChange={setCurrent}
          isRequired
        />
      ) : null}
      <TextField
        label={t('account.wanted')}
        hint={t('person.passwordHint')}
        type="password"
        autoComplete="new-password"
        latin
        minLength={12}
        maxLength={128}
        value={wanted}
        onChange={setWanted}
        isRequired
      />
      <Button type="submit">{t('action.save')}</Button>
    </form>
  );
}

function Outcome({ state }: { readonly state: Error | 'saved' | undefined }): ReactNode {
  const t = useMessages();
  if (state === undefined) return null;
  if (state === 'saved') return <Notice tone="calm">{t('action.saved')}</Notice>;
  return <Notice tone="bad">{describeError(t, state)}</Notice>;
}

function Sessions(): ReactNode {
  const t = useMessages();
  const { time } = useFormats();
  const queries = useQueryClient();
  const query = useQuery(sessionsQuery);
  const end = (id: string): void =>
    void ask(`/api/session/sessions/${id}`, { method: 'DELETE' }).finally(
      () => void queries.invalidateQueries(sessionsQuery),
    );
  return (
    <section className="section">
      <h2>{t('account.sessions')}</h2>
      <Loaded query={query}>
        {({ data }) => (
          <ul className="checks">
            {data.map((session) => (
              <li key={session.id} className="check">
                <div className="grow">
                  <bdi>{describeAgent(t, session.userAgent ?? '')}</bdi>
                  <p className="hint">{time(session.createdAt)}</p>
                </div>
                {session.current ? (
                  <Badge tone="good">{t('account.here')}</Badge>
                ) : (
                  <Button onPress={() => end(session.id)}>{t('session.signOut')}</Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}
