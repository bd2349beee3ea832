import {
  cosignatureBy,
  cosignedText,
  encodeAddCheckpoint,
  parseNote,
  type Cosignature,
  type VerifierKey,
} from '@riad/ledger';

import { isSignedBy } from '../open-verifier-key.ts';
import type { LedgerReader, SignedCheckpoint } from '../read-ledger.ts';
import type { Post } from './post.ts';

export interface WitnessAddress {
  readonly key: VerifierKey;
  /** The address before `/add-checkpoint`. */
  readonly url: string;
}

export interface WitnessSignature {
  /** Its line for the foot of the checkpoint. */
  readonly line: string;
  /** Seconds since 1970, by its clock. */
  readonly time: number;
}

export interface WitnessQuestion {
  readonly witness: WitnessAddress;
  readonly reader: LedgerReader;
  readonly checkpoint: SignedCheckpoint;
  /** What it signed last, as far as is known; 0 when nothing is. */
  readonly oldSize: number;
  readonly post: Post;
}

/**
 * Asks a witness to sign a checkpoint (C2SP tlog-witness), once more when it saw another size last than was thought. What it
 * answers counts only when its key signed it. Rejects with a reason that a person can read.
 */
export async function askWitness(question: WitnessQuestion): Promise<WitnessSignature> {
  const first = await add(question, question.oldSize);
  const answer = first.known === undefined ? first : await add(question, first.known);
  if (answer.known !== undefined) throw new Error(otherHistory);
  if (answer.status !== 200) throw new Error(refusals[answer.status] ?? `it answered ${answer.status}`);
  return readSignature(answer.text, question.witness.key, question.checkpoint);
}

interface Answer {
  readonly status: number;
  readonly text: string;
  /** The size that it saw last, when it was not the one told. */
  readonly known: number | undefined;
}

async function add({ witness, reader, checkpoint, post }: WitnessQuestion, oldSize: number): Promise<Answer> {
  if (oldSize > checkpoint.size)
    throw new Error(
      `it has signed ${oldSize} records and this log has ${checkpoint.size}: records were lost or removed`,
    );
  const proof = oldSize === 0 || oldSize === checkpoint.size ? [] : await proofFrom(reader, oldSize, checkpoint);
  const { status, body } = await post({
    url: new URL(`${witness.url.replace(/\/$/, '')}/add-checkpoint`),
    contentType: 'text/plain; charset=utf-8',
    body: encodeAddCheckpoint({ oldSize, proof, note: checkpoint.note }),
  });
  const text = body.toString('utf8');
  return { status, text, known: status === 409 && /^\d{1,15}\n?$/.test(text) ? Number(text) : undefined };
}

const otherHistory = 'it says that this log is not the one it signed before';

const refusals: Readonly<Record<number, string>> = {
  403: 'it does not know the key of this log: give it what ./riad audit checkpoint --verifier-key prints',
  404: 'it does not know this log: give it what ./riad audit checkpoint --verifier-key prints',
  422: otherHistory,
};

async function proofFrom(
  reader: LedgerReader,
  oldSize: number,
  checkpoint: SignedCheckpoint,
): Promise<readonly Uint8Array[]> {
  const { proof } = await reader.proveConsistency(oldSize, checkpoint);
  return proof.map((hash) => Buffer.from(hash, 'base64'));
}

function readSignature(text: string, key: VerifierKey, checkpoint: SignedCheckpoint): WitnessSignature {
  const signed = checkpoint.note.slice(0, checkpoint.note.lastIndexOf('\n\n') + 1);
  for (const line of text.split('\n').filter(Boolean)) {
    const cosignature = cosignatureBy(parseNote(`${signed}\n${line}\n`)?.signatures ?? [], key);
    if (cosignature === undefined || !isCosigned(signed, key, cosignature)) continue;
    return { line: `${line}\n`, time: cosignature.time };
  }
  throw new Error('its answer carries no valid signature of the key that the settings name');
}

/** Whether the witness of this key signed the text of a checkpoint at that time. */
export function isCosigned(text: string, key: VerifierKey, { time, signature }: Cosignature): boolean {
  return isSignedBy(key, cosignedText(text, time), signature);
}
