/** Run as a process of its own by convert-file.ts: rewrites the first file into the second and prints its SHA-256. */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

import { convertE5ToGguf } from './e5-to-gguf.ts';

const [from = '', to = ''] = process.argv.slice(2);
const hash = createHash('sha256');
const file = openSync(to, 'w', 0o600);
try {
  for (const chunk of convertE5ToGguf(readFileSync(from))) {
    hash.update(chunk);
    writeWhole(chunk);
  }
  fsyncSync(file);
} finally {
  closeSync(file);
}
process.stdout.write(hash.digest('hex'));

function writeWhole(chunk: Uint8Array): void {
  for (let written = 0; written < chunk.length; written += writeSync(file, chunk, written));
}
