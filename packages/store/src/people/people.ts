import { createHash, randomBytes } from 'node:crypto';

import { makeId, PlatformError, type OrganisationId, type Role, type Scope, type UserId } from '@riad/contracts';
import type { Clock } from '@riad/contracts';
import { sql, type Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

export interface Person {
  readonly id: UserId;
  readonly organisationId: OrganisationId;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly setUp: boolean;
  readonly hasPassword: boolean;
  readonly createdAt: Date;
}

export interface Invitation {
  readonly id: string;
  readonly organisationId: OrganisationId;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly expiresAt: Date;
}

export interface BrowserSession {
  readonly id: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
}

/** People of an organisation, their invitations and their browser sessions. */
export interface People {
  /** The first owner; made when there is none, without a name or a password of their own. */
  ensureOwner(scope: Scope): Promise<Person>;
  list(scope: Scope): Promise<readonly Person[]>;
  find(scope: Scope, id: UserId): Promise<Person | undefined>;
  findByEmail(scope: Scope, email: string): Promise<Person | undefined>;
  /** Fails with `person.not_found`. */
  rename(scope: Scope, id: UserId, input: { readonly name: string; readonly email: string }): Promise<void>;
  /** Fails with `person.not_found`, and with `access.denied` when nobody would be owner any more. */
  changeRole(scope: Scope, id: UserId, role: Role): Promise<void>;
  /** Fails as `changeRole` does. */
  remove(scope: Scope, id: UserId): Promise<void>;
  sessions(scope: Scope, id: UserId): Promise<readonly BrowserSession[]>;
  /** Ends one session, or every one; false when there was none. */
  endSessions(scope: Scope, id: UserId, session?: string): Promise<boolean>;
  /** The token of its link is returned once; only its hash is stored. A second invitation of an address replaces the first. */
  invite(
    scope: Scope,
    input: { readonly name: string; readonly email: string; readonly role: Role },
  ): Promise<{ readonly invitation: Invitation; readonly token: string }>;
  invitations(scope: Scope): Promise<readonly Invitation[]>;
  /** False when there is none of this id. */
  withdraw(scope: Scope, id: string): Promise<boolean>;
  /** Makes a person of an invitation, once; `undefined` when it is unknown, used or too old. */
  accept(token: string): Promise<Person | undefined>;
  /** The same for whoever has proven an invited address; `undefined` when it was not invited, or too long ago. */
  acceptByEmail(scope: Scope, email: string): Promise<Person | undefined>;
}

const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

export function createPeople({
  database,
  clock,
}: {
  readonly database: Kysely<Database>;
  readonly clock: Clock;
}): People {
  return {
    ensureOwner: (scope) => withStore(() => ensureOwner(database, scope)),
    list: (scope) =>
      withStore(() => select(database, scope).orderBy('created_at').orderBy('id').execute()).then(presentAll),
    find: (scope, id) =>
      withStore(() => select(database, scope).where('id', '=', id).execute()).then((rows) => presentAll(rows)[0]),
    findByEmail: (scope, email) =>
      withStore(() => select(database, scope).where('email', '=', email).execute()).then((rows) => presentAll(rows)[0]),
    rename: (scope, id, input) => withStore(() => rename(database, { scope, id }, input)),
    changeRole: (scope, id, role) => withStore(() => changeRole(database, { scope, id }, role)),
    remove: (scope, id) => withStore(() => remove(database, scope, id)),
    sessions: (scope, id) => withStore(() => sessions(database, { scope, id, now: new Date(clock.now()) })),
    endSessions: (scope, id, session) => withStore(() => endSessions(database, { scope, id }, session)),
    invite: (scope, input) =>
      withStore(() => invite(database, scope, { ...input, expiresAt: new Date(clock.now() + INVITATION_MS) })),
    invitations: (scope) => withStore(() => invitations(database, scope, new Date(clock.now()))),
    withdraw: (scope, id) => withStore(() => withdraw(database, scope, id)),
    accept: (token) => withStore(() => accept(database, { token_hash: hash(token) }, new Date(clock.now()))),
    acceptByEmail: ({ organisationId }, email) =>
      withStore(() => accept(database, { organisation_id: organisationId, email }, new Date(clock.now()))),
  };
}

interface Whom {
  readonly scope: Scope;
  readonly id: UserId;
}

type PersonRow = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

function select(database: Kysely<Database>, scope: Scope) {
  return database
    .selectFrom('users')
    .select(['id', 'organisation_id', 'name', 'email', 'role', 'set_up', 'created_at'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('accounts')
          .select('accounts.user_id')
          .whereRef('accounts.user_id', '=', 'users.id')
          .where('accounts.password', 'is not', null),
      ).as('has_password'),
    )
    .where('organisation_id', '=', scope.organisationId);
}

function presentAll(rows: readonly PersonRow[]): readonly Person[] {
  return rows.map((row) => ({
    id: row.id,
    organisationId: row.organisation_id,
    name: row.name,
    email: row.email,
    role: row.role,
    setUp: row.set_up,
    hasPassword: row.has_password === true,
    createdAt: row.created_at,
  }));
}

async function ensureOwner(database: Kysely<Database>, scope: Scope): Promise<Person> {
  return database.transaction().execute(async (transaction) => {
    await sql`select 1 from organisations where id = ${scope.organisationId} for update`.execute(transaction);
    const owners = (): ReturnType<typeof select> =>
      select(transaction, scope).where('role', '=', 'owner').orderBy('created_at').limit(1);
    const found = presentAll(await owners().execute())[0];
    if (found !== undefined) return found;
    const id = makeId('usr', randomBytes(8).toString('hex'));
    await transaction
      .insertInto('users')
      .values({
        id,
        organisation_id: scope.organisationId,
        role: 'owner',
        name: 'Owner',
        email: `${id}@riad.invalid`,
        set_up: false,
      })
      .execute();
    const made = presentAll(await owners().execute())[0];
    if (made === undefined) throw new PlatformError('access.denied', 'there is no such organisation');
    return made;
  });
}

async function rename(
  database: Kysely<Database>,
  { scope, id }: Whom,
  { name, email }: { readonly name: string; readonly email: string },
): Promise<void> {
  const taken = await database
    .selectFrom('users')
    .select('id')
    .where('email', '=', email)
    .where('id', '<>', id)
    .executeTakeFirst();
  if (taken !== undefined) throw emailTaken();
  const { numUpdatedRows } = await database
    .updateTable('users')
    .set({ name, email, set_up: true, updated_at: new Date() })
    .where('organisation_id', '=', scope.organisationId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw unknownPerson();
}

async function changeRole(database: Kysely<Database>, whom: Whom, role: Role): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await lockOwners(transaction, whom, { keepsOwner: role === 'owner' });
    await transaction
      .updateTable('users')
      .set({ role, updated_at: new Date() })
      .where('organisation_id', '=', whom.scope.organisationId)
      .where('id', '=', whom.id)
      .execute();
  });
}

