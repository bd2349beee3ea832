import { PlatformError } from '@riad/contracts';

/** A failure while the database's files are prepared, as a person can act on it. */
export function asFileError(error: unknown, what: string): PlatformError {
  if (error instanceof PlatformError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return explainFailure(what, reason, error);
}

/** Tells a full disk from everything else, by the words of the system or of PostgreSQL. */
export function explainFailure(what: string, reason: string, cause?: unknown): PlatformError {
  if (/ENOSPC|No space left|EDQUOT|quota exceeded/i.test(reason)) {
    return new PlatformError('disk.full', `${what}: the disk is full`, {
      cause,
      remedy: 'Free some space and start again. Nothing is half made, nothing stored is lost.',
    });
  }
  return new PlatformError('store.unavailable', `${what}: ${reason}`, {
    cause,
    remedy: 'Check that the data folder is on a local disk that this user may write, and see logs/database.log.',
  });
}
