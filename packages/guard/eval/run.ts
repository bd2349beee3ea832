import { createGuard } from '@riad/guard';

import { disguise, disguises } from './adversarial.ts';
import { documentsOf, hashOf } from './parts.ts';
import { score, type Score, type Tally } from './score.ts';

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

function printMisses({ misses }: Score): void {
  for (const { document, span, kind } of misses) {
    const value = JSON.stringify(document.text.slice(span.start, span.end));
    say(kind, span.type, value, '|', document.text.replaceAll('\n', '⏎').slice(0, 160));
  }
}

const guard = createGuard();
const find = (text: string) => guard.inspect([text])[0] ?? [];

function printAdversarial(): void {
  const base = documentsOf('development').filter(({ gold }) => gold.length > 0);
  const shown = ['cin', 'rib', 'iban', 'ice', 'card', 'phone', 'email'];
  for (const [kind, apply] of Object.entries(disguises)) {
    const { tallies } = score(
      find,
      base.map((document) => disguise(document, kind, apply)),
    );
    const figures = shown.map(
      (type) => `${type} ${percent(tallies.get(type)?.found ?? 0, tallies.get(type)?.gold ?? 0)}`,
    );
    say(kind.padEnd(14), figures.join('  '));
  }
}

const parts = ['development', 'wide', 'written', 'test'] as const;

/** usage: run.ts development|wide|written|test|hash|adversarial [misses] */
function main([command = 'development', ...rest]: readonly string[]): void {
  if (command === 'hash') return say(hashOf(documentsOf('test')));
  if (command === 'adversarial') return printAdversarial();
  const part = parts.find((one) => one === command) ?? 'development';
  const documents = documentsOf(part);
  const result = score(find, documents);
  say(`${documents.length} documents`);
  print(result.tallies);
  if (rest.includes('misses') && command !== 'test') printMisses(result);
}

main(process.argv.slice(2));
