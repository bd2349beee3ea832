import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { makeDocuments, type Document } from './documents.ts';
import { widePool } from './pool-wide.ts';
import { developmentPool, testPool } from './pools.ts';
import { moreNegatives, moreTemplates } from './templates/development-more.ts';
import { wideNegatives, wideTemplates } from './templates/development-wide.ts';
import { developmentNegatives, developmentTemplates } from './templates/development.ts';
import { testNegatives, testTemplates } from './templates/test.ts';
import { writtenDocuments } from './written.ts';

const parts = {
  development: {
    pool: developmentPool,
    seed: 11,
    templates: developmentTemplates.trimEnd() + moreTemplates,
    negatives: developmentNegatives.trimEnd() + moreNegatives,
  },
  wide: { pool: widePool, seed: 31, templates: wideTemplates, negatives: wideNegatives },
  test: { pool: testPool, seed: 97, templates: testTemplates, negatives: testNegatives },
};

export type Part = keyof typeof parts | 'written';

/** The documents of a part, as many look-alikes as documents with values. The test part must be the one whose hash was committed. */
export function documentsOf(name: Part): readonly Document[] {
  if (name === 'written') return writtenDocuments();
  const documents = fillPart(name);
  if (name === 'test' && hashOf(documents) !== committedHash())
    throw new Error('the test part differs from the one whose hash was committed');
  return documents;
}

export function hashOf(documents: readonly Document[]): string {
  return createHash('sha256').update(JSON.stringify(documents)).digest('hex');
}

function committedHash(): string {
  return readFileSync(new URL('test.sha256', import.meta.url), 'utf8').trim();
}

function fillPart(name: keyof typeof parts): readonly Document[] {
  const { pool, seed, templates, negatives } = parts[name];
  const positive = templates.trim().split('\n').length;
  const negative = negatives.trim().split('\n').length;
  return [
    ...makeDocuments({ part: name, templates, pool, seed, perTemplate: 6 }),
    ...makeDocuments({
      part: `${name}-negative`,
      templates: negatives,
      pool,
      seed,
      perTemplate: Math.ceil((positive * 6) / negative),
    }),
  ];
}
