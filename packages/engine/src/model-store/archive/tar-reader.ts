import { SourceProblem } from '../sources/source-problem.ts';

const BLOCK = 512;
const MAX_ENTRIES = 10_000;
const MAX_EXTENDED_BYTES = 64 * 1024;

/**
 * The content of one regular file in a tar stream that is not trusted. Nothing is extracted by name. Long names in pax
 * headers are understood; sparse files and links are not what is wanted and are passed over.
 */
export async function* readTarEntry(stream: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const source = byteSource(stream);
  for (let count = 0; count < MAX_ENTRIES; count += 1) {
    const entry = await nextEntry(source);
    if (entry === undefined) return damaged(`it does not hold ${name}`);
    if (entry.regular && entry.name === name) return yield* source.stream(entry.bytes);
    await source.skip(entry.bytes + paddingAfter(entry.bytes));
  }
  return damaged('it holds more files than any package needs');
}

interface TarEntry {
  readonly name: string;
  readonly bytes: number;
  readonly regular: boolean;
}

/** The next entry's header, with what a pax header before it says; the content comes next in the source. */
async function nextEntry(source: ByteSource): Promise<TarEntry | undefined> {
  let extended: ReadonlyMap<string, string> = new Map();
  for (;;) {
    const header = await source.take(BLOCK);
    if (header === undefined || header.every((byte) => byte === 0)) return undefined;
    checkHeader(header);
    const type = String.fromCharCode(header[156] ?? 0);
    const bytes = Number(extended.get('size') ?? parseOctal(header.subarray(124, 136)));
    if (!Number.isSafeInteger(bytes) || bytes < 0) return damaged('an entry has no size');
    const name = extended.get('path') ?? headerName(header);
    if (type !== 'x') return { name, bytes, regular: type === '0' || type === '\0' };
    if (extended.size > 0) return damaged('two headers describe one entry');
    extended = parseExtended(await takeSmall(source, bytes));
    await source.skip(paddingAfter(bytes));
  }
}

function paddingAfter(bytes: number): number {
  return (BLOCK - (bytes % BLOCK)) % BLOCK;
}

interface ByteSource {
  /** Exactly this many bytes; `undefined` at a clean end. */
  take(length: number): Promise<Buffer | undefined>;
  skip(length: number): Promise<void>;
  stream(length: number): AsyncGenerator<Buffer>;
}

function byteSource(stream: AsyncIterable<Buffer>): ByteSource {
  const iterator = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  async function* upTo(length: number): AsyncGenerator<Buffer> {
    let missing = length;
    while (missing > 0) {
      if (rest.length === 0) {
        const next = await iterator.next();
        if (next.done === true) return;
        rest = next.value;
      }
      const piece = rest.subarray(0, missing);
      rest = rest.subarray(piece.length);
      missing -= piece.length;
      yield piece;
    }
  }
  async function* stream_(length: number): AsyncGenerator<Buffer> {
    let received = 0;
    for await (const piece of upTo(length)) {
      received += piece.length;
      yield piece;
    }
    if (received !== length) damaged('it is cut off');
  }
  return {
    async take(length) {
      const bytes = Buffer.concat(await Array.fromAsync(upTo(length)));
      if (bytes.length === 0) return undefined;
      return bytes.length === length ? bytes : damaged('it is cut off');
    },
    async skip(length) {
      for await (const piece of stream_(length)) void piece;
    },
    stream: stream_,
  };
}

async function takeSmall(source: ByteSource, bytes: number): Promise<Buffer> {
  if (bytes > MAX_EXTENDED_BYTES) return damaged('a header is overlong');
  return (await source.take(bytes)) ?? damaged('it is cut off');
}

function checkHeader(header: Buffer): void {
  const blanked = Buffer.from(header);
  blanked.fill(0x20, 148, 156);
  const sum = blanked.reduce((total, byte) => total + byte, 0);
  if (sum !== parseOctal(header.subarray(148, 156))) damaged('a header has another checksum');
}

function headerName(header: Buffer): string {
  const prefix = text(header.subarray(345, 500));
  const name = text(header.subarray(0, 100));
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** `<length> <key>=<value>\n`, repeated. */
function parseExtended(bytes: Buffer): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(bytes.toString('latin1', at, space));
    if (space < 0 || !Number.isSafeInteger(length) || length <= space - at || at + length > bytes.length)
      return damaged('a header is broken');
    const record = bytes.toString('utf8', space + 1, at + length - 1);
    const equals = record.indexOf('=');
    values.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return values;
}

function parseOctal(bytes: Buffer): number {
  const digits = text(bytes).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

function text(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

function damaged(reason: string): never {
  throw new SourceProblem('refused', `the archive is damaged: ${reason}`);
}
