import { timingSafeEqual } from 'node:crypto';

import { makeId, type Clock, type KeyCheck, type KeyDirectory, type KeyId } from '@riad/contracts';
import type { Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import { hashSecret, keyIdOf } from './secret.ts';

/** How long an answer is kept: a revocation is seen everywhere within a second. */
const KEPT_MS = 800;
/** Answers kept at one time; wrong keys count too, so that guessing costs no database work and no memory. */
const KEPT_ENTRIES = 10_000;

interface KeyDirectoryOptions {
  readonly database: Kysely<Database>;
  readonly clock: Clock;
  readonly onUse: (id: KeyId) => void;
}

export function createKeyDirectory({ database, clock, onUse }: KeyDirectoryOptions): KeyDirectory {
  const kept = new Map<string, { readonly check: KeyCheck; readonly until: number }>();
  const asking = new Map<string, Promise<KeyCheck>>();

  function checkCached(secret: string): KeyCheck | undefined {
    if (keyIdOf(secret) === undefined) return { kind: 'unknown' };
    const entry = kept.get(secret);
    if (entry === undefined || entry.until < clock.monotonic()) return undefined;
    return entry.check;
  }

  async function check(secret: string): Promise<KeyCheck> {
    const known = checkCached(secret);
    if (known !== undefined) return known;
    // Requests that arrive together with one key ask the database once.
    const running = asking.get(secret);
    if (running !== undefined) return running;
    const question = ask(secret);
    asking.set(secret, question);
    try {
      return await question;
    } finally {
      asking.delete(secret);
    }
  }

  async function ask(secret: string): Promise<KeyCheck> {
    const result = await withStore(() => lookUp(database, secret, clock.now()));
    if (kept.size >= KEPT_ENTRIES) kept.clear();
    kept.set(secret, { check: result, until: clock.monotonic() + KEPT_MS });
    if (result.kind === 'valid') onUse(result.caller.keyId);
    return result;
  }

  return { checkCached, check };
}

async function lookUp(database: Kysely<Database>, secret: string, now: number): Promise<KeyCheck> {
  const id = keyIdOf(secret);
  if (id === undefined) return { kind: 'unknown' };
  const row = await database.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined || !timingSafeEqual(row.secret_hash, hashSecret(secret))) return { kind: 'unknown' };
  if (row.revoked_at !== null) return { kind: 'revoked' };
  if (row.expires_at !== null && row.expires_at.getTime() <= now) return { kind: 'expired' };
  return {
    kind: 'valid',
    caller: {
      keyId: id,
      keyName: row.name,
      projectId: makeId('prj', row.project_id.replace(/^prj_/, '')),
      organisationId: makeId('org', row.organisation_id.replace(/^org_/, '')),
      limits: row.limits,
    },
  };
}
