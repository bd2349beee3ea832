import type { Finding } from '@riad/contracts';

import { meets } from './detectors/split.ts';
import type { Guard } from './guard.ts';

export interface CleanMemoryOptions {
  /** A cryptographic digest of the text: two texts that share one would pass for each other. */
  readonly fingerprint: (text: string) => string;
  /** Texts remembered; between this many and twice as many are. */
  readonly capacity: number;
}

export interface RememberingGuard extends Guard {
  /** What was seen in one scope says nothing in another, not even by how long an answer takes. */
  inspect(texts: readonly string[], scope?: string): readonly (readonly Finding[])[];
}

const none: readonly Finding[] = [];

/**
 * A guard that does not read again what it has found clean: conversations repeat their history and instructions in every
 * turn. Only fingerprints of texts without findings are kept. The findings are those of the guard below: a name found in
 * one text is looked for in all, the clean ones included.
 */
export function rememberClean(guard: Guard, { fingerprint, capacity }: CleanMemoryOptions): RememberingGuard {
  const clean = createRecentSet(capacity);

  return {
    inspect(texts, scope = '') {
      const keys = texts.map((text) => fingerprint(`${scope}\n${text}`));
      const fresh = [...keys.keys()].filter((index) => !clean.has(keys[index] ?? ''));
      if (fresh.length === 0) return texts.map(() => none);
      const asked = withNeighbours(texts, fresh);
      const found = guard.inspect(asked.map((index) => texts[index] ?? ''));
      for (const [at, index] of asked.entries()) if (found[at]?.length === 0) clean.add(keys[index] ?? '');
      if (asked.length === texts.length) return found;
      return found.every((ofText) => ofText.length === 0) ? texts.map(() => none) : guard.inspect(texts);
    },
  };
}

/** A value may be parted by the border of a text that was clean by itself. */
function withNeighbours(texts: readonly string[], fresh: readonly number[]): readonly number[] {
  const asked = new Set(fresh);
  for (const index of fresh) {
    const [before, text, after] = [texts[index - 1], texts[index] ?? '', texts[index + 1]];
    if (before !== undefined && meets(before, text)) asked.add(index - 1);
    if (after !== undefined && meets(text, after)) asked.add(index + 1);
  }
  return [...asked].toSorted((left, right) => left - right);
}

interface RecentSet {
  has(key: string): boolean;
  add(key: string): void;
}

/** Forgets by halves: what was not asked for during one filling is gone after the next. */
function createRecentSet(capacity: number): RecentSet {
  let young = new Set<string>();
  let old = new Set<string>();

  function add(key: string): void {
    young.add(key);
    if (young.size < capacity) return;
    old = young;
    young = new Set();
  }

  return {
    add,
    has(key) {
      if (young.has(key)) return true;
      if (!old.has(key)) return false;
      add(key);
      return true;
    },
  };
}
