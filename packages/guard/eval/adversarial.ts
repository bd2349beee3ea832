import type { Document, GoldSpan } from './documents.ts';

/** Ways to write a value that people and programs use, and that plain searches miss. */
export const disguises: Readonly<Record<string, (value: string) => string>> = {
  'arabic-indic': (value) => value.replaceAll(/\d/g, (digit) => String.fromCharCode(0x06_60 + Number(digit))),
  persian: (value) => value.replaceAll(/\d/g, (digit) => String.fromCharCode(0x06_f0 + Number(digit))),
  'full-width': (value) => value.replaceAll(/[0-9A-Za-z]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfe_e0)),
  'zero-width': (value) => [...value].join('\u200B'),
  bidi: (value) => `\u202A${value}\u202C`,
  spaces: (value) => value.replaceAll(/(\d)(?=\d)/g, '$1 '),
  dashes: (value) => value.replaceAll(/(\d{2})(?=\d)/g, '$1-'),
  homoglyph: (value) =>
    value.replaceAll('A', 'А').replaceAll('B', 'В').replaceAll('C', 'С').replaceAll('E', 'Е').replaceAll('M', 'М'),
  html: (value) => [...value].map((one) => `&#${one.codePointAt(0) ?? 0};`).join(''),
  'json-escape': (value) =>
    [...value].map((one) => String.raw`\u` + one.charCodeAt(0).toString(16).padStart(4, '0')).join(''),
  url: (value) =>
    [...new TextEncoder().encode(value)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''),
  base64: (value) => btoa(String.fromCharCode(...new TextEncoder().encode(value))),
};

/** The same document with its values in disguise. Names and addresses are left as they are: disguises are for identifiers. */
export function disguise(document: Document, kind: string, apply: (value: string) => string): Document {
  const gold: GoldSpan[] = [];
  let text = '';
  let done = 0;
  for (const span of document.gold) {
    const value = document.text.slice(span.start, span.end);
    const plain = ['person', 'address', 'sensitive', 'birth_date', 'secret', 'url_credentials', 'plate'].includes(
      span.type,
    );
    const written = plain || (kind === 'base64' && value.length < 12) ? value : apply(value);
    text += document.text.slice(done, span.start);
    gold.push({ type: span.type, start: text.length, end: text.length + written.length });
    text += written;
    done = span.end;
  }
  return { ...document, id: `${document.id}-${kind}`, text: text + document.text.slice(done), gold };
}
