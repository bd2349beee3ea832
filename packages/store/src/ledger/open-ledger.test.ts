import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { verifyLedger } from '@riad/ledger/verify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { appendAll, entries, ledgerPlace, type LedgerPlace } from './testing/ledger-in.ts';

let place: LedgerPlace;
beforeEach(() => {
  place = ledgerPlace();
});
afterEach(() => place.remove());

const segment = (): string => join(place.folder, 'segments/000000000000.jsonl');
const whats = (options = {}): readonly (readonly [number | null, string])[] =>
  verifyLedger(place.folder, options).problems.map(({ record, what }) => [record, what]);

async function fill(count: number): Promise<void> {
  const ledger = await place.open();
  await appendAll(ledger, entries(count));
  await ledger.close();
}

/** Rewrites the lines of the first segment. */
function rewrite(change: (lines: string[]) => readonly string[]): void {
  const lines = readFileSync(segment(), 'utf8').split('\n').slice(0, -1);
  writeFileSync(segment(), `${change(lines).join('\n')}\n`);
}

describe('a log that nobody touched', () => {
  test('verifies, signed to its last record, after one start and after several', async () => {
    for (const count of [3, 300, 2]) await fill(count);
    expect(verifyLedger(place.folder)).toMatchObject({ ok: true, problems: [], records: 305, signedRecords: 305 });
    expect(readdirSync(join(place.folder, 'checkpoints'))).toEqual(['000000000003', '000000000303', '000000000305']);
  });

  test('verifies with the file alone, by any program that runs it', async () => {
    await fill(10);
    const alone = join(place.root, 'verify.mjs');
    cpSync(fileURLToPath(import.meta.resolve('@riad/ledger/verify')), alone);
    const run = execFileSync(process.execPath, [alone, place.folder, '--json'], { encoding: 'utf8' });
    expect(JSON.parse(run)).toMatchObject({ ok: true, records: 10, problems: [] });
  });

  test('an empty one verifies too', async () => {
    const ledger = await place.open();
    await ledger.close();
    expect(verifyLedger(place.folder).problems.map(({ what }) => what)).toEqual([]);
  });
});

