import type { CreatedKeyView, KeyView } from '@riad/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { ask } from '../api/client.ts';
import { keysQuery } from '../api/queries.ts';
import { useFormats } from '../i18n/formats.ts';
import { useMessages } from '../i18n/messages.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { DialogButton } from '../ui/dialog-button.tsx';
import { Select, TextField } from '../ui/fields.tsx';
import { Badge, CopyButton, describeError, Empty, Latin, Loaded, Notice, Page } from '../ui/parts.tsx';
import { CodeBox } from '../ui/scroll-box.tsx';
import { Table } from '../ui/table.tsx';

const NEVER = 'never';
const lifetimes = ['30', '90', '365', NEVER] as const;

export function KeysPage(): ReactNode {
  const t = useMessages();
  const [created, setCreated] = useState<CreatedKeyView>();
  const [revoking, setRevoking] = useState<KeyView>();
  const query = useQuery(keysQuery);
  return (
    <Page
      title={t('nav.keys')}
      lead={t('keys.lead')}
      actions={
        <DialogButton look="main" icon="plus" label={t('keys.create')}>
          {(close) => (
            <CreateForm
              onDone={(key) => {
                close();
                setCreated(key);
              }}
            />
          )}
        </DialogButton>
      }
    >
      <Loaded query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty icon="key">{t('keys.none')}</Empty>
          ) : (
            <KeyTable keys={data} onRevoke={setRevoking} />
          )
        }
      </Loaded>
      <Dialog title={t('keys.created')} open={created !== undefined} onClose={() => setCreated(undefined)}>
        {created === undefined ? null : <CreatedKey created={created} />}
      </Dialog>
      <Dialog title={t('keys.revoke')} open={revoking !== undefined} onClose={() => setRevoking(undefined)}>
        {revoking === undefined ? null : <RevokeForm target={revoking} onDone={() => setRevoking(undefined)} />}
      </Dialog>
    </Page>
  );
}

function KeyTable({
  keys,
  onRevoke,
}: {
  readonly keys: readonly KeyView[];
  readonly onRevoke: (key: KeyView) => void;
}): ReactNode {
  const t = useMessages();
  const { date } = useFormats();
  return (
    <Table
      label={t('nav.keys')}
      columns={[
        t('keys.name'),
        t('keys.hint'),
        t('keys.state'),
        t('keys.lastUsed'),
        { title: t('table.actions'), look: 'unseen' },
      ]}
    >
      {keys.map((key) => (
        <tr key={key.id}>
          <th scope="row">
            <bdi>{key.name}</bdi>
          </th>
          <td>
            <Latin>{key.hint}</Latin>
          </td>
          <td>
            <KeyState target={key} />
          </td>
          <td>{key.lastUsedAt === null ? t('keys.neverUsed') : date(key.lastUsedAt)}</td>
          <td className="table-actions">
            {key.revokedAt === null ? (
              <IconButton
                icon="trash"
                label={t('keys.revokeNamed', { name: key.name })}
                onPress={() => onRevoke(key)}
              />
            ) : null}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function KeyState({ target }: { readonly target: KeyView }): ReactNode {
  const t = useMessages();
  const [now] = useState(() => Date.now());
  const { date } = useFormats();
  if (target.revokedAt !== null) return <Badge tone="bad">{t('keys.revoked')}</Badge>;
  if (target.expiresAt === null) return <Badge tone="good">{t('keys.active')}</Badge>;
  if (Date.parse(target.expiresAt) < now) return <Badge tone="warn">{t('keys.expired')}</Badge>;
  return <Badge tone="good">{t('keys.until', { date: date(target.expiresAt) })}</Badge>;
}

function CreateForm({ onDone }: { readonly onDone: (key: CreatedKeyView) => void }): ReactNode {
  const t = useMessages();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [days, setDays] = useState<string>('90');
  const [perMinute, setPerMinute] = useState('');
  const [error, setError] = useState<Error>();
  const create = async (): Promise<void> => {
    const limit = Number(perMinute);
    const created = await ask<CreatedKeyView>('/api/keys', {
      method: 'POST',
      body: {
        name,
        ...(days === NEVER ? {} : { expiresInDays: Number(days) }),
        ...(limit > 0 ? { limits: { requestsPerMinute: limit } } : {}),
      },
    });
    await queries.invalidateQueries(keysQuery);
    onDone(created);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        create().catch(setError);
      }}
    >
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <TextField
        label={t('keys.name')}
        hint={t('keys.nameHint')}
        value={name}
        onChange={setName}
        maxLength={120}
        isRequired
      />
      <Select
        label={t('keys.lifetime')}
        value={days}
        onChange={setDays}
        choices={lifetimes.map((id) => ({
          id,
          label: id === NEVER ? t('keys.noEnd') : t('keys.days', { count: Number(id) }),
        }))}
      />
      <TextField
        label={t('keys.perMinute')}
        hint={t('keys.perMinuteHint')}
        inputMode="numeric"
        pattern="[0-9]*"
        latin
        value={perMinute}
        onChange={setPerMinute}
      />
      <div className="dialog-actions">
        <Button look="main" type="submit">
          {t('keys.create')}
        </Button>
      </div>
    </form>
  );
}

function CreatedKey({ created }: { readonly created: CreatedKeyView }): ReactNode {
  const t = useMessages();
  const call = `curl ${location.origin}/v1/chat/completions \\
  -H "Authorization: Bearer ${created.secret}" \\
  -H "Content-Type: application/json" \\
  -d '{"model":"default","messages":[{"role":"user","content":"Salam"}]}'`;
  return (
    <div className="stack">
      <Notice tone="warn">{t('keys.once')}</Notice>
      <div className="secret">
        <code dir="ltr" data-testid="secret">
          {created.secret}
        </code>
        <CopyButton label={t('action.copy')} text={() => created.secret} />
      </div>
      <p>{t('keys.tryIt')}</p>
      <CodeBox copy={<CopyButton label={t('action.copy')} text={() => call} />}>{call}</CodeBox>
    </div>
  );
}

function RevokeForm({ target, onDone }: { readonly target: KeyView; readonly onDone: () => void }): ReactNode {
  const t = useMessages();
  const queries = useQueryClient();
  const revoke = async (): Promise<void> => {
    await ask(`/api/keys/${target.id}`, { method: 'DELETE' });
    await queries.invalidateQueries(keysQuery);
    onDone();
  };
  return (
    <>
      <p>{t('keys.revokeQuestion', { name: target.name })}</p>
      <div className="dialog-actions">
        <Button onPress={onDone}>{t('action.cancel')}</Button>
        <Button look="danger" onPress={() => void revoke()}>
          {t('keys.revoke')}
        </Button>
      </div>
    </>
  );
}
