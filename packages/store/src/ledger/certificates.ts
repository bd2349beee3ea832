import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseNote, signatureBy } from '@riad/ledger';

import { isSignedBy, openVerifierKey } from './open-verifier-key.ts';
import type { NoteSigner } from './signing-key.ts';

/** Signed statements about what was deleted, beside the log that records them. */
export interface Certificates {
  /** Signs the lines with the log's key, keeps the note as `ledger/certificates/NAME.txt`, or `NAME-2.txt`, and returns it. */
  issue(name: string, lines: readonly string[]): string;
}

export function createCertificates(folder: string, signer: NoteSigner): Certificates {
  return {
    issue(name, lines) {
      const note = signer.signNote(`${[...lines, `log: ${signer.name}`].join('\n')}\n`);
      const certificates = join(folder, 'certificates');
      mkdirSync(certificates, { recursive: true, mode: 0o700 });
      writeFileSync(join(certificates, `${freeName(certificates, name)}.txt`), note, { mode: 0o600, flush: true });
      return note;
    },
  };
}

/** A certificate is never written over: what was done in two steps has two. */
function freeName(folder: string, name: string): string {
  let free = name;
  for (let number = 2; existsSync(join(folder, `${free}.txt`)); number++) free = `${name}-${number}`;
  return free;
}

/** The signed text when the key of this verifier key signed the note, `undefined` otherwise. */
export function openCertificate(note: string, verifierKey: string): string | undefined {
  const key = openVerifierKey(verifierKey);
  const parsed = parseNote(note);
  if (key === undefined || parsed === undefined) return undefined;
  const signature = signatureBy(parsed.signatures, key);
  return signature !== undefined && isSignedBy(key, parsed.text, signature) ? parsed.text : undefined;
}
