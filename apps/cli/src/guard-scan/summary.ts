import { say } from '../messages/say.ts';
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
      note(say('guard.not_read', { name, what: say(what) }));
    },
    decoded: (name, encoding) => {
      note(say('guard.decoded', { name, encoding }));
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
      const speed = milliseconds > 0 ? (megabytes / (milliseconds / 1000)).toFixed(1) : '0';
      return say('guard.summary', { findings, files, megabytes: megabytes.toFixed(2), speed, skipped });
    },
  };
}
