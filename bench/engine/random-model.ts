import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

/** Shapes of a llama model. Speed depends on shapes and types, not on the values: random weights are enough to measure it. */
interface Shape {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly feedForward: number;
  readonly quantisation: 'q8_0' | 'q4_0';
}

export const shapes = {
  '5m': { width: 64, layers: 4, heads: 2, keyHeads: 2, feedForward: 256, quantisation: 'q8_0' },
  '130m': { width: 576, layers: 30, heads: 9, keyHeads: 3, feedForward: 1536, quantisation: 'q8_0' },
  '1b': { width: 2048, layers: 16, heads: 32, keyHeads: 8, feedForward: 8192, quantisation: 'q4_0' },
} as const satisfies Readonly<Record<string, Shape>>;

const valueSizes: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};
const TEXT = 8;
const LIST = 9;
const ALIGNMENT = 32;
/** Values and bytes of a block, the type's number in ggml.h, and the spread of a random integer of it. */
const quantisations = {
  q8_0: { type: 8, blockBytes: 34, spread: 74 },
  q4_0: { type: 2, blockBytes: 18, spread: 4.6 },
} as const;
const BLOCK_VALUES = 32;

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly bytes: number;
  readonly plain: boolean;
}

/** Writes a model with random weights and the vocabulary of a vocabulary-only file, unless it is there already. */
export function writeRandomModel(path: string, vocabularyFile: string, shape: Shape): void {
  if (existsSync(path)) return;
  const { entries, size } = readVocabulary(readFileSync(vocabularyFile));
  const tensors = tensorsOf(shape, size);
  const facts = [...entries, ...factsOf(shape, size)];
  const file = openSync(`${path}.part`, 'w');
  let position = 0;
  const write = (bytes: Buffer): void => {
    writeSync(file, bytes);
    position += bytes.length;
  };
  write(Buffer.concat([Buffer.from('GGUF'), uint32(3), uint64(tensors.length), uint64(facts.length), ...facts]));
  write(Buffer.concat(descriptions(tensors, quantisations[shape.quantisation].type)));
  for (const tensor of tensors) {
    write(Buffer.alloc(padded(position) - position));
    for (const bytes of weights(tensor, shape)) write(bytes);
  }
  closeSync(file);
  renameSync(`${path}.part`, path);
}

/** The tokenizer's entries of a file, as they stand there. */
function readVocabulary(bytes: Buffer): { readonly entries: readonly Buffer[]; readonly size: number } {
  let at = 24;
  const length = (): number => {
    at += 8;
    return Number(bytes.readBigUInt64LE(at - 8));
  };
  const skip = (type: number): void => {
    if (type === TEXT) {
      const skipped = length();
      at += skipped;
    } else at += valueSizes[type] ?? 0;
  };
  const entries: Buffer[] = [];
  let size = 0;
  for (let left = Number(bytes.readBigUInt64LE(16)); left > 0; left--) {
    const start = at;
    const keyLength = length();
    const key = bytes.toString('utf8', at, at + keyLength);
    at += keyLength + 4;
    const type = bytes.readUInt32LE(at - 4);
    if (type === LIST) {
      const itemType = bytes.readUInt32LE(at);
      at += 4;
      const items = length();
      if (key === 'tokenizer.ggml.tokens') size = items;
      for (let item = 0; item < items; item++) skip(itemType);
    } else skip(type);
    if (key.startsWith('tokenizer.') && key !== 'tokenizer.chat_template') entries.push(bytes.subarray(start, at));
  }
  return { entries, size };
}

