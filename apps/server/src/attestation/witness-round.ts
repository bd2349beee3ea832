import type { Logger } from '@riad/contracts';
import { cosignatureBy, parseCheckpoint } from '@riad/ledger';
import {
  askWitness,
  isCosigned,
  keepCosigned,
  type LedgerReader,
  type Post,
  type SignedCheckpoint,
  type WitnessAddress,
} from '@riad/store';

/** What one witness vouches for. */
export interface WitnessState {
  readonly name: string;
  /** Records that its newest signature covers; 0 when it signed none. */
  readonly records: number;
  /** ISO 8601, by its own clock. */
  readonly at: string | null;
  /** Why it did not sign when it was asked last; null when it did. */
  readonly problem: string | null;
}

export interface AskedWitness extends WitnessAddress {
  readonly post: Post;
}

export interface WitnessRoundOptions {
  readonly folder: string;
  readonly witnesses: readonly AskedWitness[];
  /** Checkpoints that were kept, the largest log first. */
  readonly kept: Iterable<string>;
  readonly logger: Logger;
}

export interface WitnessRound {
  /** Asks those who have not signed the newest checkpoint. Whether all have now. */
  run(reader: LedgerReader): Promise<boolean>;
  states(): readonly WitnessState[];
}

/** How many kept checkpoints are looked through for what each witness signed last. */
const LOOK_BACK = 200;

export function createWitnessRound({ folder, witnesses, kept, logger }: WitnessRoundOptions): WitnessRound {
  const states = new Map<string, WitnessState>(
    witnesses.map(({ key: { name } }) => [name, { name, records: 0, at: null, problem: null }]),
  );
  for (const state of recall(kept, witnesses)) states.set(state.name, state);

  interface Reply {
    readonly state: WitnessState;
    /** Absent when it did not sign. */
    readonly line?: string;
  }

  async function ask(witness: AskedWitness, reader: LedgerReader, checkpoint: SignedCheckpoint): Promise<Reply> {
    const { name } = witness.key;
    const state = states.get(name) ?? { name, records: 0, at: null, problem: null };
    try {
      const question = { witness, reader, checkpoint, oldSize: state.records, post: witness.post };
      const { line, time } = await askWitness(question);
      return { line, state: { name, records: checkpoint.size, at: isoOf(time), problem: null } };
    } catch (error) {
      const problem = error instanceof Error ? error.message : 'it cannot be asked';
      logger.warn('ledger.witness_failed', { witness: name, reason: problem });
      return { state: { ...state, problem } };
    }
  }

  return {
    /** Everybody signs the same checkpoint, so that one file shows how many did. */
    async run(reader) {
      const checkpoint = reader.checkpoint();
      const asked = witnesses.filter(({ key }) => states.get(key.name)?.records !== checkpoint.size);
      const replies = await Promise.all(asked.map((witness) => ask(witness, reader, checkpoint)));
      const lines = replies.flatMap(({ line }) => line ?? []);
      if (lines.length > 0) await keepCosigned(folder, checkpoint, lines);
      for (const { state } of replies) states.set(state.name, state);
      return lines.length === asked.length;
    },
    states: () => [...states.values()],
  };
}

/** What each witness signed last, from the checkpoints that carry its valid signature. */
function recall(kept: Iterable<string>, witnesses: readonly WitnessAddress[]): readonly WitnessState[] {
  const found = new Map<string, WitnessState>();
  let looked = 0;
  for (const note of kept) {
    const parsed = parseCheckpoint(note);
    if (parsed === undefined || found.size === witnesses.length || ++looked > LOOK_BACK) break;
    for (const { key } of witnesses) {
      const cosignature = cosignatureBy(parsed.signatures, key);
      if (found.has(key.name) || cosignature === undefined || !isCosigned(parsed.text, key, cosignature)) continue;
      const { name } = key;
      found.set(name, { name, records: parsed.checkpoint.size, at: isoOf(cosignature.time), problem: null });
    }
  }
  return [...found.values()];
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
