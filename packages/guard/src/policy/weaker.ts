import {
  entityTypes,
  type AnswerAction,
  type EntityType,
  type Finding,
  type GuardAction,
  type Location,
  type Policy,
} from '@riad/contracts';

import { answerActionFor } from './answers.ts';
import { decide, policyFor, severity } from './decide.ts';

/** One case that a new policy would treat more mildly. */
export interface Weakening {
  readonly type: EntityType;
  /** A finer kind that one of the policies names. */
  readonly detail?: string;
  /** From this many in one request. */
  readonly count: number;
  readonly role: string;
  /** `local`, a country code, `elsewhere`, or `answer`. */
  readonly where: string;
  readonly before: GuardAction | AnswerAction;
  readonly after: GuardAction | AnswerAction;
}

const elsewhere = 'elsewhere';
const anybody = '';

/**
 * Every case in which `after` is milder than `before`. A policy tells apart only the kinds, counts, roles and countries that
 * it names, so trying those and one of everything else is trying all. `today` decides which authorisations still hold.
 */
export function findWeakenings(before: Policy, after: Policy, today: string): readonly Weakening[] {
  const roles = namedBy([before, after], (rule) => rule.roles ?? [], [anybody]);
  const weaker = roles.flatMap((role) => {
    const old = policyFor(before, { role, today });
    const now = policyFor(after, { role, today });
    const places = namedBy([old, now], ({ countries }) => Object.keys(countries ?? {}), ['local', elsewhere]);
    return places.flatMap((where) => weakerAt(old, now, { role, where }));
  });
  return [...weaker, ...weakerAnswers(before, after)];
}

function weakerAt(
  before: Policy,
  after: Policy,
  { role, where }: { readonly role: string; readonly where: string },
): readonly Weakening[] {
  const location: Location = where === 'local' ? { kind: 'local' } : { kind: 'remote', country: where };
  return probes(before, after).flatMap(({ findings, named }) => {
    const was = decide(before, [findings], location).action;
    const is = decide(after, [findings], location).action;
    return severity(is) < severity(was) ? [{ ...named, role, where, before: was, after: is }] : [];
  });
}

function weakerAnswers(before: Policy, after: Policy): readonly Weakening[] {
  const strictness: readonly AnswerAction[] = ['count', 'mask', 'stop'];
  return entityTypes.flatMap((type) => {
    const was = answerActionFor(before, type);
    const is = answerActionFor(after, type);
    if (strictness.indexOf(is) >= strictness.indexOf(was)) return [];
    return [{ type, count: 1, role: anybody, where: 'answer', before: was, after: is }];
  });
}

interface Probe {
  readonly findings: readonly Finding[];
  readonly named: { readonly type: EntityType; readonly detail?: string; readonly count: number };
}

function probes(...policies: readonly Policy[]): readonly Probe[] {
  const counts = namedBy(policies, ({ minCount }) => (minCount === undefined ? [] : [minCount]), [1]);
  const details: readonly (string | undefined)[] = [
    undefined,
    ...namedBy(policies, (rule) => rule.details ?? [], []),
    ...policies.flatMap(({ patterns = [] }) => patterns.map(({ id }) => id)),
  ];
  return entityTypes.flatMap((type) =>
    details.flatMap((detail) =>
      counts.map((count): Probe => {
        const finding = {
          type,
          start: 0,
          end: 1,
          score: 1,
          checksum: null,
          ...(detail === undefined ? {} : { detail }),
        };
        return {
          findings: Array.from({ length: count }, () => finding),
          named: { type, count, ...(detail === undefined ? {} : { detail }) },
        };
      }),
    ),
  );
}

function namedBy<T>(
  policies: readonly Policy[],
  read: (rule: Policy['rules'][number]) => readonly T[],
  always: readonly T[],
): readonly T[] {
  return [...new Set([...always, ...policies.flatMap(({ rules }) => rules.flatMap(read))])];
}