function factsOf(shape: Shape, vocabularySize: number): readonly Buffer[] {
  const number = (key: string, value: number): Buffer => Buffer.concat([text(key), uint32(4), uint32(value)]);
  const fraction = (key: string, value: number): Buffer => Buffer.concat([text(key), uint32(6), float32(value)]);
  return [
    Buffer.concat([text('general.architecture'), uint32(TEXT), text('llama')]),
    number('general.quantization_version', 2),
    number('llama.context_length', 32_768),
    number('llama.embedding_length', shape.width),
    number('llama.block_count', shape.layers),
    number('llama.feed_forward_length', shape.feedForward),
    number('llama.attention.head_count', shape.heads),
    number('llama.attention.head_count_kv', shape.keyHeads),
    number('llama.rope.dimension_count', shape.width / shape.heads),
    fraction('llama.rope.freq_base', 100_000),
    fraction('llama.attention.layer_norm_rms_epsilon', 1e-5),
    number('llama.vocab_size', vocabularySize),
  ];
}

function tensorsOf(shape: Shape, vocabularySize: number): readonly Tensor[] {
  const { width, heads, keyHeads, feedForward } = shape;
  const { blockBytes } = quantisations[shape.quantisation];
  const matrix = (name: string, rows: number, columns: number): Tensor => ({
    name,
    shape: [rows, columns],
    bytes: ((rows * columns) / BLOCK_VALUES) * blockBytes,
    plain: false,
  });
  const norm = (name: string): Tensor => ({ name, shape: [width], bytes: width * 4, plain: true });
  const keyWidth = (width / heads) * keyHeads;
  const layers = Array.from({ length: shape.layers }, (_, layer) => [
    norm(`blk.${layer}.attn_norm.weight`),
    matrix(`blk.${layer}.attn_q.weight`, width, width),
    matrix(`blk.${layer}.attn_k.weight`, width, keyWidth),
    matrix(`blk.${layer}.attn_v.weight`, width, keyWidth),
    matrix(`blk.${layer}.attn_output.weight`, width, width),
    norm(`blk.${layer}.ffn_norm.weight`),
    matrix(`blk.${layer}.ffn_gate.weight`, width, feedForward),
    matrix(`blk.${layer}.ffn_up.weight`, width, feedForward),
    matrix(`blk.${layer}.ffn_down.weight`, feedForward, width),
  ]).flat();
  return [matrix('token_embd.weight', width, vocabularySize), ...layers, norm('output_norm.weight')];
}

function descriptions(tensors: readonly Tensor[], type: number): readonly Buffer[] {
  let offset = 0;
  return tensors.flatMap(({ name, shape, bytes, plain }) => {
    const described = [
      text(name),
      uint32(shape.length),
      ...shape.map(uint64),
      uint32(plain ? 0 : type),
      uint64(offset),
    ];
    offset += padded(bytes);
    return described;
  });
}

/** Random blocks whose scale keeps activations where a trained model's are. */
function* weights({ bytes, plain, shape: [rows = 1] }: Tensor, { quantisation }: Shape): Iterable<Buffer> {
  if (plain) {
    yield Buffer.from(new Float32Array(bytes / 4).fill(1).buffer);
    return;
  }
  const { blockBytes, spread } = quantisations[quantisation];
  const scale = half(1 / Math.sqrt(rows) / spread);
  const most = 65_536 * blockBytes;
  for (let left = bytes; left > 0; left -= most) {
    const blocks = randomBytes(Math.min(left, most));
    for (let at = 0; at < blocks.length; at += blockBytes) blocks.writeUInt16LE(scale, at);
    yield blocks;
  }
}

/** Bits of a positive normal number at 16 bits. */
function half(value: number): number {
  const exponent = Math.floor(Math.log2(value));
  return ((exponent + 15) << 10) | Math.round((value / 2 ** exponent - 1) * 1024);
}

function padded(value: number): number {
  return Math.ceil(value / ALIGNMENT) * ALIGNMENT;
}

function text(value: string): Buffer {
  return Buffer.concat([uint64(Buffer.byteLength(value)), Buffer.from(value)]);
}

function uint32(value: number): Buffer {
  return Buffer.from(Uint32Array.of(value).buffer);
}

function uint64(value: number): Buffer {
  return Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
}

function float32(value: number): Buffer {
  return Buffer.from(Float32Array.of(value).buffer);
}
