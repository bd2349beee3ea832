import { randomBytes } from 'node:crypto';

import type { Clock } from '@riad/contracts';
import type { Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

/** Facts that are written once, at the first start on an empty database. */
export interface Installation {
  /** 128 random bits. */
  readonly id: string;
  readonly firstStartedAt: Date;
}

/** Servers that start together agree on one answer: whoever writes first. */
export async function loadInstallation(database: Kysely<Database>, clock: Clock): Promise<Installation> {
  return withStore(async () => {
    await database
      .insertInto('facts')
      .values([
        { name: 'installation.first_started_at', value: new Date(clock.now()).toISOString() },
        { name: 'installation.id', value: randomBytes(16).toString('hex') },
      ])
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    return {
      id: await getFact(database, 'installation.id'),
      firstStartedAt: new Date(await getFact(database, 'installation.first_started_at')),
    };
  });
}

async function getFact(database: Kysely<Database>, name: string): Promise<string> {
  const row = await database.selectFrom('facts').select('value').where('name', '=', name).executeTakeFirstOrThrow();
  return row.value;
}
