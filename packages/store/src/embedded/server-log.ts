import { chmodSync, closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';

/** A log larger than this is set aside at the next start; one older log is kept. */
const SIZE_LIMIT = 8 * 1024 * 1024;

/** What PostgreSQL tells clients that come too early or stay too long. */
const noise = /the database system is |terminating connection/;

/** PostgreSQL's own log. */
export interface ServerLog {
  /** For the server to write to; the caller closes it. */
  readonly handle: number;
  /** The last fatal line since this start, without its time. */
  lastWords(): string | undefined;
}

export function openServerLog(path: string): ServerLog {
  if (sizeOf(path) > SIZE_LIMIT) renameSync(path, `${path}.1`);
  const start = sizeOf(path);
  const handle = openSync(path, 'a', 0o600);
  chmodSync(path, 0o600);
  return {
    handle,
    lastWords: () =>
      readFileSync(path)
        .subarray(start)
        .toString('utf8')
        .split('\n')
        .findLast((line) => /\b(?:FATAL|PANIC):/.test(line) && !noise.test(line))
        ?.replace(/^.*?\b(?:FATAL|PANIC):\s*/, ''),
  };
}

export function closeServerLog(log: ServerLog): void {
  closeSync(log.handle);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
