/**
 * Token bytes to text: whole characters only, and never a stop string or a beginning of one that may still complete.
 */
export interface TextStream {
  /** What may be said now. After a stop string was met, `stopped` is true and nothing more comes. */
  push(bytes: Uint8Array): string;
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

  return {
    push: (bytes) => (stopped ? '' : release(decoder.decode(bytes, { stream: true }))),
    finish() {
      if (stopped) return '';
      const said = release(decoder.decode());
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
  let longest = 0;
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length--) {
      if (stop.startsWith(text.slice(-length))) longest = length;
    }
  }
  return longest;
}
