import { readBase64, toBase64 } from './base64.ts';
import { concat } from './concat.ts';
import { keyKinds, type KeyKind } from './verifier-key.ts';

/** A checkpoint (C2SP tlog-checkpoint): the size and root of a log at one moment. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export interface NoteSignature {
  readonly name: string;
  /** Four bytes that name the key, then the signature. */
  readonly bytes: Uint8Array;
}

/** Key id, then an Ed25519 signature. */
const SIGNATURE_BYTES = 4 + 64;

/** The signed text; ends with a line feed. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

export interface SignedNote {
  /** What is signed; ends with a line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Reads a signed note (C2SP signed-note) without judging its signatures; `undefined` when it is none. */
export function parseNote(note: string): SignedNote | undefined {
  const gap = note.lastIndexOf('\n\n');
  if (gap < 0 || !note.endsWith('\n')) return undefined;
  const signatures = note
    .slice(gap + 2, -1)
    .split('\n')
    .map(parseSignature);
  return signatures.every((each) => each !== undefined) ? { text: note.slice(0, gap + 1), signatures } : undefined;
}

/** Reads a signed checkpoint without judging its signatures; `undefined` when it is none. */
export function parseCheckpoint(note: string): (SignedNote & { readonly checkpoint: Checkpoint }) | undefined {
  const parsed = parseNote(note);
  const [origin, size, root] = parsed?.text.split('\n') ?? [];
  const hash = readBase64(root ?? '');
  if (parsed === undefined || origin === undefined || origin === '' || hash?.length !== 32) return undefined;
  if (!/^(?:0|[1-9]\d{0,14})$/.test(size ?? '')) return undefined;
  return { ...parsed, checkpoint: { origin, size: Number(size), root: hash } };
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name, encoded] = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
  const bytes = readBase64(encoded ?? '');
  return name === undefined || bytes === undefined || bytes.length <= 4 ? undefined : { name, bytes };
}

/** One line of the note's foot. `keyId` is what `noteKeyId` gives. */
export function signatureLine(name: string, keyId: Uint8Array, signature: Uint8Array): string {
  return `— ${name} ${toBase64(concat(keyId, signature))}\n`;
}

/** The public key as verifiers take it (golang.org/x/mod/sumdb/note): `NAME+ID+BASE64`. */
export function verifierKey(key: {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly kind?: KeyKind;
}): string {
  const id = [...key.keyId].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${key.name}+${id}+${toBase64(concat(Uint8Array.of(key.kind ?? keyKinds.log), key.publicKey))}`;
}

/** What the key id is the first four bytes of the SHA-256 of. */
export function keyIdInput(name: string, publicKey: Uint8Array, kind: KeyKind = keyKinds.log): Uint8Array {
  return concat(new TextEncoder().encode(`${name}\n`), Uint8Array.of(kind), publicKey);
}

/** The signature that a key of this name and id made, when the note carries one of Ed25519. */
export function signatureBy(signatures: readonly NoteSignature[], key: NoteKey): Uint8Array | undefined {
  return signatureOfLength(signatures, key, SIGNATURE_BYTES);
}

export interface NoteKey {
  readonly name: string;
  readonly keyId: Uint8Array;
}

/** What follows the key id in the line of this key, when that line has the length of such a signature. */
export function signatureOfLength(
  signatures: readonly NoteSignature[],
  key: NoteKey,
  length: number,
): Uint8Array | undefined {
  const found = signatures.find(
    ({ name, bytes }) =>
      name === key.name && bytes.length === length && key.keyId.every((byte, place) => bytes[place] === byte),
  );
  return found?.bytes.subarray(4);
}
