import { z } from 'zod';

import type { Operation } from '../upstreams/upstream.ts';

/**
 * What both vendors' clients send, checked liberally: known fields must have their types, unknown ones pass. Refusing
 * unknown fields is the most reported failure of the API that is imitated here.
 */
const nullish = <T extends z.ZodType>(schema: T) => schema.nullish();
const tokenIds = z.array(z.int().nonnegative());
const stop = nullish(z.union([z.string(), z.array(z.string())]));

/** A text part without its text would be one that the model never sees. */
const contentPart = z
  .looseObject({ type: z.string() })
  .refine((part) => part.type !== 'text' || typeof part['text'] === 'string', {
    path: ['text'],
    error: 'Invalid input: expected string',
  });
const content = z.union([z.string(), z.array(contentPart), z.null()]);
const toolCall = z.looseObject({
  id: nullish(z.string()),
  function: z.looseObject({ name: z.string(), arguments: z.union([z.string(), z.record(z.string(), z.unknown())]) }),
});
const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: content.optional(),
  tool_calls: nullish(z.array(toolCall)),
  tool_call_id: nullish(z.string()),
  name: nullish(z.string()),
  prefix: nullish(z.boolean()),
});
const functionDefinition = z.looseObject({
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, 'up to 64 letters, digits, _ and -'),
  description: nullish(z.string()),
  parameters: nullish(z.record(z.string(), z.unknown())),
});
const tool = z.looseObject({ type: z.string().optional(), function: functionDefinition.optional() });

const sampling = {
  temperature: nullish(z.number().min(0).max(2)),
  top_p: nullish(z.number().min(0).max(1)),
  max_tokens: nullish(z.int().nonnegative()),
  max_completion_tokens: nullish(z.int().nonnegative()),
  presence_penalty: nullish(z.number().min(-2).max(2)),
  frequency_penalty: nullish(z.number().min(-2).max(2)),
  seed: nullish(z.int()),
  random_seed: nullish(z.int()),
  stop,
  n: nullish(z.int().min(1).max(16)),
  logit_bias: nullish(z.record(z.string(), z.number())),
  stream: nullish(z.boolean()),
  stream_options: nullish(z.looseObject({ include_usage: nullish(z.boolean()) })),
};
const model = z.string().min(1);

const chat = z.looseObject({
  model,
  messages: z.array(message).min(1),
  ...sampling,
  tools: nullish(z.array(tool).max(128)),
  tool_choice: nullish(z.union([z.string(), z.looseObject({ type: z.string() })])),
  parallel_tool_calls: nullish(z.boolean()),
  response_format: nullish(z.looseObject({ type: z.string() })),
  logprobs: nullish(z.boolean()),
  top_logprobs: nullish(z.int().min(0).max(20)),
});

const completion = z.looseObject({
  model,
  prompt: z.union([z.string(), tokenIds, z.array(z.string()), z.array(tokenIds)]),
  suffix: nullish(z.string()),
  echo: nullish(z.boolean()),
  logprobs: nullish(z.int().min(0).max(20)),
  ...sampling,
});

const fim = z.looseObject({ model, prompt: z.string(), suffix: nullish(z.string()), ...sampling });

const embedding = z.looseObject({
  model,
  input: z.union([z.string(), tokenIds, z.array(z.string()).min(1), z.array(tokenIds).min(1)]),
  encoding_format: nullish(z.enum(['float', 'base64'])),
});

const rerank = z.looseObject({
  model,
  query: z.string().min(1),
  documents: z
    .array(z.union([z.string(), z.looseObject({ text: z.string() })]))
    .min(1)
    .max(1000),
  top_n: nullish(z.int().positive()),
  return_documents: nullish(z.boolean()),
});

const tokenize = z.looseObject({
  model: z.string().min(1).optional(),
  prompt: nullish(z.string()),
  messages: nullish(z.array(message)),
  add_special_tokens: nullish(z.boolean()),
});
const detokenize = z.looseObject({ model: z.string().min(1).optional(), tokens: tokenIds });

export const requestShapes: Readonly<Record<Operation, z.ZodType<Record<string, unknown>>>> = {
  chat,
  completion,
  fim,
  embedding,
  rerank,
  tokenize,
  detokenize,
};
