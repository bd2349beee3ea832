import { valueTypes } from './gguf-types.ts';

/** Builds the bytes of a GGUF version 3 file, metadata and tensors in the order they are added. */
export interface GgufWriter {
  string(key: string, value: string): void;
  uint32(key: string, value: number): void;
  float32(key: string, value: number): void;
  bool(key: string, value: boolean): void;
  strings(key: string, values: readonly Uint8Array[]): void;
  float32s(key: string, values: readonly number[]): void;
  int32s(key: string, values: readonly number[]): void;
  tensor(tensor: WriterTensor): void;
  chunks(): Uint8Array[];
}

export interface WriterTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Number of the tensor type in ggml.h. */
  readonly type: number;
  readonly data: Uint8Array;
}

const ALIGNMENT = 32;

export function createGgufWriter(): GgufWriter {
  const metadata: Uint8Array[] = [];
  const descriptions: Uint8Array[] = [];
  const data: Uint8Array[] = [];
  let entries = 0;
  let tensors = 0;
  let offset = 0;

  function put(key: string, type: number, value: Uint8Array): void {
    entries += 1;
    metadata.push(lengthPrefixed(Buffer.from(key)), uint32(type), value);
  }
  function list(key: string, type: number, { length, bytes }: { length: number; bytes: Uint8Array }): void {
    put(key, valueTypes.array, Buffer.concat([uint32(type), uint64(length), bytes]));
  }
  return {
    string: (key, value) => put(key, valueTypes.string, lengthPrefixed(Buffer.from(value))),
    uint32: (key, value) => put(key, valueTypes.uint32, uint32(value)),
    float32: (key, value) => put(key, valueTypes.float32, numbers([value], 'writeFloatLE')),
    bool: (key, value) => put(key, valueTypes.bool, Buffer.from([value ? 1 : 0])),
    strings: (key, values) =>
      list(key, valueTypes.string, { length: values.length, bytes: Buffer.concat(values.map(lengthPrefixed)) }),
    float32s: (key, values) =>
      list(key, valueTypes.float32, { length: values.length, bytes: numbers(values, 'writeFloatLE') }),
    int32s: (key, values) =>
      list(key, valueTypes.int32, { length: values.length, bytes: numbers(values, 'writeInt32LE') }),
    tensor(tensor) {
      tensors += 1;
      descriptions.push(
        lengthPrefixed(Buffer.from(tensor.name)),
        uint32(tensor.shape.length),
        ...tensor.shape.map(uint64),
        uint32(tensor.type),
        uint64(offset),
      );
      const padding = paddingAfter(tensor.data.length);
      data.push(tensor.data, Buffer.alloc(padding));
      offset += tensor.data.length + padding;
    },
    chunks() {
      const counts = [Buffer.from('GGUF'), uint32(3), uint64(tensors), uint64(entries)];
      const head = Buffer.concat([...counts, ...metadata, ...descriptions]);
      return [head, Buffer.alloc(paddingAfter(head.length)), ...data];
    },
  };
}

function paddingAfter(length: number): number {
  return (ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function numbers(values: readonly number[], write: 'writeFloatLE' | 'writeInt32LE'): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes[write](value, index * 4);
  return bytes;
}

function lengthPrefixed(bytes: Uint8Array): Buffer {
  return Buffer.concat([uint64(bytes.length), bytes]);
}
