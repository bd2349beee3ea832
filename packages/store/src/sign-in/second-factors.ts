import { createHash } from 'node:crypto';

import type { UserId } from '@riad/contracts';
import { sql, type Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import { idOf, type PersonIn } from './person-in.ts';

export interface SecondFactor {
  /** Only the caller's key opens it. */
  readonly sealedSecret: Buffer;
  readonly confirmed: boolean;
}

/** One-time codes of people: a shared secret, sealed, and recovery codes of which only hashes are stored. */
export interface SecondFactors {
  /** Begins again with another secret; it counts once it is confirmed. False when there is no such person. */
  propose(person: PersonIn, sealedSecret: Buffer): Promise<boolean>;
  find(person: PersonIn): Promise<SecondFactor | undefined>;
  /** From now on a code is asked for; replaces all recovery codes. */
  confirm(person: PersonIn, recoveryCodes: readonly string[]): Promise<void>;
  /** False when this step, or a later one, was used: a code that was seen over a shoulder works once. */
  spendStep(person: PersonIn, step: number): Promise<boolean>;
  /** True once for each recovery code. */
  spendRecoveryCode(person: PersonIn, code: string): Promise<boolean>;
  countRecoveryCodes(person: PersonIn): Promise<number>;
  remove(person: PersonIn): Promise<void>;
}

export function createSecondFactors(database: Kysely<Database>): SecondFactors {
  return {
    propose: (person, sealedSecret) => withStore(() => propose(database, person, sealedSecret)),
    find: (person) => withStore(() => find(database, person)),
    confirm: (person, codes) => withStore(() => confirm(database, person, codes)),
    spendStep: (person, step) => withStore(() => spendStep(database, person, step)),
    spendRecoveryCode: (person, code) => withStore(() => spendRecoveryCode(database, person, code)),
    countRecoveryCodes: (person) => withStore(() => countRecoveryCodes(database, person)),
    remove: (person) =>
      withStore(async () => {
        await database.deleteFrom('recovery_codes').where('user_id', 'in', idOf(database, person)).execute();
        await database.deleteFrom('second_factors').where('user_id', 'in', idOf(database, person)).execute();
      }),
  };
}

async function propose(database: Kysely<Database>, { scope, id }: PersonIn, sealedSecret: Buffer): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into second_factors (user_id, sealed_secret)
    select id, ${sealedSecret}::bytea from users where organisation_id = ${scope.organisationId} and id = ${id}
    on conflict (user_id) do update set sealed_secret = excluded.sealed_secret, used_step = 0
    where not second_factors.confirmed`.execute(database);
  return (numAffectedRows ?? 0n) > 0n;
}

async function find(database: Kysely<Database>, person: PersonIn): Promise<SecondFactor | undefined> {
  const row = await database
    .selectFrom('second_factors')
    .selectAll()
    .where('user_id', 'in', idOf(database, person))
    .executeTakeFirst();
  return row === undefined ? undefined : { sealedSecret: row.sealed_secret, confirmed: row.confirmed };
}

async function confirm(database: Kysely<Database>, person: PersonIn, codes: readonly string[]): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('second_factors')
      .set({ confirmed: true })
      .where('user_id', 'in', idOf(transaction, person))
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    await transaction.deleteFrom('recovery_codes').where('user_id', 'in', idOf(transaction, person)).execute();
    await transaction
      .insertInto('recovery_codes')
      .values(codes.map((code) => ({ code_hash: hash(person.id, code), user_id: person.id })))
      .execute();
  });
}

async function spendStep(database: Kysely<Database>, person: PersonIn, step: number): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('second_factors')
    .set({ used_step: step })
    .where('user_id', 'in', idOf(database, person))
    .where('used_step', '<', String(step))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function spendRecoveryCode(database: Kysely<Database>, person: PersonIn, code: string): Promise<boolean> {
  const { numDeletedRows } = await database
    .deleteFrom('recovery_codes')
    .where('user_id', 'in', idOf(database, person))
    .where('code_hash', '=', hash(person.id, code))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

async function countRecoveryCodes(database: Kysely<Database>, person: PersonIn): Promise<number> {
  const { count } = await database
    .selectFrom('recovery_codes')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('user_id', 'in', idOf(database, person))
    .executeTakeFirstOrThrow();
  return count;
}

function hash(person: UserId, code: string): Buffer {
  return createHash('sha256').update(`${person} ${code}`).digest();
}
