import { answerActions, type AnswerAction, type EntityType, type Finding, type Policy } from '@riad/contracts';

/** What happens to findings of this type in an answer. */
export function answerActionFor(policy: Policy, type: EntityType): AnswerAction {
  return policy.answers?.find((rule) => rule.types.includes(type))?.action ?? 'count';
}

/** Whether answers must be held back until they were looked at. */
export function holdsAnswers(policy: Policy): boolean {
  return policy.answers?.some((rule) => rule.action !== 'count') ?? false;
}

/** The strictest action over these findings. */
export function strictestAnswerAction(policy: Policy, findings: readonly Finding[]): AnswerAction {
  let strictest = 0;
  for (const { type } of findings)
    strictest = Math.max(strictest, answerActions.indexOf(answerActionFor(policy, type)));
  return answerActions[strictest] ?? 'count';
}
