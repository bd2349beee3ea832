import { createHash } from 'node:crypto';

import {
  PlatformError,
  type Clock,
  type CollectionId,
  type ProjectId,
  type RecordId,
  type Scope,
} from '@riad/contracts';
import { appendDurably } from '@riad/ledger';
import {
  newHoldId,
  type Certificates,
  type DataControlStore,
  type ExpiryLimit,
  type Ledger,
  type LegalHold,
} from '@riad/store';

import type { RecordOwners } from '../record-owners.ts';
import type { PersonalStore } from '../rights/personal-store.ts';
import { eraseSealed, sealedHold } from '../rights/personal-stores.ts';
import { createSubjectMatcher } from '../rights/subject-matcher.ts';
import { unitsHeldForPersons } from './person-holds.ts';
import { actorOf, type Acting } from '../rights/acting.ts';
import { retentionClasses, type RetentionClass } from './retention-classes.ts';

const DAY_MS = 86_400_000;

export interface RetentionRule {
  readonly class: string;
  /** Null: as long as what it belongs to. */
  readonly days: number | null;
  readonly purpose: string;
  /** `default`, or `organisation` where it set its own. */
  readonly source: 'default' | 'organisation';
  /** Ids of legal holds that stop it, wholly or for some projects. */
  readonly holds: readonly string[];
}

export interface RetentionRun {
  readonly dryRun: boolean;
  readonly deleted: Readonly<Record<string, number>>;
  /** Classes that a legal hold stopped. */
  readonly held: readonly string[];
  /** Absent on a dry run, and when nothing was old enough. */
  readonly certificate?: string;
  readonly record?: RecordId;
}

export interface RetentionEngineOptions {
  readonly store: Pick<DataControlStore, 'retention' | 'expired'>;
  readonly ledger: Ledger;
  readonly certificates: Certificates;
  readonly recordOwners: RecordOwners;
  /** Where persons are looked for whom a hold is about. */
  readonly stores: readonly PersonalStore[];
  /** With its passages and its file. */
  readonly removeDocument: (scope: Scope, id: string) => Promise<void>;
  readonly clock: Clock;
}

/** What a new hold keeps: a class or `all`, of one project or collection, or everything that names one person. */
export interface NewHold {
  readonly class: string;
  readonly reason: string;
  readonly projectId?: ProjectId;
  readonly collectionId?: CollectionId;
  /** Numbers, names and spellings of one person. */
  readonly identifiers?: readonly string[];
}

/** Deletes what is older than its period, unless a legal hold says no, and signs what it deleted. */
export interface RetentionEngine {
  rules(scope: Scope): Promise<readonly RetentionRule[]>;
  holds(scope: Scope): Promise<readonly LegalHold[]>;
  setPeriod(
    acting: Acting,
    period: { readonly class: string; readonly days: number; readonly purpose: string },
  ): Promise<void>;
  hold(acting: Acting, hold: NewHold): Promise<LegalHold>;
  release(acting: Acting, id: string): Promise<void>;
  run(acting: Acting, options?: { readonly dryRun: boolean }): Promise<RetentionRun>;
}

