import type { FindingCounts } from '@riad/contracts';
import { countFindings, type Guard } from '@riad/guard';

/** Bytes of an answer that are kept before they are looked at. */
const WINDOW_BYTES = 256 * 1024;

const spoken = /"(?:content|text|arguments|reasoning_content|reasoning|refusal)":\s?"((?:[^"\\]+|\\.)*)"/g;

/**
 * Counts what an answer holds, without holding it back: the bytes are kept and looked at once they are all there. The texts
 * of a stream are joined as they came, so that a value that was cut in two is found whole.
 */
export class AnswerTally {
  readonly #guard: Guard;
  #kept: Buffer[] = [];
  #size = 0;
  readonly #counts: Record<string, number> = {};

  constructor(guard: Guard) {
    this.#guard = guard;
  }

  push(bytes: Buffer): void {
    this.#kept.push(bytes);
    this.#size += bytes.length;
    if (this.#size >= WINDOW_BYTES) this.#look();
  }

  /** Findings by type. */
  end(): FindingCounts {
    if (this.#size > 0) this.#look();
    return this.#counts;
  }

  #look(): void {
    const [first] = this.#kept;
    const bytes = this.#kept.length === 1 && first !== undefined ? first : Buffer.concat(this.#kept);
    this.#kept = [];
    this.#size = 0;
    const text = textsOf(bytes.toString('utf8'));
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
