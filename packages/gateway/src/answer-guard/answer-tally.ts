import type { FindingCounts } from '@riad/contracts';
import { countFindings, type Guard } from '@riad/guard';

/** This much of an answer is kept before it is looked at. */
const WINDOW_LENGTH = 256 * 1024;

/** Linear also where the closing quote is missing. */
const spoken = /"(?:content|text|arguments|reasoning_content|reasoning|refusal)":\s?"([^"\\]*(?:\\.[^"\\]*)*)"/g;
const lineFeed = 0x0a;

/**
 * Counts what an answer holds, without holding it back: its texts are joined as they came and looked at once they are all
 * there, so that a value that was cut in two is found whole.
 */
export class AnswerTally {
  readonly #guard: Guard;
  readonly #stream: boolean;
  #texts = '';
  #pieces: Buffer[] = [];
  #bytes = 0;
  readonly #counts: Record<string, number> = {};

  constructor({ guard, stream }: { readonly guard: Guard; readonly stream: boolean }) {
    this.#guard = guard;
    this.#stream = stream;
  }

  /** Of the lines of a stream only their texts are kept, a twentieth of their bytes. A document is kept until its end. */
  push(bytes: Buffer): void {
    const lines = this.#stream ? bytes.lastIndexOf(lineFeed) + 1 : 0;
    if (lines > 0) {
      this.#keep(bytes.subarray(0, lines));
      this.#readTexts();
    }
    if (lines < bytes.length) this.#keep(bytes.subarray(lines));
    if (this.#texts.length + this.#bytes >= WINDOW_LENGTH) this.#look();
  }

  /** Findings by type. */
  end(): FindingCounts {
    this.#look();
    return this.#counts;
  }

  #keep(bytes: Buffer): void {
    this.#pieces.push(bytes);
    this.#bytes += bytes.length;
  }

  #readTexts(): void {
    const [first] = this.#pieces;
    if (first === undefined) return;
    const whole = this.#pieces.length === 1 ? first : Buffer.concat(this.#pieces);
    this.#texts += textsIn(whole.toString('utf8'));
    this.#pieces = [];
    this.#bytes = 0;
  }

  #look(): void {
    this.#readTexts();
    const text = unescape(this.#texts);
    this.#texts = '';
    if (text === '') return;
    for (const [type, count] of Object.entries(countFindings(this.#guard.inspect([text]))))
      this.#counts[type] = (this.#counts[type] ?? 0) + count;
  }
}

/** As they are written in the JSON, one after the other. */
function textsIn(source: string): string {
  let escaped = '';
  for (const [, text = ''] of source.matchAll(spoken)) escaped += text;
  return escaped;
}

function unescape(escaped: string): string {
  if (!escaped.includes('\\')) return escaped;
  try {
    const value: unknown = JSON.parse(`"${escaped}"`);
    return typeof value === 'string' ? value : escaped;
  } catch {
    // A window may end within an escape; what is there is looked at as it is written.
    return escaped;
  }
}
