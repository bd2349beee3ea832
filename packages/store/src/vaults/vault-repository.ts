import { randomBytes } from 'node:crypto';

import {
  makeId,
  type Clock,
  type ConversationId,
  type NewVault,
  type Scope,
  type SealedSurrogate,
  type StoredVault,
  type VaultRepository,
} from '@riad/contracts';
import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

const LISTED = 1000;

export interface VaultRepositoryOptions {
  readonly database: Kysely<Database>;
  readonly clock: Clock;
}

/** What is forgotten is deleted, never marked: without its sealed key nothing of a conversation can be read. */
export function createVaultRepository({ database, clock }: VaultRepositoryOptions): VaultRepository {
  return {
    open: (scope, vault) => withStore(() => open(database, scope, { ...vault, now: new Date(clock.now()) })),
    find: (scope, id) => withStore(() => find(database, scope, id)),
    add: (scope, id, entries) => withStore(() => add(database, scope, { id, entries })),
    extend: (scope, id, expiresAt) =>
      withStore(async () => {
        const moved = await database
          .updateTable('vaults')
          .set({ expires_at: expiresAt })
          .where('id', '=', id)
          .where('organisation_id', '=', scope.organisationId)
          .where('project_id', '=', scope.projectId ?? '')
          .executeTakeFirst();
        return moved.numUpdatedRows > 0n;
      }),
    list: (scope) => withStore(() => list(database, scope)),
    forget: (scope, id) =>
      withStore(async () => {
        let query = database
          .deleteFrom('vaults')
          .where('id', '=', id)
          .where('organisation_id', '=', scope.organisationId);
        if (scope.projectId !== undefined) query = query.where('project_id', '=', scope.projectId);
        return (await query.executeTakeFirst()).numDeletedRows > 0n;
      }),
    forgetExpired: () =>
      withStore(async () => {
        const gone = await database
          .deleteFrom('vaults')
          .where('expires_at', '<=', new Date(clock.now()))
          .executeTakeFirst();
        return Number(gone.numDeletedRows);
      }),
  };
}

async function open(
  database: Kysely<Database>,
  scope: Scope,
  { lookup, wrappedKey, expiresAt, now }: NewVault & { readonly now: Date },
): Promise<StoredVault> {
  const place = Buffer.from(lookup);
  await database.deleteFrom('vaults').where('lookup', '=', place).where('expires_at', '<=', now).execute();
  await database
    .insertInto('vaults')
    .values({
      id: makeId('cnv', randomBytes(9).toString('base64url')),
      organisation_id: scope.organisationId,
      project_id: scope.projectId ?? '',
      lookup: place,
      wrapped_key: Buffer.from(wrappedKey),
      expires_at: expiresAt,
    })
    .onConflict((conflict) => conflict.column('lookup').doNothing())
    .execute();
  const row = await database
    .selectFrom('vaults')
    .selectAll()
    .where('lookup', '=', place)
    .where('organisation_id', '=', scope.organisationId)
    .executeTakeFirstOrThrow();
  return present(database, row);
}

async function find(database: Kysely<Database>, scope: Scope, id: ConversationId): Promise<StoredVault | undefined> {
  let query = database
    .selectFrom('vaults')
    .selectAll()
    .where('id', '=', id)
    .where('organisation_id', '=', scope.organisationId);
  if (scope.projectId !== undefined) query = query.where('project_id', '=', scope.projectId);
  const row = await query.executeTakeFirst();
  return row === undefined ? undefined : present(database, row);
}

async function present(database: Kysely<Database>, row: Selectable<Database['vaults']>): Promise<StoredVault> {
  const entries = await database
    .selectFrom('vault_entries')
    .select(['type', 'surrogate', 'code', 'variant', 'entity', 'spelling', 'sealed'])
    .where('vault_id', '=', row.id)
    .orderBy('place')
    .execute();
  return { id: row.id, wrappedKey: row.wrapped_key, expiresAt: row.expires_at, entries };
}

/** All or nothing. Another server's entry under the same code or for the same value undoes it. */
async function add(
  database: Kysely<Database>,
  scope: Scope,
  { id, entries }: { readonly id: ConversationId; readonly entries: readonly SealedSurrogate[] },
): Promise<boolean> {
  if (entries.length === 0) return true;
  return database.transaction().execute(async (transaction) => {
    if (!(await holdVault(transaction, scope, id))) return false;
    const rows = entries.map(({ sealed, ...entry }) => ({ ...entry, vault_id: id, sealed: Buffer.from(sealed) }));
    const taken = await transaction
      .selectFrom('vault_entries')
      .select('code')
      .where('vault_id', '=', id)
      .where(
        sql<boolean>`(code, variant) in (${sql.join(rows.map(({ code, variant }) => sql`(${code}::text, ${variant}::integer)`))})`,
      )
      .executeTakeFirst();
    if (taken !== undefined) return false;
    await transaction.insertInto('vault_entries').values(rows).execute();
    return true;
  });
}

/** Writers of one conversation take turns; a vault that was forgotten takes nothing any more. */
async function holdVault(transaction: Transaction<Database>, scope: Scope, id: ConversationId): Promise<boolean> {
  const row = await transaction
    .selectFrom('vaults')
    .select('id')
    .where('id', '=', id)
    .where('organisation_id', '=', scope.organisationId)
    .where('project_id', '=', scope.projectId ?? '')
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

async function list(database: Kysely<Database>, scope: Scope) {
  let query = database
    .selectFrom('vaults')
    .leftJoin('vault_entries', 'vault_entries.vault_id', 'vaults.id')
    .select(['vaults.id', 'vaults.created_at', 'vaults.expires_at'])
    .select(({ fn }) => fn.count<string>('vault_entries.code').as('surrogates'))
    .where('vaults.organisation_id', '=', scope.organisationId)
    .groupBy(['vaults.id', 'vaults.created_at', 'vaults.expires_at']);
  if (scope.projectId !== undefined) query = query.where('vaults.project_id', '=', scope.projectId);
  const rows = await query.orderBy('vaults.created_at', 'desc').limit(LISTED).execute();
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    surrogates: Number(row.surrogates),
  }));
}
