import { mayBecomeTag, readTag } from './code.ts';
import type { SurrogateSource } from './vault.ts';

export interface RestorerOptions {
  readonly vault: SurrogateSource;
  /** `json`: the stream is JSON source, as in tool-call arguments; values are escaped and only put into strings. */
  readonly encoding?: 'text' | 'json';
}

/** Puts real values back into a stream. One per channel: content, reasoning, each tool call's arguments. */
export interface Restorer {
  /** What may be shown so far. At most 24 characters wait (the longest lookalike in style `format`). */
  push(chunk: string): string;
  /** The rest. */
  end(): string;
  counts(): RestoreCounts;
}

export interface RestoreCounts {
  readonly restored: number;
  /** Surrogates that this conversation never gave: they stay visible. */
  readonly unknown: number;
}

/** All at once. */
export function restore(
  text: string,
  options: RestorerOptions,
): { readonly output: string; readonly counts: RestoreCounts } {
  const restorer = createRestorer(options);
  const output = restorer.push(text) + restorer.end();
  return { output, counts: restorer.counts() };
}

export function createRestorer({ vault, encoding = 'text' }: RestorerOptions): Restorer {
  const lookalikes = vault.lookalikes();
  const openers = new Set(lookalikes.map((surrogate) => surrogate.charAt(0)));
  const strings = encoding === 'json' ? createStringTracker() : undefined;
  let held = '';
  let restored = 0;
  let unknown = 0;

  const encode = (value: string): string => (encoding === 'json' ? JSON.stringify(value).slice(1, -1) : value);
  const matchAt = (text: string, at: number): { readonly end: number; readonly value: string } | undefined => {
    const tag = readTag(text, at);
    if (tag !== undefined) {
      const value = vault.resolve(tag.code, tag.variant);
      if (value !== undefined) return { end: tag.end, value };
      unknown += 1;
      return undefined;
    }
    if (!openers.has(text.charAt(at))) return undefined;
    const found = lookalikes.find((surrogate) => text.startsWith(surrogate, at));
    const value = found === undefined ? undefined : vault.resolveLookalike(found);
    return found === undefined || value === undefined ? undefined : { end: at + found.length, value };
  };
  const mayGrow = (text: string, at: number): boolean => {
    const tail = text.slice(at);
    return (
      mayBecomeTag(tail) || lookalikes.some((surrogate) => surrogate.length > tail.length && surrogate.startsWith(tail))
    );
  };
  const isOpener = (character: string): boolean => character === '[' || character === '\\' || openers.has(character);

  const run = (text: string, final: boolean): string => {
    let output = '';
    let done = 0;
    let at = 0;
    while (at < text.length) {
      const mayStart = strings?.mayStart() ?? true;
      if (!mayStart || !isOpener(text.charAt(at))) {
        strings?.read(text.charCodeAt(at));
        at += 1;
        continue;
      }
      const match = matchAt(text, at);
      if (match !== undefined) {
        output += text.slice(done, at) + encode(match.value);
        restored += 1;
        at = match.end;
        done = at;
      } else if (!final && mayGrow(text, at)) {
        held = text.slice(at);
        return output + text.slice(done, at);
      } else {
        strings?.read(text.charCodeAt(at));
        at += 1;
      }
    }
    held = '';
    return output + text.slice(done);
  };
  return {
    push: (chunk) => run(held + chunk, false),
    end: () => run(held, true),
    counts: () => ({ restored, unknown }),
  };
}

/** Whether the next character of a JSON source stands inside a string and is not the second half of an escape. */
function createStringTracker(): { mayStart(): boolean; read(code: number): void } {
  let inString = false;
  let escaped = false;
  return {
    mayStart: () => inString && !escaped,
    read: (code) => {
      if (escaped) escaped = false;
      else if (code === 0x5c) escaped = inString;
      else if (code === 0x22) inString = !inString;
    },
  };
}
