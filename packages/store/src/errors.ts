import { PlatformError } from '@riad/contracts';

/** PostgreSQL's code for a full disk (class 53, insufficient resources). */
const DISK_FULL = '53100';
/** Errors that are ours to fix, not signs of an absent server: syntax, constraints, data (classes 22, 23, 42). */
const programErrors = /^(22|23|42)/;

/** Runs a piece of database work; an absent server becomes `store.unavailable`, a full disk `disk.full`. */
export async function withStore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStoreError(error);
  }
}

function asStoreError(error: unknown): unknown {
  if (error instanceof PlatformError) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === DISK_FULL) {
    return new PlatformError('disk.full', 'the disk of the database is full', {
      cause: error,
      retryAfterSeconds: 30,
      remedy: 'Free some space; nothing that was stored is lost.',
    });
  }
  if (programErrors.test(code)) return error;
  return new PlatformError('store.unavailable', 'the database does not answer', {
    cause: error,
    retryAfterSeconds: 2,
    remedy: 'It is tried again by itself; ./riad doctor tells more.',
  });
}
