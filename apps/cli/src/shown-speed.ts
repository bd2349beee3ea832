import { say } from './messages/say.ts';

/** How fast a model wrote lately; nothing when it has not. */
export function shownSpeed({ generatedTokensPerSecond }: { readonly generatedTokensPerSecond: number | null }): string {
  if (generatedTokensPerSecond === null || generatedTokensPerSecond === 0) return '';
  return say('table.tokens_per_second', { generated: generatedTokensPerSecond });
}