async function remove(database: Kysely<Database>, scope: Scope, id: UserId): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await lockOwners(transaction, { scope, id }, { keepsOwner: false });
    await transaction
      .deleteFrom('users')
      .where('organisation_id', '=', scope.organisationId)
      .where('id', '=', id)
      .execute();
  });
}

/** Two owners who step down at the same moment must not leave nobody. */
async function lockOwners(
  database: Kysely<Database>,
  { scope, id }: Whom,
  { keepsOwner }: { readonly keepsOwner: boolean },
): Promise<void> {
  const people = await database
    .selectFrom('users')
    .select(['id', 'role'])
    .where('organisation_id', '=', scope.organisationId)
    .forUpdate()
    .execute();
  if (!people.some((person) => person.id === id)) throw unknownPerson();
  if (keepsOwner || people.some((person) => person.role === 'owner' && person.id !== id)) return;
  if (people.find((person) => person.id === id)?.role !== 'owner') return;
  throw new PlatformError('access.denied', 'this is the last owner', { remedy: 'Make another person owner first.' });
}

async function sessions(
  database: Kysely<Database>,
  { scope, id, now }: Whom & { readonly now: Date },
): Promise<readonly BrowserSession[]> {
  const rows = await database
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['sessions.id', 'sessions.created_at', 'sessions.expires_at', 'sessions.user_agent'])
    .where('users.organisation_id', '=', scope.organisationId)
    .where('users.id', '=', id)
    .where('sessions.expires_at', '>', now)
    .orderBy('sessions.created_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    userAgent: row.user_agent,
  }));
}

