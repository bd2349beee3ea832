import { PlatformError, type Finding } from '@riad/contracts';

/** Findings of each text of one request. */
export type Findings = readonly (readonly Finding[])[];

/** Looks at every text. Fails closed: a guard that throws refuses the request with `guard.failed`. */
export function inspect(
  guard: (texts: readonly string[], scope?: string) => Findings,
  texts: readonly string[],
  scope: string,
): Findings {
  try {
    return guard(texts, scope);
  } catch (error) {
    throw new PlatformError('guard.failed', 'the guard could not inspect this request', {
      cause: error,
      retryAfterSeconds: 5,
    });
  }
}

/** How many of each type: what the ledger and answers may show. */
export function countFindings(findings: Findings): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const ofText of findings) for (const { type } of ofText) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
