import type { TokenUsage } from '@riad/contracts';
import { z } from 'zod';

const usageSchema = z.looseObject({
  prompt_tokens: z.number().default(0),
  completion_tokens: z.number().nullish(),
  prompt_tokens_details: z.looseObject({ cached_tokens: z.number().nullish() }).nullish(),
  completion_tokens_details: z.looseObject({ reasoning_tokens: z.number().nullish() }).nullish(),
});

/** Usage as either vendor's server reports it; `undefined` when there is none. */
export function readUsage(value: unknown): TokenUsage | undefined {
  const parsed = usageSchema.safeParse(value);
  if (!parsed.success) return undefined;
  return {
    promptTokens: parsed.data.prompt_tokens,
    completionTokens: parsed.data.completion_tokens ?? 0,
    cachedTokens: parsed.data.prompt_tokens_details?.cached_tokens ?? 0,
    reasoningTokens: parsed.data.completion_tokens_details?.reasoning_tokens ?? 0,
  };
}
