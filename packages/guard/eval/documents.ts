import type { Pool } from './pools.ts';
import { createRandom, type Random } from './random.ts';
import { makers } from './values.ts';

export interface GoldSpan {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

export interface Document {
  readonly id: string;
  readonly language: string;
  readonly text: string;
  readonly gold: readonly GoldSpan[];
}

export interface DocumentOptions {
  readonly part: string;
  readonly templates: string;
  readonly pool: Pool;
  readonly seed: number;
  readonly perTemplate: number;
}

/** Fills each template several times. */
export function makeDocuments({ part, templates, pool, seed, perTemplate }: DocumentOptions): readonly Document[] {
  const random = createRandom(seed);
  const documents: Document[] = [];
  for (const [index, line] of templates.trim().split('\n').entries()) {
    const [language = '', ...rest] = line.split(' | ');
    const template = rest.join(' | ').replaceAll(String.raw`\n`, '\n');
    for (let copy = 0; copy < perTemplate; copy += 1) {
      documents.push({ id: `${part}-${index}-${copy}`, language, ...fill(template, random, pool) });
    }
  }
  return documents;
}

function fill(
  template: string,
  random: Random,
  pool: Pool,
): { readonly text: string; readonly gold: readonly GoldSpan[] } {
  const gold: GoldSpan[] = [];
  let text = '';
  for (const piece of template.split(/(\{[a-z_]+(?:\.[a-z0-9]+)?\})/)) {
    const maker = makers[piece.slice(1, -1)];
    if (!piece.startsWith('{') || maker === undefined) {
      text += piece;
      continue;
    }
    const value = maker(random, pool);
    gold.push({ type: piece.slice(1, -1).split('.')[0] ?? '', start: text.length, end: text.length + value.length });
    text += value;
  }
  return { text, gold };
}
