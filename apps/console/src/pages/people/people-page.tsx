import { roles, type InvitationView, type PersonView, type Role } from '@riad/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { ask } from '../../api/client.ts';
import { peopleQuery } from '../../api/queries.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { useSession } from '../../shell/session.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogButton } from '../../ui/dialog-button.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { describeError, Latin, Loaded, Notice, Page } from '../../ui/parts.tsx';
import { Table } from '../../ui/table.tsx';
import { SecretLink, WayIn } from './way-in.tsx';

export function PeoplePage(): ReactNode {
  const t = useMessages();
  const query = useQuery(peopleQuery);
  const [error, setError] = useState<Error>();
  const queries = useQueryClient();
  const act = (path: string, method: 'PATCH' | 'DELETE', body?: unknown): void => {
    setError(undefined);
    ask(path, { method, ...(body === undefined ? {} : { body }) })
      .catch(setError)
      .finally(() => void queries.invalidateQueries(peopleQuery));
  };
  return (
    <Page
      title={t('nav.people')}
      lead={t('people.lead')}
      actions={
        <DialogButton look="main" icon="plus" label={t('people.invite')}>
          {() => <InviteForm />}
        </DialogButton>
      }
    >
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <Loaded query={query}>
        {({ people, invitations }) => (
          <>
            <PeopleTable people={people} act={act} />
            {invitations.length === 0 ? null : <Invitations invitations={invitations} act={act} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

type Act = (path: string, method: 'PATCH' | 'DELETE', body?: unknown) => void;

function PeopleTable({ people, act }: { readonly people: readonly PersonView[]; readonly act: Act }): ReactNode {
  const t = useMessages();
  const own = useSession()?.person.id;
  const [removing, setRemoving] = useState<PersonView>();
  const [renewing, setRenewing] = useState<PersonView>();
  return (
    <>
      <Table
        label={t('nav.people')}
        columns={[t('person.name'), t('person.email'), t('people.role'), { title: t('table.actions'), look: 'unseen' }]}
      >
        {people.map((person) => (
          <tr key={person.id}>
            <th scope="row">
              <bdi>{person.name}</bdi>
            </th>
            <td>
              <Latin>{person.email.endsWith('.invalid') ? '—' : person.email}</Latin>
            </td>
            <td>
              <RoleChoice
                label={t('people.roleOf', { name: person.name })}
                value={person.role}
                onChange={(role) => act(`/api/people/${person.id}`, 'PATCH', { role })}
              />
            </td>
            <td className="table-actions">
              <IconButton
                icon="leave"
                label={t('people.signOut', { name: person.name })}
                onPress={() => act(`/api/people/${person.id}/sessions`, 'DELETE')}
              />
              {person.id === own ? null : (
                <>
                  <IconButton
                    icon="key"
                    label={t('people.renew', { name: person.name })}
                    onPress={() => setRenewing(person)}
                  />
                  <IconButton
                    icon="trash"
                    label={t('people.remove', { name: person.name })}
                    onPress={() => setRemoving(person)}
                  />
                </>
              )}
            </td>
          </tr>
        ))}
      </Table>
      <Dialog title={t('people.wayIn')} open={renewing !== undefined} onClose={() => setRenewing(undefined)}>
        {renewing === undefined ? null : <WayIn person={renewing} />}
      </Dialog>
      <Dialog title={t('action.delete')} open={removing !== undefined} onClose={() => setRemoving(undefined)}>
        <p>{t('people.removeQuestion', { name: removing?.name ?? '' })}</p>
        <div className="dialog-actions">
          <Button onPress={() => setRemoving(undefined)}>{t('action.cancel')}</Button>
          <Button
            look="danger"
            onPress={() => {
              act(`/api/people/${removing?.id ?? ''}`, 'DELETE');
              setRemoving(undefined);
            }}
          >
            {t('action.delete')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

function Invitations({
  invitations,
  act,
}: {
  readonly invitations: readonly InvitationView[];
  readonly act: Act;
}): ReactNode {
  const t = useMessages();
  const { date } = useFormats();
  return (
    <section className="section">
      <h2>{t('people.invitations')}</h2>
      <ul className="checks">
        {invitations.map(({ id, name, email, role, expiresAt }) => (
          <li key={id} className="check">
            <div className="grow">
              <strong>
                <bdi>{name}</bdi>
              </strong>
              <p className="hint">
                <Latin>{email}</Latin> · {t(`role.${role}`)} · {t('people.until', { date: date(expiresAt) })}
              </p>
            </div>
            <IconButton
              icon="trash"
              label={t('people.withdraw', { name })}
              onPress={() => act(`/api/people/invitations/${id}`, 'DELETE')}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function InviteForm(): ReactNode {
  const t = useMessages();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('member');
  const [link, setLink] = useState<string>();
  const [error, setError] = useState<Error>();
  const invite = async (): Promise<void> => {
    const made = await ask<{ readonly link: string }>('/api/people/invitations', {
      method: 'POST',
      body: { name, email, role },
    });
    await queries.invalidateQueries(peopleQuery);
    setLink(made.link);
  };
  if (link !== undefined) {
    return <SecretLink hint={t('people.linkHint')} link={link} />;
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        invite().catch(setError);
      }}
    >
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <TextField label={t('person.name')} value={name} onChange={setName} maxLength={120} isRequired />
      <TextField label={t('person.email')} type="email" latin value={email} onChange={setEmail} isRequired />
      <RoleChoice shown label={t('people.role')} value={role} onChange={setRole} />
      <div className="dialog-actions">
        <Button look="main" type="submit">
          {t('people.invite')}
        </Button>
      </div>
    </form>
  );
}

function RoleChoice({
  label,
  value,
  onChange,
  shown = false,
}: {
  readonly label: string;
  readonly value: Role;
  readonly onChange: (role: Role) => void;
  readonly shown?: boolean;
}): ReactNode {
  const t = useMessages();
  return (
    <Select
      bare={!shown}
      label={label}
      value={value}
      onChange={(id) => onChange(roles.find((role) => role === id) ?? value)}
      choices={roles.map((role) => ({ id: role, label: t(`role.${role}`) }))}
    />
  );
}
