import { readBase64, toBase64 } from '../base64.ts';
import { HASH_BYTES } from '../sha256.ts';

/** A log asks a witness to sign (C2SP tlog-witness, `POST /add-checkpoint`). */
export interface AddCheckpoint {
  /** How many records the witness saw last. */
  readonly oldSize: number;
  /** From that size to the one of the checkpoint; empty when the witness has seen none, or this one already. */
  readonly proof: readonly Uint8Array[];
  /** The checkpoint with the log's signature. */
  readonly note: string;
}

/** A consistency proof between logs of any size is no longer. */
const MAX_PROOF = 63;

export function encodeAddCheckpoint({ oldSize, proof, note }: AddCheckpoint): string {
  return `${[`old ${oldSize}`, ...proof.map(toBase64)].join('\n')}\n\n${note}`;
}

/** `undefined` when it is no such request. */
export function parseAddCheckpoint(body: string): AddCheckpoint | undefined {
  const gap = body.indexOf('\n\n');
  const [first, ...lines] = body.slice(0, Math.max(gap, 0)).split('\n');
  const [, oldSize] = /^old (0|[1-9]\d{0,14})$/.exec(first ?? '') ?? [];
  const proof = lines.flatMap((line) => {
    const hash = readBase64(line);
    return hash?.length === HASH_BYTES ? [hash] : [];
  });
  if (oldSize === undefined || proof.length < lines.length || lines.length > MAX_PROOF) return undefined;
  return { oldSize: Number(oldSize), proof, note: body.slice(gap + 2) };
}
