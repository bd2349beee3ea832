import { readTag } from './code.ts';
import type { SurrogateSource } from './vault.ts';

/**
 * The same source, narrowed to the surrogates that one request was given. Who writes somebody else's surrogate into a
 * question gets it back as it is.
 */
export function onlyGiven(source: SurrogateSource, given: Iterable<string>): SurrogateSource {
  const codes = new Set<string>();
  const lookalikes = new Set<string>();
  for (const surrogate of given) {
    const tag = readTag(surrogate, 0);
    if (tag === undefined) lookalikes.add(surrogate);
    else codes.add(tag.code);
  }
  const longestFirst = [...lookalikes].toSorted((left, right) => right.length - left.length);
  return {
    resolve: (code, variant) => (codes.has(code) ? source.resolve(code, variant) : undefined),
    resolveLookalike: (surrogate) => (lookalikes.has(surrogate) ? source.resolveLookalike(surrogate) : undefined),
    lookalikes: () => longestFirst,
  };
}
