import { parseCheckpoint, signatureBy, type Checkpoint } from '../note.ts';
import type { TreeHasher } from '../sha256.ts';
import { isConsistent, type TreeHead } from '../verify-consistency.ts';
import type { VerifierKey } from '../verifier-key.ts';
import { parseAddCheckpoint } from './add-checkpoint.ts';
import { cosignatureLine, cosignedText } from './cosignature.ts';

/** An answer of C2SP tlog-witness: status and body. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly body: string;
}

export interface WitnessOptions {
  /** The witness's own name and key id. */
  readonly key: { readonly name: string; readonly keyId: Uint8Array };
  readonly sign: (message: string) => Uint8Array;
  /** The logs that it signs for: origin and key are the log's. */
  readonly logs: readonly VerifierKey[];
  readonly isSigned: (message: string, signature: Uint8Array, key: VerifierKey) => boolean;
  readonly hasher: TreeHasher;
  /** Seconds. */
  readonly now: () => number;
  readonly heads: TreeHeads;
}

/** What the witness signed last, by origin. A head that was not kept must never be signed for. */
export interface TreeHeads {
  find(origin: string): TreeHead | undefined;
  /** Durable before it returns. */
  keep(head: Checkpoint): void;
}

/**
 * Signs that a log grew without a change since it was seen last. It is asked by one request at a time and answers at once, so
 * two requests cannot both begin from the same head.
 */
export function createWitness(options: WitnessOptions): (body: string) => WitnessAnswer {
  const { key, logs, isSigned, hasher, now, heads } = options;

  function sign(text: string, checkpoint: Checkpoint): WitnessAnswer {
    heads.keep(checkpoint);
    const time = now();
    return { status: 200, body: cosignatureLine(key, { time, signature: options.sign(cosignedText(text, time)) }) };
  }

  return (body) => {
    const request = parseAddCheckpoint(body);
    const note = parseCheckpoint(request?.note ?? '');
    if (request === undefined || note === undefined) return { status: 400, body: 'not a request of tlog-witness\n' };
    const { checkpoint, text, signatures } = note;
    const log = logs.find(({ name }) => name === checkpoint.origin);
    if (log === undefined) return { status: 404, body: 'this log is not known here\n' };
    const signature = signatureBy(signatures, log);
    if (signature === undefined || !isSigned(text, signature, log))
      return { status: 403, body: 'the checkpoint is not signed by the key of the log\n' };
    if (request.oldSize > checkpoint.size) return { status: 400, body: 'the old size is larger than the new one\n' };
    const known = heads.find(checkpoint.origin) ?? { size: 0, root: hasher.empty() };
    if (known.size !== request.oldSize) return { status: 409, body: `${known.size}\n` };
    if (isConsistent(hasher, { from: known, to: checkpoint, proof: request.proof })) return sign(text, checkpoint);
    return { status: 422, body: 'the proof does not hold\n' };
  };
}