describe('R27: every way of changing a log is detected and named', () => {
  beforeEach(() => fill(600));

  test('a byte flipped in a record', () => {
    const bytes = readFileSync(segment());
    const at = bytes.indexOf('req_321"');
    bytes[at + 4] = 0x39;
    writeFileSync(segment(), bytes);
    expect(whats()).toEqual([[321, 'the record was changed: its hash is not the one in the tree']]);
  });

  test('any byte flipped anywhere, in records, checkpoint or tiles', () => {
    const files = ['segments/000000000000.jsonl', 'checkpoint', 'tile/0/000', 'tile/0/002.p/88', 'tile/1/000.p/2'];
    for (const file of files) {
      const path = join(place.folder, file);
      const before = readFileSync(path);
      for (let trial = 0; trial < 12; trial++) {
        const bytes = Buffer.from(before);
        const at = Math.floor((before.length * trial) / 12);
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        writeFileSync(path, bytes);
        expect([file, at, verifyLedger(place.folder).ok]).toEqual([file, at, false]);
      }
      writeFileSync(path, before);
    }
    expect(verifyLedger(place.folder).ok).toBe(true);
  });

  test('a record removed', () => {
    rewrite((lines) => lines.toSpliced(17, 1));
    expect(whats()).toEqual([[17, 'record 17 is missing']]);
  });

  test('two records exchanged', () => {
    rewrite((lines) => lines.with(5, lines[6] ?? '').with(6, lines[5] ?? ''));
    expect(whats()).toEqual([
      [5, 'record 5 is missing'],
      [5, 'record 5 stands out of order, after record 6'],
      [6, 'record 6 is missing'],
    ]);
  });

  test('a record inserted', () => {
    rewrite((lines) => lines.toSpliced(8, 0, lines[7] ?? ''));
    expect(whats()).toEqual([[7, 'record 7 stands out of order, after record 7']]);
  });

  test('the last records cut off', () => {
    rewrite((lines) => lines.slice(0, 590));
    expect(whats()).toEqual([[590, 'records 590 to 599 are missing: a checkpoint signs 600 records']]);
  });

  test('a record and its tile changed together', () => {
    rewrite((lines) => lines.with(3, lines[3]?.replace('req_3', 'req_4') ?? ''));
    rmSync(join(place.folder, 'tile'), { recursive: true });
    expect(whats()[0]?.[1]).toBe(
      'the first 600 records give another root than the one signed: the history was rewritten',
    );
  });

  test('the checkpoint taken away', () => {
    rmSync(join(place.folder, 'checkpoint'));
    expect(whats()).toContainEqual([null, 'there is no checkpoint: nothing vouches for these records']);
  });

  test('the whole log written anew with another key', async () => {
    const { verifierKey } = verifyLedger(place.folder);
    rmSync(place.root, { recursive: true });
    await fill(600);
    expect(verifyLedger(place.folder).ok).toBe(true);
    expect(whats({ key: verifierKey }).map(([, what]) => what)).toContain(
      'the log names another verifier key than the one given',
    );
  });

  test('a forked history: a backup restored and continued, against a checkpoint kept elsewhere', async () => {
    const backup = join(place.root, 'backup');
    cpSync(place.folder, backup, { recursive: true });
    await fill(5);
    const kept = join(place.root, 'kept');
    cpSync(join(place.folder, 'checkpoint'), kept);
    rmSync(place.folder, { recursive: true });
    cpSync(backup, place.folder, { recursive: true });
    const ledger = await place.open();
    await appendAll(ledger, entries(9, 7000));
    await ledger.close();
    expect(verifyLedger(place.folder).ok).toBe(true);
    expect(whats({ checkpoint: kept })).toEqual([
      [null, 'the history was forked or rewritten: its first 605 records are not those that this checkpoint signs'],
    ]);
  });

  test('a clock set back', async () => {
    const ledger = await place.open({ now: () => Date.now() - 3_600_000 });
    await appendAll(ledger, entries(1));
    await ledger.close();
    expect(whats()[0]).toEqual([
      600,
      expect.stringMatching(/^the clock was set back by 3[56]\d{5} ms before this record$/),
    ]);
  });
});

describe('a start after a crash', () => {
  test('cuts a torn record off, keeps every whole one and signs them', async () => {
    await fill(260);
    rewrite((lines) => [...lines, lines[0]?.replace('"i":0,', '"i":260,') ?? '']);
    appendFileSync(segment(), '{"v":1,"i":261,"t":17');
    const ledger = await place.open();
    expect(ledger.status().records).toBe(261);
    await appendAll(ledger, entries(1));
    await ledger.close();
    expect(verifyLedger(place.folder)).toMatchObject({ records: 262, signedRecords: 262 });
    expect(whats().filter(([, what]) => !what.startsWith('the clock'))).toEqual([]);
  });

  test('makes missing tiles again from the records', async () => {
    await fill(600);
    rmSync(join(place.folder, 'tile'), { recursive: true });
    await fill(10);
    expect(verifyLedger(place.folder)).toMatchObject({ ok: true, records: 610 });
    expect(existsSync(join(place.folder, 'tile/0/001'))).toBe(true);
  });

  test('refuses a log that lost records which a checkpoint signs', async () => {
    await fill(20);
    rewrite((lines) => lines.slice(0, 15));
    await expect(place.open()).rejects.toMatchObject({
      code: 'ledger.invalid',
      message: expect.stringContaining('holds 15 records'),
    });
  });

  test('refuses a checkpoint that its key did not sign', async () => {
    await fill(20);
    const file = join(place.folder, 'checkpoint');
    writeFileSync(file, readFileSync(file, 'utf8').replace('\n20\n', '\n19\n'));
    await expect(place.open()).rejects.toMatchObject({ code: 'ledger.invalid' });
  });

  test('refuses to go on without its key, and says what to restore', async () => {
    await fill(1);
    const file = join(place.keys, 'ledger-signing-key.pem');
    const key = readFileSync(file);
    rmSync(file);
    const refusal = { code: 'ledger.invalid', remedy: expect.stringContaining(`Restore ${file}`) };
    await expect(place.open()).rejects.toMatchObject(refusal);
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, key);
    await fill(1);
    expect(verifyLedger(place.folder)).toMatchObject({ ok: true, records: 2 });
  });

  test('refuses the key of another log', async () => {
    await fill(1);
    const other = ledgerPlace();
    await (await other.open()).close();
    cpSync(join(other.keys, 'ledger-signing-key.pem'), join(place.keys, 'ledger-signing-key.pem'));
    other.remove();
    await expect(place.open()).rejects.toMatchObject({ code: 'ledger.invalid' });
  });
});

