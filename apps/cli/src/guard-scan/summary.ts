import { note } from '../output.ts';
import type { InputReports } from './read-inputs.ts';

/** Counts what was read and what was not, and how fast. */
export interface Summary extends InputReports {
  time<Result>(bytes: number, work: () => Result): Result;
  /** One line for the end. */
  say(findings: number): string;
}

/** Says at once, on standard error, which files were not read or not read as UTF-8. */
export function createSummary(): Summary {
  let files = 0;
  let skipped = 0;
  let bytesRead = 0;
  let milliseconds = 0;
  return {
    skip: (name, what) => {
      skipped += 1;
      note(`riad: ${name} is ${what}: its text was not read`);
    },
    decoded: (name, encoding) => {
      note(`riad: ${name} is not UTF-8; it was read as ${encoding}`);
    },
    time: (bytes, work) => {
      const started = performance.now();
      const result = work();
      milliseconds += performance.now() - started;
      files += 1;
      bytesRead += bytes;
      return result;
    },
    say: (findings) => {
      const megabytes = bytesRead / 1e6;
      const speed = milliseconds > 0 ? ` at ${(megabytes / (milliseconds / 1000)).toFixed(1)} MB/s` : '';
      const left = skipped === 0 ? '' : `; ${count(skipped, 'file')} not read`;
      return `${count(findings, 'finding')} in ${count(files, 'file')}, ${megabytes.toFixed(2)} MB${speed}${left}`;
    },
  };
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
