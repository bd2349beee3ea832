import { open, type FileHandle } from 'node:fs/promises';

import { PlatformError } from '@riad/contracts';

import { fixedSizes, tensorTypes, valueTypes } from './gguf-types.ts';

/** What a GGUF file says of itself, read without loading it. */
export interface GgufHeader {
  readonly version: number;
  readonly architecture: string;
  readonly name: string | undefined;
  /** Tokens, as the file states. */
  readonly contextLength: number | undefined;
  readonly embeddingLength: number | undefined;
  /** Bytes of keys and values for one token of context, at 16 bits each; unknown for architectures that count otherwise. */
  readonly cacheBytesPerToken: number | undefined;
  readonly chatTemplate: string | undefined;
  readonly vocabularySize: number | undefined;
  /** llama.cpp's kind of every token; empty when the file does not say. */
  readonly tokenTypes: Int32Array;
  /** Whether the tokenizer puts a space in front of a text; absent when the file does not say. */
  readonly addsSpacePrefix: boolean | undefined;
  /** Whether the vocabulary names tokens for filling in the middle. */
  readonly supportsFim: boolean;
  readonly tensorCount: number;
  /** Bytes of all tensors together. */
  readonly tensorBytes: number;
  /** Tensor type → how many tensors have it. */
  readonly tensorTypes: Readonly<Record<string, number>>;
  readonly tensorShapes: ReadonlyMap<string, readonly number[]>;
  /** What an adapter says of itself: `lora`. Absent for a model. */
  readonly adapterType: string | undefined;
}

/** Beyond these a file is refused before any native code sees it. The largest public models stay well inside. */
export const ggufLimits = {
  headerBytes: 64 * 1024 * 1024,
  metadataEntries: 4096,
  tensors: 65_536,
  keyBytes: 256,
  stringBytes: 1024 * 1024,
  arrayItems: 1024 * 1024,
  dimensions: 4,
  tensorNameBytes: 63,
  alignment: 65_536,
} as const;

const FIRST_READ = 4 * 1024 * 1024;
const MAGIC = 'GGUF';
const DEFAULT_ALIGNMENT = 32;

/** Reads and checks a file's header; anything out of bounds fails with `model.damaged`, naming it as `label`. */
export async function readGgufHeader(path: string, label: string = path): Promise<GgufHeader> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return await parseGrowing(file, size, label);
  } finally {
    await file.close();
  }
}

/** The header in the first bytes of a file that is `fileBytes` long. */
export function parseGgufHeader(bytes: Buffer, fileBytes: number): GgufHeader {
  const reader = byteReader(bytes, fileBytes);
  if (reader.raw(4).toString('latin1') !== MAGIC) damaged('it is not a GGUF file');
  const version = reader.uint32();
  if (version !== 2 && version !== 3) damaged(`it has GGUF version ${version}; 2 and 3 are read`);
  const tensorCount = reader.count(ggufLimits.tensors, 'tensors');
  const metadataCount = reader.count(ggufLimits.metadataEntries, 'metadata entries');
  const metadata = readMetadata(reader, metadataCount);
  const alignment = readAlignment(metadata);
  const tensors = readTensors(reader, tensorCount, alignment);
  const dataStart = align(reader.position(), alignment);
  if (dataStart + tensors.end > fileBytes)
    damaged(`its tensors need ${dataStart + tensors.end} bytes and it has ${fileBytes}`);
  const architecture = metadata.strings.get('general.architecture') ?? '';
  if (!/^[a-z0-9][a-z0-9_.-]{0,63}$/.test(architecture)) damaged('it names no architecture');
  return {
    version,
    architecture,
    name: metadata.strings.get('general.name'),
    contextLength: metadata.numbers.get(`${architecture}.context_length`),
    embeddingLength: metadata.numbers.get(`${architecture}.embedding_length`),
    cacheBytesPerToken: cacheBytesPerToken(metadata.numbers, architecture),
    chatTemplate: metadata.strings.get('tokenizer.chat_template'),
    vocabularySize: metadata.arrayLengths.get('tokenizer.ggml.tokens'),
    tokenTypes: metadata.tokenTypes(),
    addsSpacePrefix: metadata.flags.get('tokenizer.ggml.add_space_prefix'),
    supportsFim: metadata.hasFimTokens(),
    tensorCount,
    tensorBytes: tensors.bytes,
    tensorTypes: Object.fromEntries(tensors.types),
    tensorShapes: tensors.shapes,
    adapterType: metadata.strings.get('general.type') === 'adapter' ? metadata.strings.get('adapter.type') : undefined,
  };
}

