import type { FindingCounts } from '@riad/contracts';
import { countFindings, type Guard } from '@riad/guard';

/** This much of an answer is kept before it is looked at. */
const WINDOW_LENGTH = 256 * 1024;

const spoken = /"(?:content|text|arguments|reasoning_content|reasoning|refusal)":\s?"((?:[^"\\]+|\\.)*)"/g;

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

  /** Of a stream, whole events: only their texts are kept, a twentieth of their bytes. A document is kept until its end. */
  push(bytes: Buffer): void {
    if (this.#stream) {
      this.#texts += textsIn(bytes.toString('utf8'));
    } else {
      this.#pieces.push(bytes);
      this.#bytes += bytes.length;
    }
    if (this.#texts.length + this.#bytes >= WINDOW_LENGTH) this.#look();
  }

  /** Findings by type. */
  end(): FindingCounts {
    this.#look();
    return this.#counts;
  }

  #look(): void {
    const [first] = this.#pieces;
    if (first !== undefined) {
      const document = this.#pieces.length === 1 ? first : Buffer.concat(this.#pieces);
      this.#texts += textsIn(document.toString('utf8'));
      this.#pieces = [];
      this.#bytes = 0;
    }
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
