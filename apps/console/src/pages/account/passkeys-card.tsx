import type { PasskeyView } from '@riad/contracts';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { ApiError, ask } from '../../api/client.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { describeError, Loaded, Notice } from '../../ui/parts.tsx';
import { makePasskey, passkeyObstacle } from './webauthn.ts';

const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: () => ask<{ readonly data: readonly PasskeyView[] }>('/api/session/passkeys'),
});

/** Devices that sign this person in without a password. */
export function PasskeysCard(): ReactNode {
  const t = useMessages();
  const queries = useQueryClient();
  const query = useQuery(passkeysQuery);
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();
  const obstacle = passkeyObstacle();
  const add = async (): Promise<void> => {
    setProblem(undefined);
    try {
      await makePasskey(name);
      setName('');
    } catch (error) {
      setProblem(error instanceof ApiError ? describeError(t, error) : t('passkey.notMade'));
    }
    await queries.invalidateQueries(passkeysQuery);
  };
  const remove = (id: string): void =>
    void ask(`/api/session/passkeys/${id}`, { method: 'DELETE' }).finally(
      () => void queries.invalidateQueries(passkeysQuery),
    );
  return (
    <section className="card stack">
      <h2>{t('passkey.title')}</h2>
      <p className="hint">{t('passkey.lead')}</p>
      {problem === undefined ? null : <Notice tone="bad">{problem}</Notice>}
      <Loaded query={query}>
        {({ data }) => (data.length === 0 ? null : <PasskeyList passkeys={data} onRemove={remove} />)}
      </Loaded>
      {obstacle === undefined ? (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <TextField
            label={t('passkey.name')}
            hint={t('passkey.nameHint')}
            value={name}
            onChange={setName}
            maxLength={80}
            isRequired
          />
          <Button type="submit" icon="key">
            {t('passkey.add')}
          </Button>
        </form>
      ) : (
        <Notice tone="calm">{t(obstacle)}</Notice>
      )}
    </section>
  );
}

function PasskeyList({
  passkeys,
  onRemove,
}: {
  readonly passkeys: readonly PasskeyView[];
  readonly onRemove: (id: string) => void;
}): ReactNode {
  const t = useMessages();
  const { date } = useFormats();
  return (
    <ul className="checks">
      {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
        <li key={id} className="check">
          <div className="grow">
            <strong>
              <bdi>{name}</bdi>
            </strong>
            <p className="hint">
              {lastUsedAt === null
                ? t('passkey.made', { date: date(createdAt) })
                : t('passkey.used', { date: date(lastUsedAt) })}
            </p>
          </div>
          <IconButton icon="trash" label={t('passkey.remove', { name })} onPress={() => onRemove(id)} />
        </li>
      ))}
    </ul>
  );
}
