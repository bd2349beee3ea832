import type { FindingCounts } from '@riad/contracts';
import { countFindings, type Guard } from '@riad/guard';

/** Bytes of an answer that are kept before they are looked at. */
const WINDOW_BYTES = 256 * 1024;
/** Room that is taken for a beginning. */
const FIRST_BYTES = 4 * 1024;

const empty = Buffer.alloc(0);
const spoken = /"(?:content|text|arguments|reasoning_content|reasoning|refusal)":\s?"((?:[^"\\]+|\\.)*)"/g;

/**
 * Counts what an answer holds, without holding it back: the bytes are kept and looked at once they are all there. The texts
 * of a stream are joined as they came, so that a value that was cut in two is found whole.
 */
export class AnswerTally {
  readonly #guard: Guard;
  #kept: Buffer = empty;
  #size = 0;
  readonly #counts: Record<string, number> = {};

  constructor(guard: Guard) {
    this.#guard = guard;
  }

  /** Pieces after the first are copied: each would hold on to the memory that it was cut from. */
  push(bytes: Buffer): void {
    const size = this.#size + bytes.length;
    if (this.#size === 0) {
      this.#kept = bytes;
    } else {
      if (size > this.#kept.length) this.#grow(Math.max(size, 2 * this.#kept.length, FIRST_BYTES));
      bytes.copy(this.#kept, this.#size);
    }
    this.#size = size;
    if (size >= WINDOW_BYTES) this.#look();
  }

  /** Findings by type. */
  end(): FindingCounts {
    if (this.#size > 0) this.#look();
    return this.#counts;
  }

  #grow(length: number): void {
    const room = Buffer.allocUnsafeSlow(length);
    this.#kept.copy(room, 0, 0, this.#size);
    this.#kept = room;
  }

  #look(): void {
    const text = textsOf(this.#kept.toString('utf8', 0, this.#size));
    this.#kept = empty;
    this.#size = 0;
    if (text === '') return;
    for (const [type, count] of Object.entries(countFindings(this.#guard.inspect([text]))))
      this.#counts[type] = (this.#counts[type] ?? 0) + count;
  }
}

function textsOf(source: string): string {
  let escaped = '';
  for (const [, text = ''] of source.matchAll(spoken)) escaped += text;
  if (!escaped.includes('\\')) return escaped;
  try {
    const value: unknown = JSON.parse(`"${escaped}"`);
    return typeof value === 'string' ? value : escaped;
  } catch {
    // A window may end within an escape; what is there is looked at as it is written.
    return escaped;
  }
}