async function endSessions(
  database: Kysely<Database>,
  { scope, id }: Whom,
  session: string | undefined,
): Promise<boolean> {
  let query = database
    .deleteFrom('sessions')
    .where('user_id', 'in', (expression) =>
      expression
        .selectFrom('users')
        .select('users.id')
        .where('users.organisation_id', '=', scope.organisationId)
        .where('users.id', '=', id),
    );
  if (session !== undefined) query = query.where('id', '=', session);
  const { numDeletedRows } = await query.executeTakeFirst();
  return numDeletedRows > 0n;
}

async function invite(
  database: Kysely<Database>,
  scope: Scope,
  input: { readonly name: string; readonly email: string; readonly role: Role; readonly expiresAt: Date },
): Promise<{ invitation: Invitation; token: string }> {
  const taken = await database.selectFrom('users').select('id').where('email', '=', input.email).executeTakeFirst();
  if (taken !== undefined) throw emailTaken();
  const token = randomBytes(32).toString('base64url');
  const id = `inv_${randomBytes(8).toString('hex')}`;
  const { name, email, role, expiresAt } = input;
  await database
    .deleteFrom('invitations')
    .where('organisation_id', '=', scope.organisationId)
    .where('email', '=', email)
    .execute();
  await database
    .insertInto('invitations')
    .values({
      id,
      token_hash: hash(token),
      organisation_id: scope.organisationId,
      name,
      email,
      role,
      expires_at: expiresAt,
    })
    .execute();
  return { token, invitation: { id, organisationId: scope.organisationId, name, email, role, expiresAt } };
}

async function invitations(database: Kysely<Database>, scope: Scope, now: Date): Promise<readonly Invitation[]> {
  const rows = await database
    .selectFrom('invitations')
    .selectAll()
    .where('organisation_id', '=', scope.organisationId)
    .where('expires_at', '>', now)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    organisationId: row.organisation_id,
    name: row.name,
    email: row.email,
    role: row.role,
    expiresAt: row.expires_at,
  }));
}

async function withdraw(database: Kysely<Database>, scope: Scope, id: string): Promise<boolean> {
  const { numDeletedRows } = await database
    .deleteFrom('invitations')
    .where('organisation_id', '=', scope.organisationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

async function accept(
  database: Kysely<Database>,
  which: { readonly token_hash: Buffer } | { readonly organisation_id: OrganisationId; readonly email: string },
  now: Date,
): Promise<Person | undefined> {
  return database.transaction().execute(async (transaction) => {
    const invitation = await transaction
      .deleteFrom('invitations')
      .where(({ and }) => and(which))
      .where('expires_at', '>', now)
      .returningAll()
      .executeTakeFirst();
    if (invitation === undefined) return undefined;
    const id = makeId('usr', randomBytes(8).toString('hex'));
    const scope = { organisationId: invitation.organisation_id };
    await transaction
      .insertInto('users')
      .values({
        id,
        organisation_id: scope.organisationId,
        role: invitation.role,
        name: invitation.name,
        email: invitation.email,
      })
      .execute();
    return presentAll(await select(transaction, scope).where('id', '=', id).execute())[0];
  });
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function unknownPerson(): PlatformError {
  return new PlatformError('person.not_found', 'there is no such person here');
}

function emailTaken(): PlatformError {
  return new PlatformError('request.invalid', 'somebody has this address already', {
    field: 'email',
    remedy: 'Use another address.',
  });
}
