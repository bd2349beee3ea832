import { PlatformError, type JsonObject, type JsonValue } from '@riad/contracts';

import { spliceMembers, type MemberEdit } from '../../json/splice.ts';
import type { GuardedRequest } from '../upstream.ts';
import { adaptMistralMessages, adaptOpenAiMessages } from './adapt-messages.ts';

export type UpstreamKind = 'openai-compatible' | 'mistral' | 'vllm' | 'llama-server';

/** What must change in a body before one kind of server takes it. */
interface BodyRules {
  readonly renames: Readonly<Record<string, string>>;
  /** When present, everything else is left out: this server refuses what it does not know. */
  readonly known?: ReadonlySet<string>;
  /** Left out without harm: they change nothing in the answer. */
  readonly dropped: ReadonlySet<string>;
  /** Cannot be honoured by this server: refused by name rather than ignored, unless the value asks for nothing. */
  readonly refused: readonly string[];
  readonly messages: (messages: JsonValue | undefined) => readonly JsonValue[] | undefined;
  readonly toolChoice: Readonly<Record<string, string>>;
  /** Understands `stream_options.include_usage`; otherwise it reports use by itself. */
  readonly streamOptions: boolean;
}

const openAiRules: BodyRules = {
  renames: { random_seed: 'seed' },
  dropped: new Set(['safe_prompt', 'prompt_mode', 'random_seed']),
  refused: ['guardrails'],
  messages: adaptOpenAiMessages,
  toolChoice: { any: 'required' },
  streamOptions: true,
};

const rules: Readonly<Record<UpstreamKind, BodyRules>> = {
  'openai-compatible': openAiRules,
  vllm: openAiRules,
  'llama-server': openAiRules,
  mistral: {
    renames: { seed: 'random_seed', max_completion_tokens: 'max_tokens' },
    known: words(
      'model messages prompt suffix input temperature top_p max_tokens min_tokens stream stop random_seed metadata',
      'response_format tools tool_choice presence_penalty frequency_penalty n prediction parallel_tool_calls',
      'reasoning_effort prompt_mode guardrails prompt_cache_key safe_prompt',
      'output_dimension output_dtype encoding_format',
    ),
    dropped: new Set(),
    refused: ['logprobs', 'top_logprobs', 'logit_bias', 'functions', 'echo', 'best_of', 'web_search_options', 'audio'],
    messages: adaptMistralMessages,
    toolChoice: {},
    streamOptions: false,
  },
};

export interface AdaptedBody {
  readonly body: Buffer;
  /** Use was asked for by us, not by the client. */
  readonly usageInjected: boolean;
}

/** The bytes for the upstream: the client's own, with only those members replaced that must be. */
export function adaptBody(request: GuardedRequest, kind: UpstreamKind): AdaptedBody {
  const { raw, members, body } = request;
  const own = rules[kind];
  const edits = new Map<string, MemberEdit>();
  const additions = new Map<string, string>();
  refuseUnsupported(own, body, kind);
  for (const { key } of members) {
    const edit = editOf(own, key, body);
    if (edit !== undefined) edits.set(key, edit);
  }
  if (body['model'] === undefined) additions.set('model', JSON.stringify(request.targetModel));
  else if (body['model'] !== request.targetModel) edits.set('model', { value: JSON.stringify(request.targetModel) });
  const messages = own.messages(body['messages']);
  if (messages !== undefined) edits.set('messages', { value: JSON.stringify(messages) });
  const choice = body['tool_choice'];
  const otherChoice = typeof choice === 'string' ? own.toolChoice[choice] : undefined;
  if (otherChoice !== undefined) edits.set('tool_choice', { value: JSON.stringify(otherChoice) });
  const usageInjected = own.streamOptions && askForUsage(request, { edits, additions });
  return { body: spliceMembers({ raw, members, edits, additions }), usageInjected };
}

function editOf(own: BodyRules, key: string, body: JsonObject): MemberEdit | undefined {
  const other = own.renames[key];
  if (other !== undefined && body[other] === undefined) return { rename: other };
  if (own.dropped.has(key) || (own.known !== undefined && !own.known.has(key))) return 'remove';
  return undefined;
}

function refuseUnsupported(own: BodyRules, body: JsonObject, kind: UpstreamKind): void {
  const field = own.refused.find((name) => asksForSomething(body[name]));
  if (field === undefined) return;
  throw new PlatformError('request.unsupported', `${field} is not supported by an upstream of kind ${kind}`, {
    field,
    remedy: 'Leave it out.',
  });
}

function asksForSomething(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === 1) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** A stream is counted by what the upstream says: asked for always, and kept from clients that did not ask. */
function askForUsage(
  { operation, stream, body }: GuardedRequest,
  { edits, additions }: { readonly edits: Map<string, MemberEdit>; readonly additions: Map<string, string> },
): boolean {
  if (!stream || (operation !== 'chat' && operation !== 'completion')) return false;
  const options = body['stream_options'];
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    if (options === undefined) additions.set('stream_options', '{"include_usage":true}');
    else edits.set('stream_options', { value: '{"include_usage":true}' });
    return true;
  }
  const asked = Object.entries(options).some(([key, value]) => key === 'include_usage' && value === true);
  if (!asked) edits.set('stream_options', { value: JSON.stringify({ ...options, include_usage: true }) });
  return !asked;
}

function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')));
}
