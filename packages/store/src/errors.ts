import { PlatformError } from '@riad/contracts';

/** What a server or the system says, by code, where more than "it does not answer" can be said. */
const explanations: Readonly<Record<string, { readonly message: string; readonly remedy: string }>> = {
  '28P01': {
    message: 'the database refused the user or the password',
    remedy: 'Check the user and the password in database.url.',
  },
  '28000': {
    message: 'the database does not let this user in',
    remedy: "Check the user in database.url and the server's pg_hba.conf.",
  },
  '3D000': { message: 'the database does not exist', remedy: 'Create it on the server: createdb -E UTF8 NAME.' },
  '42501': {
    message: 'the user may not make or change the tables',
    remedy: 'Make it the owner of the database: alter database NAME owner to USER.',
  },
  '53300': {
    message: 'the database has no connection left',
    remedy: 'Lower database.poolSize, or raise max_connections on the server.',
  },
  '25006': {
    message: 'the database accepts no writes',
    remedy: 'Give the address of the primary server, not of a standby.',
  },
};

const silence = {
  message: 'the database does not answer',
  remedy: 'It is tried again by itself; ./riad doctor tells more.',
};

/** PostgreSQL's code for a full disk (class 53, insufficient resources). */
const DISK_FULL = '53100';
/** Text that PostgreSQL cannot keep, such as a NUL character: the request's fault. */
const unstorableText = /^(?:22021|22P05|22001)$/;
/** Errors that are ours to fix, not signs of an absent server: data, constraints, syntax. */
const programErrors = /^(?:22|23|42)/;

/** Runs a piece of database work; an absent server becomes `store.unavailable`, a full disk `disk.full`. */
export async function withStore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStoreError(error);
  }
}

function asStoreError(error: unknown): unknown {
  if (error instanceof PlatformError || isDefect(error)) return error;
  const code = codeOf(error);
  if (code === DISK_FULL) {
    return new PlatformError('disk.full', 'the disk of the database is full', {
      cause: error,
      retryAfterSeconds: 30,
      remedy: 'Free some space; nothing that was stored is lost.',
    });
  }
  if (unstorableText.test(code)) {
    return new PlatformError('request.invalid', 'a text holds characters that cannot be stored', { cause: error });
  }
  if (explanations[code] === undefined && programErrors.test(code)) return error;
  const { message, remedy } = explanations[code] ?? silence;
  return new PlatformError('store.unavailable', message, { cause: error, retryAfterSeconds: 2, remedy });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** A mistake in this program must not pass for an absent server. */
function isDefect(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}
