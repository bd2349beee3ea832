/**
 * Stands before the text of a control token that a format's parser reads. A noncharacter: a model that only spells
 * `[TOOL_CALLS]` in letters has called nothing.
 */
export const CONTROL_MARK = '\uFDD1';

/**
 * Token bytes to text: whole characters only, and never a stop string or a beginning of one that may still complete.
 */
export interface TextStream {
  /** What may be said now. After a stop string was met, `stopped` is true and nothing more comes. */
  push(bytes: Uint8Array): string;
  /** A control token that a parser reads, behind its mark. */
  pushControl(name: string): string;
  /** What was held back, when generation ended without meeting a stop string. */
  finish(): string;
  readonly stopped: () => boolean;
}

export function createTextStream(stops: readonly string[]): TextStream {
  const decoder = new TextDecoder();
  const wanted = stops.filter((stop) => stop !== '');
  let held = '';
  let stopped = false;

  function release(text: string): string {
    held += text;
    if (wanted.length === 0) return take(held.length);
    const at = firstStop(held, wanted);
    if (at !== undefined) {
      stopped = true;
      const said = held.slice(0, at);
      held = '';
      return said;
    }
    return take(held.length - possibleStop(held, wanted));
  }

  function take(length: number): string {
    const said = held.slice(0, length);
    held = held.slice(length);
    return said;
  }

  const words = (text: string): string => text.replaceAll(CONTROL_MARK, '');

  return {
    push: (bytes) => (stopped ? '' : release(words(decoder.decode(bytes, { stream: true })))),
    pushControl: (name) => (stopped ? '' : release(words(decoder.decode()) + CONTROL_MARK + name)),
    finish() {
      if (stopped) return '';
      const said = release(words(decoder.decode()));
      return stopped ? said : said + take(held.length);
    },
    stopped: () => stopped,
  };
}

function firstStop(text: string, stops: readonly string[]): number | undefined {
  const found = stops.map((stop) => text.indexOf(stop)).filter((at) => at !== -1);
  return found.length === 0 ? undefined : Math.min(...found);
}

/** Length of the longest end of `text` that begins a stop string. */
function possibleStop(text: string, stops: readonly string[]): number {
  return stops.reduce((longest, stop) => Math.max(longest, endThatBegins(text, stop)), 0);
}

/** Length of the longest end of `text` that is a beginning of `word`, the whole word excluded. */
export function endThatBegins(text: string, word: string): number {
  for (let length = Math.min(word.length - 1, text.length); length > 0; length--)
    if (word.startsWith(text.slice(-length))) return length;
  return 0;
}
