import type { Clock } from '@riad/contracts';

/** Anybody may ask, so the parts are not asked more often than this. */
const HOLDS_MS = 500;

/** A part without which requests are refused: its name and whether it works. */
export interface VitalPart {
  readonly name: 'database' | 'ledger';
  works(): boolean | Promise<boolean>;
}

/** The names of the parts that do not work at the moment. */
export function createReadiness(parts: readonly VitalPart[], clock: Clock): () => Promise<readonly string[]> {
  let asked: { readonly at: number; readonly answer: Promise<readonly string[]> } | undefined;

  async function ask(): Promise<readonly string[]> {
    const states = await Promise.all(parts.map(async (part) => ({ name: part.name, works: await part.works() })));
    return states.filter(({ works }) => !works).map(({ name }) => name);
  }

  return () => {
    const now = clock.monotonic();
    if (asked === undefined || now - asked.at > HOLDS_MS) asked = { at: now, answer: ask() };
    return asked.answer;
  };
}
