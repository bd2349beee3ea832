import type { MessageKey } from '../messages/en.ts';

/** What a file holds: text and how it was written, or why it cannot be read as text. */
export type Decoded =
  | { readonly kind: 'text'; readonly text: string; readonly encoding: 'utf-8' | 'utf-16' | 'windows-1252' }
  | { readonly kind: 'unreadable'; readonly what: MessageKey };

/** First bytes of files whose text is not where a reader of bytes would see it. */
const formats: readonly (readonly [magic: string, what: MessageKey])[] = [
  ['%PDF-', 'kind.pdf'],
  ['PK\u0003\u0004', 'kind.office'],
  ['\u00D0\u00CF\u0011\u00E0', 'kind.old_office'],
  ['{\\rtf', 'kind.rtf'],
  ['\u0089PNG', 'kind.image'],
  ['\u00FF\u00D8\u00FF', 'kind.image'],
  ['GIF8', 'kind.image'],
  ['II*\u0000', 'kind.image'],
  ['MM\u0000*', 'kind.image'],
  ['\u001F\u008B', 'kind.compressed'],
];

const binaryProbe = 8192;

/** UTF-8, UTF-16 with its mark, or what Windows wrote before: programs of offices still export both. */
export function decodeText(bytes: Uint8Array): Decoded {
  const head = String.fromCharCode(...bytes.subarray(0, 8));
  const format = formats.find(([magic]) => head.startsWith(magic));
  if (format !== undefined) return { kind: 'unreadable', what: format[1] };
  if (head.startsWith('\u00FF\u00FE')) return { kind: 'text', text: decode(bytes, 'utf-16le'), encoding: 'utf-16' };
  if (head.startsWith('\u00FE\u00FF')) return { kind: 'text', text: decode(bytes, 'utf-16be'), encoding: 'utf-16' };
  if (bytes.subarray(0, binaryProbe).includes(0)) return { kind: 'unreadable', what: 'kind.not_text' };
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    // Written before UTF-8: every byte is a character there.
    return { kind: 'text', text: decode(bytes, 'windows-1252'), encoding: 'windows-1252' };
  }
}

function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes);
}
