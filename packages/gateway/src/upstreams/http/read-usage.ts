import type { TokenUsage } from '@riad/contracts';

const usageMember = Buffer.from('"usage"');
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** The `usage` of either vendor; undefined when there is none. */
export function readUsage(value: unknown): TokenUsage | undefined {
  const usage = asRecord(value);
  const promptTokens = countAt(usage, 'prompt_tokens');
  if (promptTokens === undefined) return undefined;
  return {
    promptTokens,
    completionTokens: countAt(usage, 'completion_tokens') ?? 0,
    cachedTokens: countAt(asRecord(usage['prompt_tokens_details']), 'cached_tokens') ?? 0,
    reasoningTokens: countAt(asRecord(usage['completion_tokens_details']), 'reasoning_tokens') ?? 0,
  };
}

/** The last `usage` member in the bytes of a JSON document or its end, without parsing the rest. */
export function findUsage(bytes: Buffer): TokenUsage | undefined {
  const member = bytes.lastIndexOf(usageMember);
  const start = member === -1 ? -1 : bytes.indexOf(openBrace, member);
  if (start === -1) return undefined;
  let depth = 0;
  for (let at = start; at < bytes.length; at++) {
    if (bytes[at] === openBrace) depth++;
    if (bytes[at] === closeBrace) depth--;
    if (depth === 0) return parseUsage(bytes.toString('utf8', start, at + 1));
  }
  return undefined;
}

function parseUsage(text: string): TokenUsage | undefined {
  try {
    return readUsage(JSON.parse(text));
  } catch {
    // The answer is not what it seemed; its use is estimated instead.
    return undefined;
  }
}

function countAt(members: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = members[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** The members of an object; none of anything else. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object has members of unknown type
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
