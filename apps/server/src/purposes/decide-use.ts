import type {
  ConsentChange,
  DeclaredPurpose,
  KnownUse,
  NamedUse,
  ProjectId,
  UseProblem,
  UseVerdict,
} from '@riad/contracts';

export interface UseFacts {
  readonly projectId: ProjectId;
  /** What the project declares. A project that declares nothing is not bound to purposes, only to the consents it names. */
  readonly declared: readonly DeclaredPurpose[];
  /** The consent that the request names, if the organisation has it. */
  readonly consent: ConsentChange | undefined;
  readonly now: number;
}

/** The rule of purposes and consents: law 09-08 art. 3 and 4, law 55-19 art. 24. */
export function decideUse(named: NamedUse, facts: UseFacts): UseVerdict {
  const consent = ownConsent(facts);
  const purpose = named.purpose ?? consent?.purpose ?? onlyOne(facts.declared);
  const declared = facts.declared.find((each) => each.purpose === purpose);
  const use = {
    purpose: declared?.purpose ?? consent?.purpose ?? null,
    consent: consent?.id ?? null,
  };
  const problem = problemOf(named, { ...facts, consent, purpose });
  return problem === undefined ? { allowed: true, use } : refused(use, problem);
}

interface Judged extends UseFacts {
  readonly purpose: string | undefined;
}

function problemOf(named: NamedUse, judged: Judged): UseProblem | undefined {
  if (named.consent !== undefined && judged.consent === undefined) return { kind: 'consent-unknown' };
  return endedConsent(judged) ?? undeclaredPurpose(judged) ?? unfitConsent(judged);
}

function endedConsent({ consent, now }: Judged): UseProblem | undefined {
  if (consent === undefined) return undefined;
  if (consent.withdrawnAt !== null) return { kind: 'consent-withdrawn' };
  return consent.expiresAt !== null && consent.expiresAt.getTime() <= now ? { kind: 'consent-expired' } : undefined;
}

function undeclaredPurpose({ declared, purpose }: Judged): UseProblem | undefined {
  if (declared.length === 0) return undefined;
  const names = declared.map((each) => each.purpose);
  if (purpose === undefined) return { kind: 'purpose-unnamed', declared: names };
  return names.includes(purpose) ? undefined : { kind: 'purpose-not-declared', declared: names };
}

function unfitConsent({ declared, consent, purpose }: Judged): UseProblem | undefined {
  if (consent === undefined) {
    const needed = declared.some((each) => each.purpose === purpose && each.consentRequired);
    return needed ? { kind: 'consent-missing' } : undefined;
  }
  if (purpose === consent.purpose) return undefined;
  return { kind: 'consent-for-another-purpose', purpose: consent.purpose };
}

/** A consent that was given for one project is none for another. */
function ownConsent({ consent, projectId }: UseFacts): ConsentChange | undefined {
  return consent?.projectId === null || consent?.projectId === projectId ? consent : undefined;
}

function onlyOne(declared: readonly DeclaredPurpose[]): string | undefined {
  return declared.length === 1 ? declared[0]?.purpose : undefined;
}

function refused(use: KnownUse, problem: UseProblem): UseVerdict {
  return { allowed: false, use, problem };
}
