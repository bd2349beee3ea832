import {
  localLocation,
  type Caller,
  type ConversationId,
  type Location,
  type OriginView,
  type ReceivedView,
} from '@riad/contracts';
import { conversationName } from '@riad/gateway';
import { decide, policyFor, pseudonymise } from '@riad/guard';
import type { StoredMessage } from '@riad/store';

import type { Parts } from '../../compose.ts';
import { withAttachments } from './with-attachments.ts';

interface Asked {
  readonly caller: Caller;
  readonly conversation: ConversationId;
  readonly question: StoredMessage;
  readonly origin: OriginView | null;
}

/**
 * The question in the words that the model saw. Surrogates are those of the conversation: while its vault is kept, the same
 * value has the same one. A value that the vault has forgotten is given another.
 */
export async function whatWasSent(
  { guard, privacy }: Pick<Parts, 'guard' | 'privacy'>,
  { caller, conversation, question, origin }: Asked,
): Promise<ReceivedView> {
  const text = withAttachments(question.content, question.attachments);
  const location = locationOf(origin);
  if (location.kind === 'local') return { text, changed: false };
  const today = new Date().toISOString().slice(0, 10);
  const policy = policyFor(privacy.policies.forCaller(caller), { role: caller.role ?? 'member', today });
  const findings = guard.inspect([text]);
  const actions = decide(policy, findings, location).actions[0] ?? [];
  if (!actions.includes('pseudonymise')) return { text, changed: false };
  const { result } = await privacy.conversations.withVault(
    {
      scope: { organisationId: caller.organisationId, projectId: caller.projectId },
      name: conversationName({ conversation, operation: 'chat' }, caller, {}),
      style: policy.surrogates ?? 'tag',
      hours: policy.conversationHours ?? 24,
    },
    (vault) => pseudonymise({ text, findings: findings[0] ?? [], actions }, { vault }),
  );
  return { text: result.output, changed: true };
}

/** `embedded`, or the upstream's id and the country that was declared for it. */
function locationOf(origin: OriginView | null): Location {
  const country = origin?.target?.split(';')[1]?.trim();
  return country === undefined || country === 'local' ? localLocation : { kind: 'remote', country };
}
