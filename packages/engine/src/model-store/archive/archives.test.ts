import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { SourceProblem } from '../sources/source-problem.ts';
import { makeTar, makeZip } from '../test-support/archives.ts';
import { readTarEntry } from './tar-reader.ts';
import { findZipEntry, readZipEntry } from './zip-reader.ts';

const content = Buffer.from('weights '.repeat(4000));
const files = [
  { name: 'pkg/__init__.py', content: Buffer.from('raise SystemExit') },
  { name: 'pkg/model.bin', content },
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'riad-archive-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function fromZip(bytes: Buffer, name = 'pkg/model.bin'): Promise<Buffer> {
  const path = join(folder, 'test.zip');
  await writeFile(path, bytes);
  const file = await open(path, 'r');
  try {
    return Buffer.concat(await Array.fromAsync(readZipEntry(file, await findZipEntry(file, name))));
  } finally {
    await file.close();
  }
}

async function fromTar(bytes: Buffer, pieces = 100): Promise<Buffer> {
  async function* stream(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += pieces) yield bytes.subarray(at, at + pieces);
  }
  return Buffer.concat(await Array.fromAsync(readTarEntry(stream(), 'pkg/model.bin')));
}

async function outcomeOf(work: Promise<Buffer>): Promise<Buffer | string> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof SourceProblem) return error.message;
    throw error;
  }
}

/** Where the directory's entry for a file starts. */
function directoryEntry(bytes: Buffer, name: string): number {
  return bytes.lastIndexOf(name) - 46;
}

describe('one entry of a zip file', () => {
  test.each([0, 8] as const)('is read, packed by method %i', async (method) => {
    expect(await fromZip(makeZip(files.map((file) => ({ ...file, method }))))).toEqual(content);
  });

  test('that is not there is said to be missing', async () => {
    expect(await outcomeOf(fromZip(makeZip(files), 'pkg/other.bin'))).toContain('it does not hold pkg/other.bin');
  });

  test('that is there twice is refused', async () => {
    expect(await outcomeOf(fromZip(makeZip([...files, ...files])))).toContain('it holds pkg/model.bin twice');
  });

  test('that unpacks to more than it says is stopped there', async () => {
    const bytes = makeZip(files);
    bytes.writeUInt32LE(100, directoryEntry(bytes, 'pkg/model.bin') + 24);
    expect(await outcomeOf(fromZip(bytes))).toContain('is longer than it says');
  });

  test.each([
    { what: 'encrypted', offset: 8, value: 1, reason: 'is encrypted' },
    { what: 'packed by an unknown method', offset: 10, value: 93, reason: 'packed by a method' },
  ])('that is $what is refused', async ({ offset, value, reason }) => {
    const bytes = makeZip(files);
    bytes.writeUInt16LE(value, directoryEntry(bytes, 'pkg/model.bin') + offset);
    expect(await outcomeOf(fromZip(bytes))).toContain(reason);
  });

  test('with a wrong checksum is refused at its end', async () => {
    const bytes = makeZip(files);
    bytes.writeUInt32LE(1, directoryEntry(bytes, 'pkg/model.bin') + 16);
    expect(await outcomeOf(fromZip(bytes))).toContain('has another checksum');
  });

  test('that lies outside the file is refused', async () => {
    const bytes = makeZip(files);
    bytes.writeUInt32LE(2 ** 31, directoryEntry(bytes, 'pkg/model.bin') + 42);
    expect(await outcomeOf(fromZip(bytes))).toContain('lies outside the file');
  });

  test('whatever bytes are changed, comes out right or is refused', async () => {
    const bytes = makeZip(files);
    const change = fc.record({ at: fc.nat({ max: bytes.length - 1 }), value: fc.nat({ max: 255 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.nat({ max: bytes.length }),
        async (changes, cut) => {
          const changed = Buffer.from(bytes);
          for (const { at, value } of changes) changed[at] = value;
          const outcome = await outcomeOf(fromZip(cut % 3 === 0 ? changed.subarray(0, cut) : changed));
          expect(typeof outcome === 'string' || outcome.equals(content)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('one entry of a tar stream', () => {
  test.each([1, 100, 512, 1_000_000])('is read from pieces of %i bytes', async (pieces) => {
    expect(await fromTar(makeTar(files), pieces)).toEqual(content);
  });

  test('is found under the long name of a pax header', async () => {
    const record = 'path=pkg/model.bin\n';
    const header = { name: 'pax', type: 'x', content: Buffer.from(`${record.length + 3} ${record}`) };
    expect(await fromTar(makeTar([header, { name: 'short', content }]))).toEqual(content);
  });

  test('is not a link of that name', async () => {
    const link = { name: 'pkg/model.bin', type: '2', content: Buffer.alloc(0) };
    expect(await outcomeOf(fromTar(makeTar([link])))).toContain('does not hold');
  });

  test('that is cut off is refused', async () => {
    expect(await outcomeOf(fromTar(makeTar(files).subarray(0, 3000)))).toContain('it is cut off');
  });

  test('whatever bytes are changed in its headers, comes out right or is refused', async () => {
    const bytes = makeTar(files);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 511 }), fc.nat({ max: 255 }), async (at, value) => {
        const changed = Buffer.from(bytes);
        changed[1024 + at] = value;
        const outcome = await outcomeOf(fromTar(changed, 4096));
        expect(typeof outcome === 'string' || outcome.equals(content)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