function cacheBytesPerToken(numbers: ReadonlyMap<string, number>, architecture: string): number | undefined {
  const number = (key: string): number | undefined => numbers.get(`${architecture}.${key}`);
  const layers = number('block_count');
  const heads = number('attention.head_count');
  const width = number('embedding_length');
  if (layers === undefined || heads === undefined || width === undefined || heads === 0) return undefined;
  const key = number('attention.key_length') ?? width / heads;
  const value = number('attention.value_length') ?? width / heads;
  return layers * (number('attention.head_count_kv') ?? heads) * (key + value) * 2;
}

/** Most headers fit the first read; a longer one is read again from a larger piece, up to the limit. */
async function parseGrowing(file: FileHandle, size: number, label: string): Promise<GgufHeader> {
  for (let length = Math.min(FIRST_READ, size); ; length = Math.min(length * 4, size, ggufLimits.headerBytes)) {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, 0);
    try {
      return parseGgufHeader(bytes.subarray(0, bytesRead), size);
    } catch (error) {
      if (error instanceof HeaderCutOff && bytesRead === length && length < Math.min(size, ggufLimits.headerBytes))
        continue;
      if (!(error instanceof HeaderDamaged)) throw error;
      throw new PlatformError('model.damaged', `${label} is not a usable model file: ${error.message}`, {
        remedy: 'Get the file again from a source you trust.',
      });
    }
  }
}

/** A header that breaks a rule. */
export class HeaderDamaged extends Error {
  override readonly name: string = 'HeaderDamaged';
}

/** A header that goes on beyond the bytes that were given. */
class HeaderCutOff extends HeaderDamaged {
  override readonly name = 'HeaderCutOff';
}

function damaged(reason: string): never {
  throw new HeaderDamaged(reason);
}

interface ByteReader {
  position(): number;
  raw(length: number): Buffer;
  skip(length: number): void;
  uint32(): number;
  uint64(what: string): number;
  /** A number of things, refused above `limit`. */
  count(limit: number, what: string): number;
  text(limit: number, what: string): string;
}

function byteReader(bytes: Buffer, fileBytes: number): ByteReader {
  let at = 0;

  function move(length: number): number {
    const start = at;
    if (start + length > fileBytes) throw new HeaderDamaged('it is cut off inside its header');
    if (start + length > ggufLimits.headerBytes) damaged('its header is larger than any model needs');
    if (start + length > bytes.length) throw new HeaderCutOff('it is cut off inside its header');
    at = start + length;
    return start;
  }
  function uint64(what: string): number {
    const value = bytes.readBigUInt64LE(move(8));
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : damaged(`it claims ${value} ${what}`);
  }
  function count(limit: number, what: string): number {
    const value = uint64(what);
    return value <= limit ? value : damaged(`it claims ${value} ${what}; at most ${limit} are read`);
  }
  function raw(length: number): Buffer {
    const start = move(length);
    return bytes.subarray(start, start + length);
  }
  return {
    position: () => at,
    raw,
    skip: (length) => void move(length),
    uint32: () => bytes.readUInt32LE(move(4)),
    uint64,
    count,
    text: (limit, what) => raw(count(limit, `bytes of ${what}`)).toString('utf8'),
  };
}

/** Only what is asked for later is kept; the rest is checked and passed over. */
interface Metadata {
  readonly keys: ReadonlySet<string>;
  readonly strings: ReadonlyMap<string, string>;
  readonly numbers: ReadonlyMap<string, number>;
  readonly flags: ReadonlyMap<string, boolean>;
  readonly arrayLengths: ReadonlyMap<string, number>;
  tokenTypes(): Int32Array;
  hasFimTokens(): boolean;
}

const keptStrings: ReadonlySet<string> = new Set([
  'general.architecture',
  'general.name',
  'general.type',
  'adapter.type',
  'tokenizer.chat_template',
]);
const fimToken = Buffer.from('<|fim_prefix|>');

