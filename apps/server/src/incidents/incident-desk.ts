import { PlatformError, type Clock, type LedgerRecordView, type NoticeAddressee, type Scope } from '@riad/contracts';
import { appendDurably } from '@riad/ledger';
import { newIncidentId, type DataControlStore, type Incident, type Ledger } from '@riad/store';

import type { IsTheirs, RecordOwners } from '../record-owners.ts';
import { actorOf, type Acting } from '../rights/acting.ts';
import type { Affected, IncidentDeadline } from './incident-facts.ts';
import { noticeTemplates, type NoticeTemplate } from './notice-templates.ts';

const HOUR_MS = 3_600_000;
/** GDPR, art. 33: for those to whom it applies. */
const GDPR_HOURS = 72;
/** A pack holds at most this many records; the ledger has all of them. */
const TIMELINE_RECORDS = 20_000;

/** Everything an authority asks about, from the ledger: no text of any request. */
export interface IncidentPack {
  readonly incident: Incident;
  readonly madeAt: string;
  readonly deadlines: readonly IncidentDeadline[];
  readonly affected: Affected;
  readonly timeline: readonly LedgerRecordView[];
  readonly timelineComplete: boolean;
  /** The signed state of the ledger that this pack was made from. */
  readonly checkpoint: string;
  readonly verifierKey: string;
  readonly templates: readonly NoticeTemplate[];
}

export interface IncidentDesk {
  open(
    acting: Acting,
    input: { readonly summary: string; readonly began: Date; readonly ended: Date | null },
  ): Promise<Incident>;
  list(scope: Scope): Promise<readonly (Incident & { readonly deadlines: readonly IncidentDeadline[] })[]>;
  pack(acting: Acting, id: string): Promise<IncidentPack>;
  notice(acting: Acting, id: string, to: NoticeAddressee): Promise<void>;
  close(acting: Acting, id: string): Promise<void>;
}

export interface IncidentDeskOptions {
  readonly store: Pick<DataControlStore, 'incidents' | 'register'>;
  readonly ledger: Ledger;
  readonly recordOwners: RecordOwners;
  /** The newest signed checkpoint. */
  readonly checkpoint: () => string;
  readonly clock: Clock;
}

export function createIncidentDesk({
  store,
  ledger,
  recordOwners,
  checkpoint,
  clock,
}: IncidentDeskOptions): IncidentDesk {
  async function get(scope: Scope, id: string): Promise<Incident> {
    const found = await store.incidents.find(scope, id);
    if (found !== undefined) return found;
    throw new PlatformError('request.invalid', `there is no incident ${id}`, {
      field: 'id',
      remedy: 'riad incident list shows them.',
    });
  }

  return {
    async open({ scope, by }, { summary, began, ended }) {
      const id = newIncidentId();
      const knownAt = new Date(clock.now());
      const facts = {
        incident: id,
        began: began.toISOString(),
        ended: ended?.toISOString() ?? null,
        ...actorOf({ scope, by }),
      };
      const record = await appendDurably(ledger, { type: 'incident.opened', facts, sealed: { summary } });
      return store.incidents.add(scope, { id, summary, knownAt, beganAt: began, endedAt: ended, record });
    },
    async list(scope) {
      const incidents = await store.incidents.list(scope);
      return incidents.map((incident) => ({ ...incident, deadlines: deadlinesOf(incident, clock.now()) }));
    },
    async pack({ scope, by }, id) {
      const incident = await get(scope, id);
      await appendDurably(ledger, { type: 'incident.packed', facts: { incident: id, ...actorOf({ scope, by }) } });
      await ledger.sign();
      const { timeline, complete } = await timelineOf(ledger, incident, {
        now: clock.now(),
        isTheirs: await recordOwners.of(scope),
      });
      const affected = summarise(timeline);
      const controller = await store.register.controller(scope);
      const deadlines = deadlinesOf(incident, clock.now());
      return {
        incident,
        madeAt: new Date(clock.now()).toISOString(),
        deadlines,
        affected,
        timeline,
        timelineComplete: complete,
        checkpoint: checkpoint(),
        verifierKey: ledger.signer.verifierKey,
        templates: noticeTemplates({ incident, affected, controller, deadlines }),
      };
    },
    async notice({ scope, by }, id, to) {
      await get(scope, id);
      await appendDurably(ledger, {
        type: 'incident.notified',
        facts: { incident: id, to, ...actorOf({ scope, by }) },
      });
      await store.incidents.notice(scope, id, { to, at: new Date(clock.now()) });
    },
    async close({ scope, by }, id) {
      await get(scope, id);
      await appendDurably(ledger, { type: 'incident.closed', facts: { incident: id, ...actorOf({ scope, by }) } });
      await store.incidents.close(scope, id, new Date(clock.now()));
    },
  };
}

