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

const ED25519 = 1;
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
  const hash = fromBase64(root ?? '');
  if (parsed === undefined || origin === undefined || origin === '' || hash?.length !== 32) return undefined;
  if (!/^(?:0|[1-9]\d{0,14})$/.test(size ?? '')) return undefined;
  return { ...parsed, checkpoint: { origin, size: Number(size), root: hash } };
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name, encoded] = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
  const bytes = fromBase64(encoded ?? '');
  return name === undefined || bytes === undefined || bytes.length <= 4 ? undefined : { name, bytes };
}

/** One line of the note's foot. `keyId` is what `noteKeyId` gives. */
export function signatureLine(name: string, keyId: Uint8Array, signature: Uint8Array): string {
  return `— ${name} ${toBase64(concat(keyId, signature))}\n`;
}

/** The public key as verifiers take it (golang.org/x/mod/sumdb/note): `NAME+ID+BASE64`. */
export function verifierKey(name: string, keyId: Uint8Array, publicKey: Uint8Array): string {
  const id = [...keyId].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${name}+${id}+${toBase64(concat(Uint8Array.of(ED25519), publicKey))}`;
}

/** What the key id is the first four bytes of the SHA-256 of. */
export function keyIdInput(name: string, publicKey: Uint8Array): Uint8Array {
  return concat(new TextEncoder().encode(`${name}\n`), Uint8Array.of(ED25519), publicKey);
}

/** The signature that a key of this name and id made, when the note carries one of Ed25519. */
export function signatureBy(
  signatures: readonly NoteSignature[],
  key: { readonly name: string; readonly keyId: Uint8Array },
): Uint8Array | undefined {
  const found = signatures.find(
    ({ name, bytes }) =>
      name === key.name && bytes.length === SIGNATURE_BYTES && key.keyId.every((byte, place) => bytes[place] === byte),
  );
  return found?.bytes.subarray(4);
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
