import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { afterAll, expect, test } from 'vitest';

import { openFileStore, type FileStore } from './file-store.ts';
import { scanWithClamd, scanWithCommand, type VirusScanner } from './virus-scan.ts';

const scratch = mkdtempSync(join(tmpdir(), 'riad-scan-'));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(scratch, { recursive: true, force: true });
});

const clean = 'Loi 55-19 '.repeat(20_000);
const infected = `${clean}EICAR-STANDARD-ANTIVIRUS-TEST-FILE`;
/** Looks for the test word in all that it is given; 2 when it is told to break. */
const grep = scanWithCommand(['sh', '-c', 'if grep -q EICAR; then exit 1; else exit 0; fi']);

function store(name: string, scanner: VirusScanner): FileStore {
  return openFileStore({ folder: join(scratch, name), keyFile: join(scratch, `${name}.key`), scanner });
}

function pieces(text: string): Readable {
  return Readable.from(text.match(/[^]{1,1000}/g)?.map((piece) => Buffer.from(piece)) ?? []);
}

function nothingIn(name: string): void {
  expect(readdirSync(join(scratch, name))).toEqual([]);
}

test('a program clears a file, refuses another, and a program that breaks or is missing lets nothing through', async () => {
  expect(await store('clean', grep).add(pieces(clean), 1e7)).toMatchObject({ bytes: clean.length });
  await expect(store('bad', grep).add(pieces(infected), 1e7)).rejects.toMatchObject({ code: 'file.infected' });
  nothingIn('bad');
  for (const command of [['sh', '-c', 'cat >/dev/null; exit 2'], ['/no/such/scanner'], ['sh', '-c', 'kill -9 $$']]) {
    await expect(store('broken', scanWithCommand(command)).add(pieces(clean), 1e7)).rejects.toMatchObject({
      code: 'file.scan_failed',
    });
    nothingIn('broken');
  }
});

test('clamd is told the whole file in its own protocol; what it does not clear is refused', async () => {
  const answers: string[] = [
    'stream: OK\0',
    'stream: Eicar-Signature FOUND\0',
    'INSTREAM size limit exceeded. ERROR\0',
    '',
  ];
  const heard: string[] = [];
  const path = join(scratch, 'clamd.ctl');
  const server = createServer((socket) => {
    const chunks: Buffer[] = [];
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const all = Buffer.concat(chunks);
      const text = contentOf(all);
      if (text === undefined) return;
      heard.push(text);
      socket.end(answers.shift() ?? '');
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const scanner = scanWithClamd(path);
  expect(await store('c1', scanner).add(pieces(clean), 1e7)).toMatchObject({ bytes: clean.length });
  expect(heard).toEqual([clean]);
  await expect(store('c2', scanner).add(pieces(clean), 1e7)).rejects.toMatchObject({ code: 'file.infected' });
  await expect(store('c3', scanner).add(pieces(clean), 1e7)).rejects.toMatchObject({
    code: 'file.scan_failed',
    message: expect.stringContaining('StreamMaxLength'),
  });
  await expect(store('c4', scanner).add(pieces(clean), 1e7)).rejects.toMatchObject({ code: 'file.scan_failed' });
  await expect(store('c5', scanWithClamd(join(scratch, 'nobody'))).add(pieces(clean), 1e7)).rejects.toMatchObject({
    code: 'file.scan_failed',
  });
  for (const name of ['c2', 'c3', 'c4', 'c5']) nothingIn(name);
});

/** What was streamed; undefined before the empty piece that ends it. */
function contentOf(bytes: Buffer): string | undefined {
  const command = 'zINSTREAM\0';
  if (bytes.subarray(0, command.length).toString('latin1') !== command) return undefined;
  const parts: Buffer[] = [];
  for (let at = command.length; at + 4 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts).toString('utf8');
    parts.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}
