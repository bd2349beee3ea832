import type { LedgerRecordView } from '@riad/contracts';

export interface EnteredQuery {
  /** Classes of data, `cin`, `sensitive` …; every one when empty. */
  readonly classes: readonly string[];
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly until: number;
  readonly key?: string | undefined;
  readonly project?: string | undefined;
}

/** Somebody entered data of some classes: who, when, for whom. */
export interface Entry {
  readonly record: string;
  readonly time: string;
  /** The API key, or the pseudonym of a person of the console. */
  readonly key: string;
  readonly project: string;
  /** How many of each class the guard found. */
  readonly classes: Readonly<Record<string, number>>;
  readonly decision: string;
  readonly location: string;
  readonly model: string;
}

const opening = new Set(['request.open', 'request.refused']);

/** What the record of a request says about the data that was entered (law 09-08, art. 24-1-g); undefined when it is none asked for. */
export function entryOf({ id, time, type, facts }: LedgerRecordView, query: EnteredQuery): Entry | undefined {
  const at = Date.parse(time);
  if (!opening.has(type) || at < query.since || at > query.until) return undefined;
  if (query.key !== undefined && facts['key'] !== query.key) return undefined;
  if (query.project !== undefined && facts['project'] !== query.project) return undefined;
  const classes = countsOf(facts['findings'], query.classes);
  if (Object.keys(classes).length === 0) return undefined;
  const text = (name: string): string => {
    const fact = facts[name];
    return typeof fact === 'string' ? fact : '';
  };
  return {
    record: id,
    time,
    key: text('key'),
    project: text('project'),
    classes,
    decision: text('decision') || 'block',
    location: text('location'),
    model: text('model'),
  };
}

function countsOf(findings: unknown, wanted: readonly string[]): Readonly<Record<string, number>> {
  if (typeof findings !== 'object' || findings === null) return {};
  return Object.fromEntries(
    Object.entries(findings).filter(
      (entry): entry is [string, number] =>
        typeof entry[1] === 'number' && (wanted.length === 0 || wanted.includes(entry[0].split('/')[0] ?? '')),
    ),
  );
}
