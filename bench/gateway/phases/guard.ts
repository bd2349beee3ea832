import { guardedBodies, type GuardedBodyName } from '../bodies.ts';
import { measure, type Measured } from '../client.ts';
import type { Running } from '../running.ts';

export interface GuardRound {
  readonly body: GuardedBodyName;
  readonly guarded: Measured;
  readonly unguarded: Measured;
}

/** The same messages with the guard and without it, one after the other: what reading costs of the requests that go through. */
export async function measureGuard(
  { guarded, unguarded }: { readonly guarded: Running; readonly unguarded: Running },
  seconds: number,
): Promise<readonly GuardRound[]> {
  const rounds: GuardRound[] = [];
  for (const body of guardedBodies) {
    const options = { body, connections: 32, seconds };
    rounds.push({ body, guarded: await measure(guarded, options), unguarded: await measure(unguarded, options) });
  }
  return rounds;
}
