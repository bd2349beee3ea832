import { PlatformError } from '@riad/contracts';
import { z } from 'zod';

/** A chat whose answer must come from documents. */
export interface GroundedRequest {
  readonly model: string;
  readonly question: string;
  readonly history: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
  readonly collections: readonly string[];
  readonly limit: number | undefined;
  readonly maxTokens: number | undefined;
  readonly stream: boolean;
  readonly withUsage: boolean;
  /** Of the request itself: it may name a purpose. */
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
}

const MOST_COLLECTIONS = 16;
const ids = z.array(z.string().min(1)).min(1).max(MOST_COLLECTIONS);
const part = z.looseObject({ type: z.string(), text: z.string().optional() });
const chatSchema = z.looseObject({
  model: z.string().min(1),
  messages: z
    .array(z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(part), z.null()]).optional() }))
    .min(1),
  tools: z.array(z.looseObject({ type: z.string().optional() })).nullish(),
  max_tokens: z.int().positive().nullish(),
  max_completion_tokens: z.int().positive().nullish(),
  n: z.int().nullish(),
  response_format: z.looseObject({ type: z.string() }).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
});
const toolSchema = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('file_search'),
    vector_store_ids: ids,
    max_num_results: z.int().min(1).max(50).nullish(),
  }),
  z.looseObject({ type: z.literal('document_library'), library_ids: ids }),
]);
const names = ['file_search', 'document_library'];

/** Cheap, and right for every request without documents. */
export function mayBeGrounded(body: Buffer): boolean {
  return names.some((name) => body.includes(`"${name}"`));
}

/** Undefined: no tool of it searches documents. Fails with `request.invalid` or `request.unsupported`. */
export function readGrounded(body: Buffer): GroundedRequest | undefined {
  const chat = chatSchema.safeParse(parse(body));
  // The gateway says what is wrong with it.
  if (!chat.success) return undefined;
  const searching = (chat.data.tools ?? []).filter(({ type }) => type !== undefined && names.includes(type));
  if (searching.length === 0) return undefined;
  refuseCompany(chat.data, searching.length);
  const read = searching.map(readTool);
  return {
    model: chat.data.model,
    question: questionOf(chat.data),
    history: chat.data.messages.slice(0, -1).flatMap(({ role, content }) => {
      const text = textOf(content);
      return (role === 'user' || role === 'assistant') && text !== '' ? [{ role, content: text } as const] : [];
    }),
    collections: [...new Set(read.flatMap(({ collections }) => collections))],
    limit: read.find(({ limit }) => limit !== undefined)?.limit,
    maxTokens: chat.data.max_completion_tokens ?? chat.data.max_tokens ?? undefined,
    metadata: chat.data.metadata ?? undefined,
    ...streamingOf(chat.data),
  };
}

type Chat = z.infer<typeof chatSchema>;

/** What an answer that is checked sentence by sentence cannot be at the same time. */
function refuseCompany({ tools, n, response_format: format }: Chat, searching: number): void {
  if (searching !== tools?.length) throw alone('tools', 'other tools');
  if ((n ?? 1) > 1) throw alone('n', 'several answers');
  if ((format?.type ?? 'text') !== 'text') throw alone('response_format', 'a format');
}

function questionOf({ messages }: Chat): string {
  const last = messages.at(-1);
  const question = last?.role === 'user' ? textOf(last.content) : '';
  if (question.trim() !== '') return question;
  throw new PlatformError('request.invalid', 'the last message is the question, in words', { field: 'messages' });
}

function streamingOf({ stream, stream_options: options }: Chat): Pick<GroundedRequest, 'stream' | 'withUsage'> {
  return { stream: stream ?? false, withUsage: options?.include_usage ?? false };
}

function readTool(tool: unknown): { readonly collections: readonly string[]; readonly limit: number | undefined } {
  const checked = toolSchema.safeParse(tool);
  if (!checked.success) {
    const field = checked.error.issues[0]?.path.map(String).join('.') ?? '';
    throw new PlatformError('request.invalid', `${field}: a list of 1 to ${MOST_COLLECTIONS} ids is needed`, {
      field: `tools.${field}`,
    });
  }
  return checked.data.type === 'file_search'
    ? { collections: checked.data.vector_store_ids, limit: checked.data.max_num_results ?? undefined }
    : { collections: checked.data.library_ids, limit: undefined };
}

function textOf(content: Chat['messages'][number]['content']): string {
  if (typeof content === 'string') return content;
  return (content ?? []).flatMap(({ text }) => text ?? []).join('\n');
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function alone(field: string, what: string): PlatformError {
  return new PlatformError('request.unsupported', `an answer from documents does not go with ${what}`, {
    field,
    remedy: 'Ask the documents in a request of its own.',
  });
}
