import { PlatformError } from '@riad/contracts';
import type { EgressCount, EgressLog } from '@riad/store';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;

export interface Residency {
  readonly from: string;
  readonly to: string;
  readonly countries: string[];
  readonly data: EgressCount[];
}

/** Countries that were reached; the last thirty days when no period is given. */
export async function residencyBetween(
  log: EgressLog,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<Residency> {
  const today = new Date();
  const until = to ?? today.toISOString().slice(0, 10);
  const since = from ?? new Date(today.getTime() - (USUAL_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  if (since > until)
    throw new PlatformError('request.invalid', `the period begins on ${since}, after it ends`, { field: 'from' });
  const data = [...(await log.between(since, until))];
  return { from: since, to: until, countries: [...new Set(data.map(({ country }) => country))].toSorted(), data };
}