function deadlinesOf({ knownAt, notices }: Incident, now: number): readonly IncidentDeadline[] {
  const rules: readonly { readonly to: NoticeAddressee; readonly rule: string; readonly hours: number }[] = [
    { to: 'dgssi', rule: 'law 05-20, art. 8: as soon as the incident is known', hours: 0 },
    { to: 'cndp', rule: 'no deadline in law 09-08; recommended with the notice to the DGSSI', hours: GDPR_HOURS },
    { to: 'gdpr', rule: 'GDPR, art. 33: within 72 hours, where the GDPR applies', hours: GDPR_HOURS },
    { to: 'persons', rule: 'GDPR, art. 34: without undue delay when the risk for persons is high', hours: GDPR_HOURS },
  ];
  return rules.map(({ to, rule, hours }) => {
    const due = knownAt.getTime() + hours * HOUR_MS;
    return {
      to,
      rule,
      due: new Date(due).toISOString(),
      toldAt: notices[to] ?? null,
      hoursLeft: Math.round((due - now) / HOUR_MS),
    };
  });
}

async function timelineOf(
  ledger: Ledger,
  { beganAt, endedAt }: Incident,
  { now, isTheirs }: { readonly now: number; readonly isTheirs: IsTheirs },
): Promise<{ readonly timeline: readonly LedgerRecordView[]; readonly complete: boolean }> {
  const timeline: LedgerRecordView[] = [];
  const end = endedAt?.getTime() ?? now;
  for await (const record of ledger.records()) {
    const time = Date.parse(record.time);
    if (time < beganAt.getTime() || time > end || !(await isTheirs(record))) continue;
    if (timeline.length >= TIMELINE_RECORDS) return { timeline, complete: false };
    timeline.push(record);
  }
  return { timeline, complete: true };
}

/** Requests are counted by their opening record. */
function summarise(timeline: readonly LedgerRecordView[]): Affected {
  const opened = timeline.filter(({ type }) => type === 'request.open' || type === 'request.fallback');
  const classes: Record<string, number> = {};
  for (const { facts } of opened) {
    for (const [name, count] of Object.entries(countsIn(facts['findings'])))
      classes[name] = (classes[name] ?? 0) + count;
  }
  return {
    requests: opened.length,
    keys: distinct(opened, 'key'),
    projects: distinct(opened, 'project'),
    targets: tally(opened, 'target'),
    locations: tally(opened, 'location'),
    decisions: tally(opened, 'decision'),
    classes,
    leftInClear: opened.filter(({ facts }) => leftInClear(facts)).length,
  };
}

function leftInClear(facts: LedgerRecordView['facts']): boolean {
  return (
    facts['location'] !== 'local' &&
    facts['decision'] === 'allow' &&
    Object.keys(countsIn(facts['findings'])).length > 0
  );
}

function countsIn(value: unknown): Readonly<Record<string, number>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

function distinct(records: readonly LedgerRecordView[], fact: string): readonly string[] {
  return Object.keys(tally(records, fact)).toSorted();
}

function tally(records: readonly LedgerRecordView[], fact: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { facts } of records) {
    const value = facts[fact];
    if (typeof value === 'string') counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}
