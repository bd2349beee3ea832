import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { ggufLimits, HeaderDamaged, parseGgufHeader, readGgufHeader } from './gguf-header.ts';
import { createGgufWriter, type GgufWriter } from './gguf-writer.ts';
import { makeGguf } from './test-support/archives.ts';

const valid = makeGguf({ bytes: 4096 });

function reasonOf(bytes: Buffer, fileBytes: number = bytes.length): string {
  try {
    parseGgufHeader(bytes, fileBytes);
  } catch (error) {
    if (error instanceof HeaderDamaged) return error.message;
    throw error;
  }
  return 'accepted';
}

function fileWith(fill: (writer: GgufWriter) => void): Buffer {
  const writer = createGgufWriter();
  writer.string('general.architecture', 'llama');
  fill(writer);
  return Buffer.concat(writer.chunks());
}

/** Writes a number over the little-endian 64 bits at `at`. */
function patched(at: number, value: bigint): Buffer {
  const bytes = Buffer.from(valid);
  bytes.writeBigUInt64LE(value, at);
  return bytes;
}

const scalar = { name: 'a', shape: [32], type: 0, data: Buffer.alloc(128) };

describe('the header of a model file', () => {
  test('says what the file is, without loading it', () => {
    expect(parseGgufHeader(valid, valid.length)).toEqual({
      version: 3,
      architecture: 'llama',
      name: 'Test model',
      contextLength: 2048,
      embeddingLength: 64,
      chatTemplate: '{{ messages[0].content }}',
      vocabularySize: 3,
      tokenTypes: new Int32Array(),
      supportsFim: true,
      tensorCount: 1,
      tensorBytes: 4096,
      tensorShapes: new Map([['token_embd.weight', [1024]]]),
      tensorTypes: { F32: 1 },
    });
  });

  test('keeps the kind of every token and finds the tokens for filling in the middle, whatever else is as long', () => {
    const bytes = fileWith((writer) => {
      const tokens = ['<|fim_prefix|>', '<|fim_middle|>', 'fourteen bytes'].map((token) => Buffer.from(token));
      writer.strings('tokenizer.ggml.tokens', tokens);
      writer.int32s('tokenizer.ggml.token_type', [3, 3, 1]);
      writer.bool('tokenizer.ggml.add_space_prefix', false);
    });
    expect(parseGgufHeader(bytes, bytes.length)).toMatchObject({
      vocabularySize: 3,
      tokenTypes: Int32Array.of(3, 3, 1),
      addsSpacePrefix: false,
      supportsFim: true,
    });
  });

  test('is read from a file, however long it is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'riad-gguf-'));
    try {
      const long = fileWith((writer) => {
        writer.strings(
          'tokenizer.ggml.tokens',
          Array.from({ length: 9 }, () => Buffer.alloc(1024 * 1024, 'x')),
        );
        writer.tensor(scalar);
      });
      await writeFile(join(folder, 'long.gguf'), long);
      expect(await readGgufHeader(join(folder, 'long.gguf'))).toMatchObject({ vocabularySize: 9, tensorCount: 1 });
      await writeFile(join(folder, 'short.gguf'), long.subarray(0, 5 * 1024 * 1024));
      await expect(readGgufHeader(join(folder, 'short.gguf'))).rejects.toMatchObject({
        code: 'model.damaged',
        message: expect.stringContaining('short.gguf is not a usable model file: it is cut off inside its header'),
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('a hostile header is refused', () => {
  const tooMany = 2n ** 63n;

  test.each([
    ['another magic', Buffer.from('GGML....................'), 'it is not a GGUF file'],
    ['an old version', Buffer.from([...Buffer.from('GGUF'), 1, 0, 0, 0, ...Buffer.alloc(16)]), 'GGUF version 1'],
    ['a claim of 2^63 tensors', patched(8, tooMany), 'tensors'],
    ['one tensor too many', patched(8, BigInt(ggufLimits.tensors) + 1n), `at most ${ggufLimits.tensors}`],
    ['a claim of 2^63 metadata entries', patched(16, tooMany), 'metadata entries'],
    ['a key longer than the file', patched(24, tooMany), 'bytes of a key'],
    ['a key longer than any key', patched(24, 300n), 'bytes of a key'],
    ['nothing', Buffer.alloc(0), 'it is cut off inside its header'],
  ])('%s', (_, bytes, reason) => {
    expect(reasonOf(bytes)).toContain(reason);
  });

  test('tensors that end beyond the file', () => {
    expect(reasonOf(valid, valid.length - 1)).toMatch(/^its tensors need \d+ bytes and it has \d+$/);
  });

  test('a tensor at an offset of its own choosing', () => {
    const bytes = Buffer.from(valid);
    const at = valid.indexOf('token_embd.weight') + 'token_embd.weight'.length + 4 + 8 + 4;
    expect(bytes.readBigUInt64LE(at)).toBe(0n);
    bytes.writeBigUInt64LE(2n ** 40n, at);
    expect(reasonOf(bytes)).toBe('"token_embd.weight" is not where it should be');
  });

  test.each([
    { what: 'sizes whose product overflows', shape: [2 ** 40, 2 ** 40], type: 0, reason: 'has an impossible size' },
    { what: 'a size of zero', shape: [0], type: 0, reason: 'has an impossible size' },
    { what: 'five dimensions', shape: [1, 1, 1, 1, 1], type: 0, reason: 'has 5 dimensions' },
    { what: 'no dimension', shape: [], type: 0, reason: 'has 0 dimensions' },
    { what: 'a type that is not known', shape: [32], type: 99, reason: 'has a type that is not known (99)' },
    { what: 'a type that was taken out', shape: [32], type: 4, reason: 'has a type that is not known (4)' },
    { what: 'a block that is not full', shape: [33], type: 2, reason: 'does not fill its blocks' },
  ])('$what', ({ shape, type, reason }) => {
    const bytes = fileWith((writer) => writer.tensor({ name: 'a', shape, type, data: Buffer.alloc(64) }));
    expect(reasonOf(bytes)).toContain(reason);
  });

  test('two tensors of one name', () => {
    const bytes = fileWith((writer) => {
      writer.tensor(scalar);
      writer.tensor(scalar);
    });
    expect(reasonOf(bytes)).toBe('two tensors are called "a"');
  });

  test('a key that is there twice', () => {
    expect(reasonOf(fileWith((writer) => writer.string('general.architecture', 'bert')))).toBe(
      'general.architecture is there twice',
    );
  });

  test.each([0, 1, 3, 48, 131_072])('an alignment of %i', (alignment) => {
    expect(reasonOf(fileWith((writer) => writer.uint32('general.alignment', alignment)))).toBe(
      `it asks for an alignment of ${alignment}`,
    );
  });

  test('a text longer than any template', () => {
    const bytes = fileWith((writer) =>
      writer.string('tokenizer.chat_template', 'x'.repeat(ggufLimits.stringBytes + 1)),
    );
    expect(reasonOf(bytes)).toContain('bytes of tokenizer.chat_template');
  });

  test('a list of more items than any vocabulary', () => {
    const bytes = fileWith((writer) =>
      writer.int32s(
        'a.list',
        Array.from({ length: ggufLimits.arrayItems + 1 }, () => 0),
      ),
    );
    expect(reasonOf(bytes)).toContain('items of a.list');
  });

  test('an architecture that is no word', () => {
    const writer = createGgufWriter();
    writer.string('general.architecture', '../../etc');
    expect(reasonOf(Buffer.concat(writer.chunks()))).toBe('it names no architecture');
  });

  test('whatever bytes are changed, a header is read or refused, and nothing else happens', () => {
    const change = fc.record({ at: fc.nat({ max: 399 }), bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }) });
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.nat({ max: valid.length }),
        (changes, length) => {
          const bytes = Buffer.from(valid);
          for (const { at, bytes: piece } of changes) bytes.set(piece, at);
          const reason = reasonOf(bytes.subarray(0, length), length);
          expect(reason.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('bytes of any kind after a right beginning are read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (tail) => {
        const bytes = Buffer.concat([valid.subarray(0, 24), tail]);
        expect(reasonOf(bytes)).not.toBe('accepted');
      }),
      { numRuns: 2000 },
    );
  });

  test('a claim is refused from its number alone: nothing is allocated for it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'riad-gguf-'));
    try {
      const path = join(folder, 'sparse.gguf');
      const file = await open(path, 'w');
      await file.write(patched(24, 2n ** 52n));
      await file.truncate(2 ** 40);
      await file.close();
      await expect(readGgufHeader(path)).rejects.toMatchObject({ code: 'model.damaged' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
