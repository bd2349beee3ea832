import { createHash } from 'node:crypto';

import { PlatformError, type Clock, type RecordId, type Scope } from '@riad/contracts';
import { appendDurably } from '@riad/ledger';
import type { Certificates, DataControlStore, Ledger, LegalHold } from '@riad/store';

import type { RecordOwners } from '../record-owners.ts';
import { eraseSealed } from '../rights/personal-stores.ts';
import { actorOf, type Acting } from '../rights/acting.ts';
import { retentionClasses, type RetentionClass } from './retention-classes.ts';

const DAY_MS = 86_400_000;

export interface RetentionRule {
  readonly class: string;
  readonly days: number;
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
  readonly clock: Clock;
}

/** Deletes what is older than its period, unless a legal hold says no, and signs what it deleted. */
export interface RetentionEngine {
  rules(scope: Scope): Promise<readonly RetentionRule[]>;
  holds(scope: Scope): Promise<readonly LegalHold[]>;
  setPeriod(
    acting: Acting,
    period: { readonly class: string; readonly days: number; readonly purpose: string },
  ): Promise<void>;
  hold(
    acting: Acting,
    hold: { readonly class: string; readonly reason: string; readonly projectId?: LegalHold['projectId'] },
  ): Promise<LegalHold>;
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
    const deleted: Record<string, readonly string[]> = {};
    const counts: Record<string, number> = {};
    const held: string[] = [];
    for (const rule of await rules(scope)) {
      const found = retentionClasses.find((each) => each.id === rule.class);
      const ofClass = holds.filter((hold) => hold.class === rule.class || hold.class === 'all');
      if (ofClass.length > 0) held.push(rule.class);
      if (found === undefined || ofClass.some((hold) => hold.projectId === null)) continue;
      const before = new Date(clock.now() - rule.days * DAY_MS);
      const except = ofClass.flatMap((hold) => hold.projectId ?? []);
      if (dryRun) counts[rule.class] = await countExpired(found, { scope, before, except });
      else deleted[rule.class] = await deleteExpired(found, { scope, before, except });
    }
    if (dryRun) return { dryRun, deleted: withoutZeros(counts), held };
    return concludeRun({ acting: { scope, by }, deleted, held });
  }

  interface Expiry {
    readonly scope: Scope;
    readonly before: Date;
    readonly except: NonNullable<LegalHold['projectId']>[];
  }

  async function countExpired({ tables, sealed }: RetentionClass, { scope, before, except }: Expiry): Promise<number> {
    let count = sealed === true ? (await oldSealed(scope, before)).length : 0;
    for (const table of tables) {
      if (await store.expired.exists(table)) count += await store.expired.count(scope, table, { before, except });
    }
    return count;
  }

  async function deleteExpired(
    { tables, sealed }: RetentionClass,
    { scope, before, except }: Expiry,
  ): Promise<readonly string[]> {
    const gone: string[] = [];
    for (const table of tables) {
      if (!(await store.expired.exists(table))) continue;
      gone.push(
        ...(await store.expired.delete(scope, table, { before, except })).map((key) => `${table.table} ${key}`),
      );
    }
    if (sealed === true) {
      const ids = await oldSealed(scope, before);
      await eraseSealed(ledger, ids, { reason: 'retention' });
      gone.push(...ids.map((id) => `ledger ${id}`));
    }
    return gone;
  }

  async function oldSealed(scope: Scope, before: Date): Promise<readonly RecordId[]> {
    const readable = new Set<RecordId>();
    for (const { id } of ledger.sealed()) readable.add(id);
    const isTheirs = await options.recordOwners.of(scope);
    const old: RecordId[] = [];
    for await (const record of ledger.records()) {
      if (Date.parse(record.time) >= before.getTime()) break;
      if (readable.has(record.id) && (await isTheirs(record))) old.push(record.id);
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
    async hold({ scope, by }, { class: name, reason, projectId }) {
      requireClass(name, true);
      const placed = await store.retention.hold(scope, {
        class: name,
        reason,
        placedBy: by,
        ...(projectId === undefined || projectId === null ? {} : { projectId }),
      });
      const facts = { hold: placed.id, class: name, project: placed.projectId, ...actorOf({ scope, by }) };
      await appendDurably(ledger, { type: 'retention.hold_placed', facts, sealed: { reason } });
      return placed;
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
