import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { convertFile } from './convert-file.ts';
import { convertE5ToGguf } from './e5-to-gguf.ts';
import { parseGgufHeader } from './gguf-header.ts';
import { sha256 } from './test-support/archives.ts';

const hidden = 32;
const feedForward = 64;
const pieces = ['<s>', '<pad>', '</s>', '<unk>', '▁a', '<mask>'];
const vocabulary = pieces.length + 2;

/** A container of the real layout, with one layer and tensors whose bytes are told apart. */
function makeContainer(): Buffer {
  const tensors: [string, number][] = [
    ['emb.word', ((hidden * vocabulary) / 32) * 18],
    ['emb.pos', hidden * 8 * 4],
    ['emb.type', hidden * 4], // one of the two rows is stored
    ['emb.ln.w', hidden * 4],
    ['emb.ln.b', hidden * 4],
  ];
  for (const name of ['q', 'k', 'v', 'ao'])
    tensors.push([`l0.${name}.w`, ((hidden * hidden) / 32) * 18], [`l0.${name}.b`, hidden * 4]);
  for (const name of ['aln', 'oln']) tensors.push([`l0.${name}.w`, hidden * 4], [`l0.${name}.b`, hidden * 4]);
  tensors.push(['l0.fi.w', ((hidden * feedForward) / 32) * 18], ['l0.fi.b', feedForward * 4]);
  tensors.push(['l0.fo.w', ((hidden * feedForward) / 32) * 18], ['l0.fo.b', hidden * 4]);

  const texts = pieces.map((piece) => Buffer.from(piece));
  const offsets = texts.reduce<number[]>((ends, text) => [...ends, (ends.at(-1) ?? 0) + text.length], [0]);
  const head = [
    Buffer.from('E5S1'),
    int32(1, hidden, 1, 2, feedForward, vocabulary, 8, 2),
    float32(1e-12),
    int32(32, pieces.length, 0, 2, 1, 3),
    uint64(offsets.at(-1) ?? 0),
    int32(...offsets),
    float32(...pieces.map((_, index) => -index)),
    ...texts,
    int32(0, 4),
    Buffer.from('norm'),
    int32(tensors.length),
  ];
  const directoryBytes = tensors.reduce((sum, [name]) => sum + 2 + name.length + 1 + 4 + 16, 0);
  let offset = Buffer.concat(head).length + directoryBytes;
  const directory: Buffer[] = [];
  const data: Buffer[] = [];
  for (const [index, [name, bytes]] of tensors.entries()) {
    const length = Buffer.alloc(2);
    length.writeUInt16LE(name.length);
    directory.push(length, Buffer.from(name), Buffer.alloc(5), uint64(offset), uint64(bytes));
    data.push(Buffer.alloc(bytes, index + 1));
    offset += bytes;
  }
  return Buffer.concat([...head, ...directory, ...data]);
}

test('a container becomes a file that the native library reads: same bytes, another order', () => {
  const gguf = Buffer.concat(convertE5ToGguf(makeContainer()));
  expect(parseGgufHeader(gguf, gguf.length)).toMatchObject({
    architecture: 'bert',
    name: 'multilingual-e5-small',
    contextLength: 8,
    embeddingLength: hidden,
    vocabularySize: vocabulary,
    tensorCount: 21,
    tensorTypes: { Q4_0: 7, F32: 14 },
  });
  // The stored row of the token types, then the one that is all zero.
  const types = Buffer.concat([Buffer.alloc(hidden * 4, 3), Buffer.alloc(hidden * 4)]);
  expect(gguf.includes(types)).toBe(true);
  // Unused places of the vocabulary are named and never chosen.
  expect(gguf.includes('[PAD6]')).toBe(true);
  expect(gguf.includes('[PAD7]')).toBe(true);
});

test('the conversion runs in a process of its own and says what it wrote', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'riad-e5-'));
  try {
    const [from, to] = [join(folder, 'in.bin'), join(folder, 'out.gguf')];
    await writeFile(from, makeContainer());
    const digest = await convertFile(from, to, new AbortController().signal);
    expect(digest).toBe(sha256(await readFile(to)));

    await writeFile(from, makeContainer().subarray(0, 500));
    await expect(convertFile(from, to, new AbortController().signal)).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('the file cannot be converted: '),
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each([
  ['another kind of file', Buffer.from('GGUF'), 'it is no E5S1 container'],
  ['a container without a tensor', withoutTensor(), 'it does not hold l0.fo.b'],
])('%s is refused', (_, input, reason) => {
  expect(() => convertE5ToGguf(input)).toThrow(reason);
});

function withoutTensor(): Buffer {
  const bytes = makeContainer();
  bytes.write('l0.xx.b', bytes.indexOf('l0.fo.b'));
  return bytes;
}

function int32(...values: readonly number[]): Buffer {
  return Buffer.from(Int32Array.from(values).buffer);
}

function float32(...values: readonly number[]): Buffer {
  return Buffer.from(Float32Array.from(values).buffer);
}

function uint64(value: number): Buffer {
  return Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
}
