import {
  PlatformError,
  type Caller,
  type CheckUse,
  type JsonObject,
  type NamedUse,
  type UseProblem,
  type UseVerdict,
} from '@riad/contracts';

import type { Exchange } from '../exchange.ts';
import { isObject } from '../json/is-object.ts';

/** Characters of a name: longer ones are no names of ours. */
const LONGEST_NAME = 64;

interface UseInput {
  readonly exchange: Pick<Exchange, 'use'>;
  readonly caller: Caller;
  readonly body: JsonObject;
}

/** What the request is for, and whether that is allowed. Fails with `request.invalid` when its names cannot be names. */
export function judgeUse(check: CheckUse, { exchange, caller, body }: UseInput): UseVerdict {
  return check(caller, namedUse(exchange.use ?? {}, body));
}

/** A use that the project does not declare, or that a person did not consent to, is refused wherever it would run. */
export function refuseOtherUse(verdict: UseVerdict): void {
  if (!verdict.allowed) throw refusal(verdict.problem);
}

/** As the headers say; otherwise as the body's `metadata` does. */
function namedUse(headers: NamedUse, { metadata }: JsonObject): NamedUse {
  const written = isObject(metadata) ? metadata : {};
  const purpose = checked(headers.purpose ?? written['riad_purpose'], 'metadata.riad_purpose');
  const consent = checked(headers.consent ?? written['riad_consent'], 'metadata.riad_consent');
  return {
    ...(purpose === undefined ? {} : { purpose }),
    ...(consent === undefined ? {} : { consent }),
  };
}

function checked(value: unknown, field: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '' && value.length <= LONGEST_NAME) return value;
  throw new PlatformError('request.invalid', `it must be a name of at most ${LONGEST_NAME} characters`, { field });
}

function refusal(problem: UseProblem): PlatformError {
  switch (problem.kind) {
    case 'purpose-unnamed':
      return new PlatformError('purpose.refused', 'the request does not say what it is for', {
        field: 'x-riad-purpose',
        remedy: `Name one of: ${problem.declared.join(', ')}.`,
      });
    case 'purpose-not-declared':
      return new PlatformError('purpose.refused', 'the project does not declare this purpose', {
        field: 'x-riad-purpose',
        remedy: `It declares: ${problem.declared.join(', ')}.`,
      });
    case 'consent-missing':
      return noConsent('this purpose needs the consent of the person concerned');
    case 'consent-unknown':
      return noConsent('there is no such consent for this project');
    case 'consent-withdrawn':
      return noConsent('the person withdrew this consent');
    case 'consent-expired':
      return noConsent('this consent has expired');
    case 'consent-for-another-purpose':
      return noConsent(`this consent was given for another purpose: ${problem.purpose}`);
  }
}

function noConsent(message: string): PlatformError {
  return new PlatformError('consent.refused', message, {
    field: 'x-riad-consent',
    remedy: 'Name a consent that the person gave for this purpose: ./riad consents list.',
  });
}
