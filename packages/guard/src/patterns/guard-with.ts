import type { Finding } from '@riad/contracts';

import type { Guard } from '../guard.ts';
import { withoutOverlaps } from '../scan/overlaps.ts';
import { normalise } from '../text/normalise.ts';
import { compilePatterns, type CompiledPattern, type UserPattern } from './compile-patterns.ts';

/** How far from a value a word that a pattern asks for may stand, in characters. */
const reach = 60;
/** Over what the guard supposes, under what check digits prove. */
const score = 0.96;

/**
 * A guard that also finds what an organisation's own patterns describe, as `custom` with the pattern's id for detail.
 * Digits of other scripts, invisible characters and escapes are read as what they mean, as everywhere.
 */
export function guardWith(guard: Guard, patterns: readonly UserPattern[] | undefined): Guard {
  if (patterns === undefined || patterns.length === 0) return guard;
  const own = compilePatterns(patterns);
  return {
    inspect: (texts) =>
      guard.inspect(texts).map((findings, index) => {
        const more = findOwn(texts[index] ?? '', own);
        return more.length === 0 ? findings : withoutOverlaps([...findings, ...more]);
      }),
  };
}

function findOwn(source: string, patterns: readonly CompiledPattern[]): readonly Finding[] {
  const normal = normalise(source);
  const findings: Finding[] = [];
  for (const pattern of patterns) {
    const matcher = pattern.expression.matcher(normal.text);
    while (matcher.find()) {
      const [start, end] = [matcher.start(), matcher.end()];
      if (start === end || !hasWord(normal.text, { start, end }, pattern.words)) continue;
      findings.push({
        type: 'custom',
        detail: pattern.id,
        start: normal.startOf(start),
        end: normal.endOf(end),
        score,
        checksum: null,
      });
    }
  }
  return findings;
}

function hasWord(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  words: readonly string[],
): boolean {
  if (words.length === 0) return true;
  const around = text.slice(Math.max(0, start - reach), end + reach).toLowerCase();
  return words.some((word) => around.includes(word));
}
