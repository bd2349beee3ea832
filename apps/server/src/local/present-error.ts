import { PlatformError, type ErrorCode } from '@riad/contracts';
import { ZodError } from 'zod';

export interface PresentedError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string | null;
  readonly field: string | null;
}

/** What leaves: expected errors as they are, anything else without its details. */
export function presentError(error: unknown): PresentedError {
  if (error instanceof PlatformError) {
    return { code: error.code, message: error.message, remedy: error.remedy ?? null, field: error.field ?? null };
  }
  if (error instanceof ZodError) {
    const issue = error.issues[0];
    const field = issue?.path.map(String).join('.') ?? null;
    return {
      code: 'request.invalid',
      message: `${field ?? 'value'}: ${issue?.message ?? 'not valid'}`,
      remedy: null,
      field,
    };
  }
  return {
    code: 'server.internal',
    message: 'an unexpected error occurred',
    remedy: 'Look at ./riad logs, and report it if it happens again.',
    field: null,
  };
}
