import { timingSafeEqual } from 'node:crypto';

import type { Caller, Clock, KeyCheck, KeyDirectory, KeyId, Logger } from '@riad/contracts';
import type { Kysely } from 'kysely';
import type { ClientConfig } from 'pg';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import { listenToKeyChanges } from './key-changes.ts';
import { hashSecret, keyIdOf } from './secret.ts';

/** How long an answer holds by itself: a revocation is seen everywhere within a second. */
const HOLDS_MS = 800;
/** How long it holds while every change is heard of. */
const HOLDS_LISTENING_MS = 60_000;
/** Keys remembered at one time, and as many ids that do not exist. */
const REMEMBERED = 10_000;

export interface KeyDirectoryOptions {
  readonly database: Kysely<Database>;
  /** For the connection that hears of changes. */
  readonly connection: ClientConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onUse: (id: KeyId) => void;
}

/** A key as it was in the database at `askedAt`. */
interface KnownKey {
  readonly askedAt: number;
  /** No change was heard of while the database was asked. */
  readonly undisturbed: boolean;
  /** `undefined`: there is no key of this id. */
  readonly stored: StoredKey | undefined;
}

interface StoredKey {
  readonly hash: Buffer;
  readonly revoked: boolean;
  readonly expiresAt: number | undefined;
  readonly caller: Caller;
}

interface Question {
  readonly askedAt: number;
  readonly answer: Promise<KnownKey>;
}

export interface ClosableKeyDirectory extends KeyDirectory {
  close(): Promise<void>;
}

/**
 * Answers from memory while it is sure to be true. Guessing secrets of a key that exists costs no database work, and ids
 * that do not exist cannot push out those that do.
 */
export function createKeyDirectory({
  database,
  connection,
  clock,
  logger,
  onUse,
}: KeyDirectoryOptions): ClosableKeyDirectory {
  const existing = new Map<string, KnownKey>();
  const missing = new Map<string, KnownKey>();
  const asking = new Map<string, Question>();
  let disturbances = 0;

  const changes = listenToKeyChanges({
    connection,
    clock,
    logger,
    onChange(id) {
      disturbances++;
      existing.delete(id);
      missing.delete(id);
    },
    onGap() {
      disturbances++;
      existing.clear();
      missing.clear();
    },
  });

  function checkCached(secret: string): KeyCheck | undefined {
    const id = keyIdOf(secret);
    if (id === undefined) return { kind: 'unknown' };
    const known = existing.get(id) ?? missing.get(id);
    return known !== undefined && stillHolds(known) ? judge(known, secret) : undefined;
  }

  function stillHolds({ askedAt, undisturbed }: KnownKey): boolean {
    const now = clock.monotonic();
    if (now - askedAt < HOLDS_MS) return true;
    const heardUntil = changes.heardUntil();
    return undisturbed && heardUntil !== undefined && now - heardUntil < HOLDS_MS && now - askedAt < HOLDS_LISTENING_MS;
  }

  async function check(secret: string): Promise<KeyCheck> {
    const cached = checkCached(secret);
    if (cached !== undefined) return cached;
    const id = keyIdOf(secret);
    if (id === undefined) return { kind: 'unknown' };
    const question = joinOrAsk(id);
    try {
      return judge(await question.answer, secret);
    } finally {
      if (asking.get(id) === question) asking.delete(id);
    }
  }

  /** Requests that arrive together with one key ask the database once; a slow answer is not handed to latecomers. */
  function joinOrAsk(id: KeyId): Question {
    const askedAt = clock.monotonic();
    const running = asking.get(id);
    if (running !== undefined && askedAt - running.askedAt < HOLDS_MS) return running;
    const question = { askedAt, answer: ask(id, askedAt) };
    asking.set(id, question);
    return question;
  }

  async function ask(id: KeyId, askedAt: number): Promise<KnownKey> {
    changes.depend();
    const before = disturbances;
    const stored = await withStore(() => findKey(database, id));
    const known = { askedAt, undisturbed: before === disturbances && changes.heardUntil() !== undefined, stored };
    remember(stored === undefined ? missing : existing, id, known);
    return known;
  }

  function judge({ stored }: KnownKey, secret: string): KeyCheck {
    if (stored === undefined || !timingSafeEqual(stored.hash, hashSecret(secret))) return { kind: 'unknown' };
    if (stored.revoked) return { kind: 'revoked' };
    if (stored.expiresAt !== undefined && stored.expiresAt <= clock.now()) return { kind: 'expired' };
    changes.depend();
    onUse(stored.caller.keyId);
    return { kind: 'valid', caller: stored.caller };
  }

  return { checkCached, check, close: () => changes.close() };
}

/** The oldest makes room for the newest. */
function remember(known: Map<string, KnownKey>, id: string, key: KnownKey): void {
  known.delete(id);
  if (known.size >= REMEMBERED) {
    for (const oldest of known.keys().take(1)) known.delete(oldest);
  }
  known.set(id, key);
}

async function findKey(database: Kysely<Database>, id: KeyId): Promise<StoredKey | undefined> {
  const row = await database.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    hash: row.secret_hash,
    revoked: row.revoked_at !== null,
    expiresAt: row.expires_at?.getTime(),
    caller: {
      keyId: row.id,
      keyName: row.name,
      projectId: row.project_id,
      organisationId: row.organisation_id,
      limits: row.limits,
      role: row.role,
    },
  };
}
