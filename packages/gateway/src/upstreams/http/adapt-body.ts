import type { UpstreamSettings } from '@riad/contracts';

import { spliceMembers, type MemberEdit } from '../../json/splice.ts';
import type { GuardedRequest } from '../upstream.ts';

/** Fields of OpenAI's API that Mistral's answers with 422 (extra inputs are not permitted). */
const unknownToMistral = [
  'audio',
  'function_call',
  'functions',
  'logit_bias',
  'logprobs',
  'modalities',
  'reasoning',
  'safety_identifier',
  'store',
  'stream_options',
  'top_logprobs',
  'user',
  'verbosity',
  'web_search_options',
] as const;
/** Fields of Mistral's API that others do not know. */
const unknownToOthers = [
  'prompt_mode',
  'safe_prompt',
  'guardrails',
  'document_image_limit',
  'document_page_limit',
] as const;

/** The bytes one kind of server understands: only the members that must differ are touched. */
export function adaptBody(request: GuardedRequest, kind: UpstreamSettings['kind']): Buffer {
  const edits = new Map<string, MemberEdit>();
  const additions = new Map<string, string>();
  if (request.targetModel !== request.model) edits.set('model', { value: JSON.stringify(request.targetModel) });
  if (kind === 'mistral') adaptToMistral(edits);
  else adaptToOthers(request, edits, additions);
  return spliceMembers({ raw: request.raw, members: request.members, edits, additions });
}

function adaptToMistral(edits: Map<string, MemberEdit>): void {
  edits.set('seed', { rename: 'random_seed' });
  edits.set('max_completion_tokens', { rename: 'max_tokens' });
  for (const field of unknownToMistral) edits.set(field, 'remove');
}

function adaptToOthers(request: GuardedRequest, edits: Map<string, MemberEdit>, additions: Map<string, string>): void {
  edits.set('random_seed', { rename: 'seed' });
  if (request.body['tool_choice'] === 'any') edits.set('tool_choice', { value: '"required"' });
  for (const field of unknownToOthers) edits.set(field, 'remove');
  if (!injectsUsage(request, 'openai-compatible')) return;
  edits.set('stream_options', 'remove');
  additions.set('stream_options', '{"include_usage":true}');
}

/** Whether usage is asked for on the client's behalf; its event is then kept from a client that did not ask. */
export function injectsUsage(request: GuardedRequest, kind: UpstreamSettings['kind']): boolean {
  const options = request.body['stream_options'];
  const asked =
    typeof options === 'object' &&
    options !== null &&
    Object.entries(options).some(([key, value]) => key === 'include_usage' && value === true);
  return (
    kind !== 'mistral' &&
    request.stream &&
    (request.operation === 'chat' || request.operation === 'completion') &&
    !asked
  );
}
