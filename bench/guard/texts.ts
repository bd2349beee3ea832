import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { publicSets } from '../retrieval/sets.ts';

/** Texts about nobody in particular: whatever is found in them is a false alarm, or the name of somebody in history. */
export interface PlainTexts {
  readonly name: string;
  readonly texts: readonly string[];
}

const here = new URL('data/', import.meta.url);
const retrieval = new URL('../retrieval/data/', import.meta.url);

export function plainTexts(folder?: string): readonly PlainTexts[] {
  const laws = (language: string): PlainTexts => ({
    name: `laws, ${language}`,
    texts: readFileSync(new URL(`laws-${language}.txt`, here), 'utf8').split('\n\n'),
  });
  const sentences = (name: string, file: string): PlainTexts => ({
    name,
    texts: readFileSync(new URL(file, retrieval), 'utf8').split('\n'),
  });
  return [
    laws('fr'),
    laws('ar'),
    sentences('news and guides, fr', 'fra_Latn.devtest'),
    sentences('news and guides, ar', 'arb_Arab.devtest'),
    sentences('news and guides, ary', 'ary_Arab.devtest'),
    encyclopedia('ar'),
    encyclopedia('en'),
    ...(folder === undefined ? [] : [filesIn(folder)]),
  ];
}

function encyclopedia(language: 'ar' | 'en'): PlainTexts {
  const { passages } = publicSets().find(({ name }) => name === `XQuAD-${language}`) ?? { passages: [] };
  return { name: `encyclopedia, ${language}`, texts: passages };
}

/** Text files of a folder that the caller names: `--texts FOLDER`. */
function filesIn(folder: string): PlainTexts {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter(
    (entry) => entry.isFile() && /\.(?:txt|md)$/.test(entry.name),
  );
  return { name: folder, texts: files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8')) };
}