function readMetadata(reader: ByteReader, count: number): Metadata {
  const keys = new Set<string>();
  const strings = new Map<string, string>();
  const numbers = new Map<string, number>();
  const flags = new Map<string, boolean>();
  const arrayLengths = new Map<string, number>();
  let tokenTypes = new Int32Array();
  let fimTokens = false;

  function readArray(key: string): void {
    const type = reader.uint32();
    const items = reader.count(ggufLimits.arrayItems, `items of ${key}`);
    arrayLengths.set(key, items);
    const size = fixedSizes.get(type);
    if (size !== undefined) {
      const values = reader.raw(items * size);
      if (key === 'tokenizer.ggml.token_type' && size === 4) tokenTypes = int32List(values);
      return;
    }
    if (type !== valueTypes.string) damaged(`${key} is a list of a type that is not known`);
    for (let item = 0; item < items; item += 1) {
      const length = reader.count(ggufLimits.stringBytes, 'bytes of a list item');
      // A vocabulary has hundreds of thousands of items: only what may be the one that is looked for is looked at.
      if (length === fimToken.length && reader.raw(length).equals(fimToken)) fimTokens = true;
      if (length !== fimToken.length) reader.skip(length);
    }
  }

  function readValue(key: string): void {
    const type = reader.uint32();
    if (type === valueTypes.array) return readArray(key);
    if (type === valueTypes.string) {
      const length = reader.count(ggufLimits.stringBytes, `bytes of ${key}`);
      const value = reader.raw(length);
      if (keptStrings.has(key)) strings.set(key, value.toString('utf8'));
      return;
    }
    const size = fixedSizes.get(type) ?? damaged(`${key} has a type that is not known`);
    const value = reader.raw(size);
    if (type === valueTypes.bool) flags.set(key, readFlag(value, key));
    if (type === valueTypes.uint32) numbers.set(key, value.readUInt32LE(0));
    if (type === valueTypes.uint64) numbers.set(key, Number(value.readBigUInt64LE(0)));
  }

  for (let index = 0; index < count; index += 1) {
    const key = reader.text(ggufLimits.keyBytes, 'a key');
    if (!/^[\x21-\x7e]+$/.test(key)) damaged('a key is not plain text');
    if (keys.has(key)) damaged(`${key} is there twice`);
    keys.add(key);
    readValue(key);
  }
  return {
    keys,
    strings,
    numbers,
    flags,
    arrayLengths,
    tokenTypes: () => tokenTypes,
    hasFimTokens: () =>
      fimTokens || ['tokenizer.ggml.fim_pre_token_id', 'tokenizer.ggml.prefix_token_id'].some((key) => keys.has(key)),
  };
}

function readFlag(value: Buffer, key: string): boolean {
  const byte = value[0] ?? 2;
  return byte <= 1 ? byte === 1 : damaged(`${key} is neither true nor false`);
}

/** Copied: the file's bytes need not be aligned, and the header's buffer need not live on. */
function int32List(bytes: Buffer): Int32Array<ArrayBuffer> {
  return new Int32Array(new Uint8Array(bytes).buffer);
}

function readAlignment({ keys, numbers }: Metadata): number {
  if (!keys.has('general.alignment')) return DEFAULT_ALIGNMENT;
  const value = numbers.get('general.alignment') ?? 0;
  const powerOfTwo = value > 0 && Number.isInteger(Math.log2(value));
  return powerOfTwo && value >= 8 && value <= ggufLimits.alignment
    ? value
    : damaged(`it asks for an alignment of ${value}`);
}

interface TensorSummary {
  readonly bytes: number;
  /** Where the last one ends, from the start of the data. */
  readonly end: number;
  readonly types: ReadonlyMap<string, number>;
  readonly shapes: ReadonlyMap<string, readonly number[]>;
}

/** Tensors lie one behind the other, each at the next aligned place: what the native reader demands as well. */
function readTensors(reader: ByteReader, count: number, alignment: number): TensorSummary {
  const shapes = new Map<string, readonly number[]>();
  const types = new Map<string, number>();
  let expected = 0;
  let end = 0;
  let bytes = 0;
  for (let index = 0; index < count; index += 1) {
    const name = reader.text(ggufLimits.tensorNameBytes, 'a tensor name');
    if (shapes.has(name)) damaged(`two tensors are called ${JSON.stringify(name)}`);
    const tensor = readTensor(reader, name);
    if (tensor.offset !== expected) damaged(`${JSON.stringify(name)} is not where it should be`);
    shapes.set(name, tensor.shape);
    end = tensor.offset + tensor.bytes;
    bytes += tensor.bytes;
    expected = align(end, alignment);
    if (!Number.isSafeInteger(expected)) damaged('its tensors are larger than any disk');
    types.set(tensor.type, (types.get(tensor.type) ?? 0) + 1);
  }
  return { bytes, end, types, shapes };
}

interface TensorFacts {
  readonly type: string;
  readonly shape: readonly number[];
  readonly bytes: number;
  readonly offset: number;
}

function readTensor(reader: ByteReader, name: string): TensorFacts {
  const dimensions = reader.uint32();
  if (dimensions < 1 || dimensions > ggufLimits.dimensions)
    damaged(`${JSON.stringify(name)} has ${dimensions} dimensions`);
  const shape = Array.from({ length: dimensions }, () => reader.uint64('values'));
  const values = shape.reduce((product, length) => product * length, 1);
  if (!Number.isSafeInteger(values) || values === 0) damaged(`${JSON.stringify(name)} has an impossible size`);
  const number = reader.uint32();
  const type = tensorTypes.get(number) ?? damaged(`${JSON.stringify(name)} has a type that is not known (${number})`);
  if ((shape[0] ?? 0) % type.blockValues !== 0) damaged(`${JSON.stringify(name)} does not fill its blocks`);
  const bytes = (values / type.blockValues) * type.blockBytes;
  return { type: type.name, shape, bytes, offset: reader.uint64('bytes') };
}

function align(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}
