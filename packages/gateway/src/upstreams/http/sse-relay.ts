import { PlatformError, type TokenUsage } from '@riad/contracts';

import { readUsage } from './read-usage.ts';

/** Largest event that is waited for. */
const MAX_EVENT_BYTES = 16 * 1024 * 1024;

export interface SseRelay {
  /** Whole events of what has arrived, ready to go on; empty while one is incomplete. */
  push(chunk: Buffer): Buffer;
  /** `upstream.truncated` when the stream ended before its end was said; otherwise what is still missing of it. */
  finish(): Buffer;
  readonly events: () => number;
  readonly usage: () => TokenUsage | undefined;
}

const done = Buffer.from('data: [DONE]\n\n');

/**
 * Passes events on as they are. Only an event that holds usage is parsed; the one that exists because usage was asked for on
 * the client's behalf is kept back. An error event of the upstream becomes an error here, and an end without its mark too.
 */
export function createSseRelay({ dropUsageEvent }: { readonly dropUsageEvent: boolean }): SseRelay {
  let waiting: Buffer = Buffer.alloc(0);
  let events = 0;
  let usage: TokenUsage | undefined;
  let sawDone = false;
  let sawFinish = false;

  function push(chunk: Buffer): Buffer {
    const all = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    const end = lastBoundary(all);
    if (all.length - end > MAX_EVENT_BYTES)
      throw new PlatformError('upstream.rejected', `the upstream sent an event larger than ${MAX_EVENT_BYTES} bytes`);
    waiting = end === all.length ? Buffer.alloc(0) : all.subarray(end);
    const whole = all.subarray(0, end);
    return needsReading(whole) ? readEvents(whole) : count(whole);
  }

  function count(whole: Buffer): Buffer {
    for (let at = whole.indexOf('data:'); at !== -1; at = whole.indexOf('data:', at + 5)) events++;
    return whole;
  }

  function readEvents(whole: Buffer): Buffer {
    const kept = whole
      .toString('utf8')
      .split(/(?<=\r?\n\r?\n)/)
      .filter((event) => keep(event));
    return Buffer.from(kept.join(''));
  }

  function keep(event: string): boolean {
    const data = /^data: ?(?<data>.*)$/m.exec(event)?.groups?.['data']?.trimEnd();
    if (data === undefined) return true;
    events++;
    if (data === '[DONE]') {
      sawDone = true;
      return true;
    }
    const chunk = parseChunk(data);
    return chunk === undefined || keepChunk(chunk);
  }

  function keepChunk(chunk: Readonly<Record<string, unknown>>): boolean {
    if (chunk['error'] !== undefined && chunk['error'] !== null)
      throw new PlatformError('upstream.truncated', 'the upstream reported an error in mid-stream');
    usage = readUsage(chunk['usage']) ?? usage;
    const choices = chunk['choices'];
    if (Array.isArray(choices) && choices.some(hasFinished)) sawFinish = true;
    return !(dropUsageEvent && Array.isArray(choices) && choices.length === 0);
  }

  return {
    push,
    finish() {
      if (waiting.length > 0 || (!sawDone && !sawFinish))
        throw new PlatformError('upstream.truncated', 'the upstream ended in mid-stream', { retryAfterSeconds: 1 });
      return sawDone ? Buffer.alloc(0) : done;
    },
    events: () => events,
    usage: () => usage,
  };
}

/** Where the last whole event ends. */
function lastBoundary(bytes: Buffer): number {
  const unix = bytes.lastIndexOf('\n\n');
  const dos = bytes.lastIndexOf('\r\n\r\n');
  return Math.max(unix === -1 ? 0 : unix + 2, dos === -1 ? 0 : dos + 4);
}

function needsReading(bytes: Buffer): boolean {
  return (
    bytes.includes('[DONE]') ||
    bytes.includes('"usage":{') ||
    bytes.includes('"usage": {') ||
    bytes.includes('"error"') ||
    /"finish_reason": ?"/.test(bytes.toString('latin1'))
  );
}

function parseChunk(data: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function hasFinished(choice: unknown): boolean {
  return (
    typeof choice === 'object' &&
    choice !== null &&
    'finish_reason' in choice &&
    typeof choice.finish_reason === 'string'
  );
}
