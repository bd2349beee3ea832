import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';

import { ask } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { useMessages } from '../i18n/messages.tsx';
import { ReadingChoices } from '../shell/person-menu.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/fields.tsx';
import { describeError, Notice, useTitle } from '../ui/parts.tsx';

/** The first person says who they are; a password is theirs to choose, now or later. */
export function WelcomePage(): ReactNode {
  const t = useMessages();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<Error>();
  useTitle(t('welcome.title'));

  const save = async (): Promise<void> => {
    await queries.fetchQuery(sessionQuery);
    await ask('/api/session/person', { method: 'PATCH', body: { name, email } });
    if (password !== '') await ask('/api/session/person/password', { method: 'POST', body: { wanted: password } });
    await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
    await navigate({ to: '/' });
  };
  return (
    <main className="door">
      <div className="door-box">
        <img src="/icon.svg" alt="" width="56" height="56" />
        <h1>{t('welcome.title')}</h1>
        <p className="lead">{t('welcome.lead')}</p>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            save().catch(setError);
          }}
        >
          {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
          <TextField
            label={t('person.name')}
            autoComplete="name"
            value={name}
            onChange={setName}
            maxLength={120}
            isRequired
          />
          <TextField
            label={t('person.email')}
            type="email"
            autoComplete="username"
            latin
            value={email}
            onChange={setEmail}
            isRequired
          />
          <TextField
            label={t('welcome.password')}
            hint={t('person.passwordHint')}
            type="password"
            autoComplete="new-password"
            latin
            minLength={12}
            maxLength={128}
            value={password}
            onChange={setPassword}
          />
          <Button look="main" type="submit">
            {t('welcome.enter')}
          </Button>
        </form>
        <ReadingChoices />
      </div>
    </main>
  );
}
