import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { createGuard } from '@riad/guard';

import { disguise, disguises } from './adversarial.ts';
import { makeDocuments, type Document } from './documents.ts';
import { widePool } from './pool-wide.ts';
import { developmentPool, testPool } from './pools.ts';
import { score, type Tally } from './score.ts';
import { moreNegatives, moreTemplates } from './templates/development-more.ts';
import { wideNegatives, wideTemplates } from './templates/development-wide.ts';
import { developmentNegatives, developmentTemplates } from './templates/development.ts';
import { testNegatives, testTemplates } from './templates/test.ts';

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

function documentsOf(name: keyof typeof parts): readonly Document[] {
  const { pool, seed, templates, negatives } = parts[name];
  const positive = templates.trim().split('\n').length;
  const negative = negatives.trim().split('\n').length;
  return [
    ...makeDocuments({ part: name, templates, pool, seed, perTemplate: 6 }),
    // As many look-alikes as documents with values.
    ...makeDocuments({
      part: `${name}-negative`,
      templates: negatives,
      pool,
      seed,
      perTemplate: Math.ceil((positive * 6) / negative),
    }),
  ];
}

function hashOf(documents: readonly Document[]): string {
  return createHash('sha256').update(JSON.stringify(documents)).digest('hex');
}

const say = (...words: readonly string[]): void => {
  process.stdout.write(`${words.join(' ')}\n`);
};

const percent = (part: number, whole: number): string =>
  whole === 0 ? '    –' : ((100 * part) / whole).toFixed(1).padStart(5);

function print(tallies: ReadonlyMap<string, Tally>): void {
  for (const [key, { gold, found, reported, right }] of [...tallies].sort(([left], [right_]) =>
    left.localeCompare(right_),
  )) {
    say(
      `${key.padEnd(24)} recall ${percent(found, gold)} (${found}/${gold})  precision ${percent(right, reported)} (${right}/${reported})`,
    );
  }
}

/** usage: run.ts development|wide|test|hash|adversarial [misses] [FILE…] */
function main([command = 'development', ...rest]: readonly string[]): void {
  const guard = createGuard();
  if (command === 'hash') {
    say(hashOf(documentsOf('test')));
    return;
  }
  if (command === 'adversarial') {
    const base = documentsOf('development').filter(({ gold }) => gold.length > 0);
    for (const [kind, apply] of Object.entries(disguises)) {
      const { tallies } = score(
        guard,
        base.map((document) => disguise(document, kind, apply)),
      );
      const only = ['cin', 'rib', 'iban', 'ice', 'card', 'phone', 'email'];
      say(
        kind.padEnd(14),
        only
          .map((type) => `${type} ${percent(tallies.get(type)?.found ?? 0, tallies.get(type)?.gold ?? 0)}`)
          .join('  '),
      );
    }
    return;
  }
  const documents = documentsOf(command === 'test' || command === 'wide' ? command : 'development');
  if (command === 'test') {
    const expected = readFileSync(new URL('test.sha256', import.meta.url), 'utf8').trim();
    if (expected !== hashOf(documents)) throw new Error('the test part differs from the one whose hash was committed');
  }
  const { tallies, misses } = score(guard, documents);
  say(`${documents.length} documents`);
  print(tallies);
  if (rest.includes('misses') && command !== 'test') {
    for (const { document, span, kind } of misses) {
      say(
        kind,
        span.type,
        JSON.stringify(document.text.slice(span.start, span.end)),
        '|',
        document.text.replaceAll('\n', '⏎').slice(0, 160),
      );
    }
  }
}

main(process.argv.slice(2));