export function createRetentionEngine(options: RetentionEngineOptions): RetentionEngine {
  const { store, ledger, certificates, clock } = options;

  async function rules(scope: Scope): Promise<readonly RetentionRule[]> {
    const own = new Map((await store.retention.periods(scope)).map((period) => [period.class, period]));
    const standing = await standingHolds(scope);
    return retentionClasses.map(({ id, days, purpose }) => {
      const period = own.get(id);
      const source = period === undefined ? ('default' as const) : ('organisation' as const);
      const holds = standing.filter((hold) => hold.class === id || hold.class === 'all').map((hold) => hold.id);
      return { class: id, days: period?.days ?? days, purpose: period?.purpose ?? purpose, source, holds };
    });
  }

  async function standingHolds(scope: Scope): Promise<readonly LegalHold[]> {
    return (await store.retention.holds(scope)).filter((hold) => hold.releasedAt === null);
  }

  async function run(
    { scope, by }: Acting,
    { dryRun }: { readonly dryRun: boolean } = { dryRun: false },
  ): Promise<RetentionRun> {
    const holds = await standingHolds(scope);
    const units = await unitsHeldForPersons({ ledger, stores: options.stores }, scope, holds);
    const deleted: Record<string, readonly string[]> = {};
    const counts: Record<string, number> = {};
    const held: string[] = [];
    for (const rule of await rules(scope)) {
      const found = retentionClasses.find((each) => each.id === rule.class);
      if (rule.holds.length > 0) held.push(rule.class);
      if (found === undefined || rule.days === null) continue;
      const before = new Date(clock.now() - rule.days * DAY_MS);
      const expiry = { scope, limit: { before, holds, exceptIds: [...(units.get(rule.class) ?? [])] } };
      if (dryRun) counts[rule.class] = await countExpired(found, expiry);
      else deleted[rule.class] = await deleteExpired(found, expiry);
    }
    if (dryRun) return { dryRun, deleted: withoutZeros(counts), held };
    return concludeRun({ acting: { scope, by }, deleted, held });
  }

  interface Expiry {
    readonly scope: Scope;
    readonly limit: ExpiryLimit;
  }

  async function countExpired({ tables, sealed }: RetentionClass, { scope, limit }: Expiry): Promise<number> {
    let count = sealed === true ? (await oldSealed(scope, limit)).length : 0;
    for (const table of tables) {
      if (await store.expired.exists(table)) count += await store.expired.count(scope, table, limit);
    }
    return count;
  }

  async function deleteExpired(expiring: RetentionClass, { scope, limit }: Expiry): Promise<readonly string[]> {
    const gone: string[] = [];
    for (const table of expiring.tables) {
      if (!(await store.expired.exists(table))) continue;
      const keys =
        expiring.removesFiles === true
          ? await removeDocuments(scope, await store.expired.keys(scope, table, limit))
          : await store.expired.delete(scope, table, limit);
      gone.push(...keys.map((key) => `${table.table} ${key}`));
    }
    if (expiring.sealed === true) {
      const ids = await oldSealed(scope, limit);
      await eraseSealed(ledger, ids, { reason: 'retention' });
      gone.push(...ids.map((id) => `ledger ${id}`));
    }
    return gone;
  }

  async function removeDocuments(scope: Scope, keys: readonly string[]): Promise<readonly string[]> {
    for (const key of keys) await options.removeDocument(scope, key);
    return keys;
  }

  async function oldSealed(scope: Scope, { before, holds, exceptIds }: ExpiryLimit): Promise<readonly RecordId[]> {
    const readable = new Set<RecordId>();
    for (const { id } of ledger.sealed()) readable.add(id);
    const isTheirs = await options.recordOwners.of(scope);
    const old: RecordId[] = [];
    for await (const record of ledger.records()) {
      if (Date.parse(record.time) >= before.getTime()) break;
      const { id } = record;
      if (!readable.has(id) || exceptIds.includes(id) || sealedHold(record, holds) !== undefined) continue;
      if (await isTheirs(record)) old.push(id);
    }
    return old;
  }

  async function concludeRun({
    acting,
    deleted,
    held,
  }: {
    readonly acting: Acting;
    readonly deleted: Readonly<Record<string, readonly string[]>>;
    readonly held: readonly string[];
  }): Promise<RetentionRun> {
    const counts = withoutZeros(Object.fromEntries(Object.entries(deleted).map(([name, keys]) => [name, keys.length])));
    if (Object.keys(counts).length === 0) return { dryRun: false, deleted: counts, held };
    const at = new Date(clock.now()).toISOString();
    const certificate = certificates.issue(
      `retention-${at.replaceAll(/[^0-9]/g, '')}`,
      certificateLines(at, deleted, held),
    );
    const record = await appendDurably(ledger, {
      type: 'retention.run',
      facts: { ...actorOf(acting), deleted: counts, held },
    });
    return { dryRun: false, deleted: counts, held, certificate, record };
  }

  return {
    rules,
    holds: (scope) => store.retention.holds(scope),
    async setPeriod({ scope, by }, period) {
      requireClass(period.class, false);
      await appendDurably(ledger, {
        type: 'retention.changed',
        facts: { class: period.class, days: period.days, ...actorOf({ scope, by }) },
      });
      await store.retention.setPeriod(scope, period);
    },
    async hold({ scope, by }, hold) {
      requireClass(hold.class, true);
      requireWhole(hold);
      const id = newHoldId();
      const { identifiers, ...kept } = hold;
      const { class: name, projectId = null, collectionId = null, reason } = kept;
      const facts = { hold: id, class: name, project: projectId, collection: collectionId, ...actorOf({ scope, by }) };
      const person = identifiers === undefined ? {} : { identifiers };
      const record = await appendDurably(ledger, {
        type: 'retention.hold_placed',
        facts,
        sealed: { reason, ...person },
      });
      const about = identifiers === undefined ? {} : { personRecord: record };
      return store.retention.hold(scope, { id, placedBy: by, ...kept, ...about });
    },
    async release({ scope, by }, id) {
      if (!(await store.retention.release(scope, id))) {
        throw new PlatformError('request.invalid', `there is no standing hold ${id}`, {
          field: 'id',
          remedy: 'riad retention show lists them.',
        });
      }
      await appendDurably(ledger, { type: 'retention.hold_released', facts: { hold: id, ...actorOf({ scope, by }) } });
    },
    run,
  };
}

/** A person is held everywhere, a collection holds only documents. */
function requireWhole({ class: name, projectId, collectionId, identifiers }: NewHold): void {
  if (identifiers !== undefined) {
    createSubjectMatcher(identifiers);
    if (name === 'all' && projectId === undefined && collectionId === undefined) return;
    throw new PlatformError('request.invalid', 'what names a person is held in every class and project', {
      field: 'class',
      remedy: 'Give the class all, and no project or collection.',
    });
  }
  if (collectionId === undefined || name === 'documents' || name === 'all') return;
  throw new PlatformError('request.invalid', `a collection holds documents, not ${name}`, {
    field: 'class',
    remedy: 'Give the class documents.',
  });
}

function requireClass(name: string, orAll: boolean): void {
  const known = [...retentionClasses.map(({ id }) => id), ...(orAll ? ['all'] : [])];
  if (known.includes(name)) return;
  throw new PlatformError('request.invalid', `there is no class ${name}`, {
    field: 'class',
    remedy: `Known classes: ${known.join(', ')}`,
  });
}

/** Counts and a digest of the keys: whoever holds a list can check it against the certificate. */
function certificateLines(
  at: string,
  deleted: Readonly<Record<string, readonly string[]>>,
  held: readonly string[],
): readonly string[] {
  return [
    'riad certificate of deletion',
    `done: ${at}`,
    ...Object.entries(deleted)
      .filter(([, keys]) => keys.length > 0)
      .map(
        ([name, keys]) =>
          `- ${name}: ${keys.length}, list ${createHash('sha256').update(keys.toSorted().join('\n')).digest('hex')}`,
      ),
    `held: ${held.length === 0 ? 'none' : held.join(', ')}`,
    'Copies made outside Riad before are not covered.',
  ];
}

function withoutZeros(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
