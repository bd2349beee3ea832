import type { Ledger } from '@riad/store';

/** What the guard found in the requests of one project: the register as it is lived, not as it was declared. */
export interface ObservedProject {
  readonly requests: number;
  /** By type. */
  readonly findings: Readonly<Record<string, number>>;
  /** Requests by place: `local` or a country. */
  readonly locations: Readonly<Record<string, number>>;
}

/** Reads the whole ledger once. */
export async function observeProjects(ledger: Pick<Ledger, 'records'>): Promise<ReadonlyMap<string, ObservedProject>> {
  const projects = new Map<string, { requests: number; findings: Counts; locations: Counts }>();
  for await (const { type, facts } of ledger.records()) {
    const { project, findings, location } = facts;
    if (type !== 'request.open' || typeof project !== 'string') continue;
    const seen = projects.get(project) ?? { requests: 0, findings: {}, locations: {} };
    projects.set(project, seen);
    seen.requests++;
    if (typeof location === 'string') add(seen.locations, location, 1);
    for (const [name, count] of Object.entries(isCounts(findings) ? findings : {})) add(seen.findings, name, count);
  }
  return projects;
}

type Counts = Record<string, number>;

function add(counts: Counts, name: string, count: number): void {
  counts[name] = (counts[name] ?? 0) + count;
}

function isCounts(value: unknown): value is Counts {
  return typeof value === 'object' && value !== null && Object.values(value).every(Number.isInteger);
}
