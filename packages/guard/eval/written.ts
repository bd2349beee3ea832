import { readFileSync } from 'node:fs';

import type { Document, GoldSpan } from './documents.ts';

const value = /\[\[(?<type>[a-z_]+)\|(?<value>(?:(?!\]\]).)+)\]\]/gsu;

/** Documents written one by one, none from a template: `--- language`, then text with its values marked `[[type|value]]`. */
export function writtenDocuments(): readonly Document[] {
  return ['positive', 'negative', 'second', 'third', 'secrets', 'not-secrets', 'names', 'sensitive'].flatMap((name) =>
    readFileSync(new URL(`written/${name}.txt`, import.meta.url), 'utf8')
      .split(/^--- /m)
      .slice(1)
      .map((document, index) => readDocument(`written-${name}-${index}`, document)),
  );
}

function readDocument(id: string, document: string): Document {
  const lineEnd = document.indexOf('\n');
  const marked = document.slice(lineEnd + 1).trimEnd();
  const gold: GoldSpan[] = [];
  let text = '';
  let done = 0;
  for (const match of marked.matchAll(value)) {
    text += marked.slice(done, match.index);
    const { type = '', value: inner = '' } = match.groups ?? {};
    gold.push({ type, start: text.length, end: text.length + inner.length });
    text += inner;
    done = match.index + match[0].length;
  }
  return { id, language: document.slice(0, lineEnd).trim(), text: text + marked.slice(done), gold };
}