test('a folder has one writer, also across processes, and is free again when that one is killed', async () => {
  const script = fileURLToPath(new URL('testing/hold-ledger.ts', import.meta.url));
  const holder = spawn(process.execPath, [script, place.folder, place.keys], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  await expect(place.open()).rejects.toMatchObject({ code: 'server.already_running' });
  const gone = new Promise((resolve) => holder.once('exit', resolve));
  holder.kill('SIGKILL');
  await gone;
  const ledger = await place.open();
  await expect(place.open()).rejects.toMatchObject({ code: 'server.already_running' });
  await ledger.close();
});

describe('sealed parts', () => {
  const sealed = { actor: 'Aïcha B.', reason: 'request of 3 March' };

  test('can be read by whoever holds the keys, and stand nowhere in the log', async () => {
    const ledger = await place.open();
    const [id, plain] = await appendAll(ledger, [
      { type: 'rights.requested', facts: { kind: 'access' }, sealed },
      ...entries(1),
    ]);
    expect(await ledger.unseal(id ?? ('' as never))).toEqual(sealed);
    expect(await ledger.unseal(plain ?? ('' as never))).toBeUndefined();
    expect([...ledger.sealed()]).toEqual([{ id, content: sealed }]);
    await ledger.close();
    expect(textOf(place.folder)).not.toContain('Aïcha');
    expect(verifyLedger(place.folder, { keys: join(place.keys, 'records') }).problems).toEqual([]);
  });

  test('R9: an erased one cannot be read by anybody, and every proof still verifies', async () => {
    let ledger = await place.open();
    const [first, second] = await appendAll(ledger, [
      { type: 'a', facts: {}, sealed },
      { type: 'b', facts: {}, sealed: { actor: 'other' } },
    ]);
    if (first === undefined || second === undefined) throw new Error('two records');
    await appendAll(ledger, [{ type: 'sealed.erased', facts: { records: ['0'] } }]);
    expect(ledger.eraseSealed([first])).toBe(1);
    await ledger.close();
    ledger = await place.open();
    expect(await ledger.unseal(first)).toBeUndefined();
    expect(await ledger.unseal(second)).toEqual({ actor: 'other' });
    await ledger.close();
    expect(verifyLedger(place.folder, { keys: join(place.keys, 'records') })).toMatchObject({ ok: true, erased: 1 });
    expect(readFileSync(join(place.keys, 'records/000000000000.keys')).subarray(0, 64)).toEqual(Buffer.alloc(64));
  });

  test('one that disappears without an erasure on record, or is exchanged, is named', async () => {
    const ledger = await place.open();
    await appendAll(ledger, [{ type: 'a', facts: {}, sealed }]);
    await ledger.close();
    const file = join(place.folder, 'sealed/000000000000.jsonl');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace('"c":"', '"c":"AAAA'));
    expect(whats({ keys: join(place.keys, 'records') })).toEqual([
      [0, 'the sealed part is not what the record commits to, or its key is missing'],
    ]);
    writeFileSync(file, '');
    expect(whats()).toEqual([[0, 'the sealed part is missing and no erasure is on record']]);
  });
});

/** All bytes of the files of a folder, as text. */
function textOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}
