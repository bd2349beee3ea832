import { createHash } from 'node:crypto';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

import { createGgufWriter } from '../gguf-writer.ts';

/** A small but complete GGUF file. `filler` makes files differ; `bytes` is the size of its one tensor. */
export function makeGguf({ filler = 1, bytes = 256 * 1024 }: { filler?: number; bytes?: number } = {}): Buffer {
  const writer = createGgufWriter();
  writer.string('general.architecture', 'llama');
  writer.string('general.name', 'Test model');
  writer.uint32('llama.context_length', 2048);
  writer.uint32('llama.embedding_length', 64);
  writer.string('tokenizer.chat_template', '{{ messages[0].content }}');
  writer.strings(
    'tokenizer.ggml.tokens',
    ['a', 'b', '<|fim_prefix|>'].map((token) => Buffer.from(token)),
  );
  const data = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at += 4) data.writeUInt32LE((at * 2_654_435_761 + filler) >>> 0, at);
  writer.tensor({ name: 'token_embd.weight', shape: [bytes / 4], type: 0, data });
  return Buffer.concat(writer.chunks());
}

export interface ZipFile {
  readonly name: string;
  readonly content: Buffer;
  readonly method?: 0 | 8;
}

export function makeZip(files: readonly ZipFile[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, method = 8 } of files) {
    const packed = method === 8 ? deflateRawSync(content) : content;
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(method, 4);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), facts, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 3]), facts, tail, Buffer.from(name));
    pieces.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...pieces, index, end]);
}

/** A wheel that pip accepts, holding one data file. */
export function makeWheel({ name, version, entry, content }: WheelContent): Buffer {
  const info = `${name.replaceAll('-', '_')}-${version}.dist-info`;
  const text = (file: string, lines: readonly string[]): ZipFile => ({
    name: `${info}/${file}`,
    content: Buffer.from(`${lines.join('\n')}\n`),
  });
  return makeZip([
    { name: entry, content },
    text('METADATA', ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`]),
    text('WHEEL', ['Wheel-Version: 1.0', 'Generator: test', 'Root-Is-Purelib: true', 'Tag: py3-none-any']),
    text('RECORD', [`${entry},,`]),
  ]);
}

export interface WheelContent {
  readonly name: string;
  readonly version: string;
  readonly entry: string;
  readonly content: Buffer;
}

export function makeTar(
  files: readonly { readonly name: string; readonly content: Buffer; readonly type?: string }[],
): Buffer {
  const blocks = files.flatMap(({ name, content, type = '0' }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write('0000644\0', 100);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write(type, 156);
    header.write('ustar\x0000', 257);
    header.fill(0x20, 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export function makeTarball(files: Parameters<typeof makeTar>[0]): Buffer {
  return gzipSync(makeTar(files));
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
