import type { Finding } from '@riad/contracts';

import type { Guard } from './guard.ts';

/** Text of an answer that has been looked at, and what was found in it. Offsets count from the beginning of the answer. */
export interface ScannedOutput {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** Looks at an answer while it streams. A value split over two chunks is found whole. */
export interface OutputScanner {
  push(chunk: string): ScannedOutput;
  end(): ScannedOutput;
}

/** Characters that wait for what may follow them. */
const tailWindow = 48;
/** Text before the window that is read again, for the words that announce a value. */
const contextWindow = 96;

export function createOutputScanner(guard: Guard): OutputScanner {
  let context = '';
  let held = '';
  let released = 0;
  const release = (length: number, findings: readonly Finding[]): ScannedOutput => {
    const text = held.slice(0, length);
    const shift = released - context.length;
    const within = findings
      .filter(({ start, end }) => start >= context.length && end <= context.length + length)
      .map((finding) => ({ ...finding, start: finding.start + shift, end: finding.end + shift }));
    context = (context + text).slice(-contextWindow);
    held = held.slice(length);
    released += length;
    return { text, findings: within };
  };
  return {
    push: (chunk) => {
      held += chunk;
      if (held.length <= tailWindow) return { text: '', findings: [] };
      const findings = guard.inspect([context + held])[0] ?? [];
      return release(cutBefore(held.length - tailWindow, context.length, findings), findings);
    },
    end: () => {
      if (held === '') return { text: '', findings: [] };
      return release(held.length, guard.inspect([context + held])[0] ?? []);
    },
  };
}

/** A cut goes before a finding that it would part. */
function cutBefore(length: number, offset: number, findings: readonly Finding[]): number {
  const at = offset + length;
  const parted = findings.find(({ start, end }) => start < at && end > at);
  return parted === undefined ? length : Math.max(0, parted.start - offset);
}
