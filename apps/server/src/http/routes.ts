import type { IncomingMessage } from 'node:http';

import type { Dialect, Operation } from '@riad/gateway';

export type GuardOperation = 'analyze' | 'redact';

/** What a path of the data plane is for. */
export type Route =
  | { readonly kind: 'operation'; readonly operation: Operation; readonly dialect: Dialect }
  | { readonly kind: 'models' }
  | { readonly kind: 'model'; readonly name: string }
  | { readonly kind: 'tokenizer-info' }
  | { readonly kind: 'guard'; readonly operation: GuardOperation }
  /** Not fixed: below the prefix, others may know it. */
  | { readonly kind: 'unknown'; readonly path: string };

const operations: Readonly<Record<string, Operation>> = {
  '/chat/completions': 'chat',
  '/completions': 'completion',
  '/fim/completions': 'fim',
  '/embeddings': 'embedding',
  '/rerank': 'rerank',
  '/tokenize': 'tokenize',
  '/detokenize': 'detokenize',
};

interface Prefix {
  readonly path: string;
  /** Absent: the client's own name decides. */
  readonly dialect?: Dialect;
}

const prefixes: readonly Prefix[] = [
  { path: '/v1' },
  { path: '/mistral/v1', dialect: 'mistral' },
  { path: '/openai/v1', dialect: 'openai' },
];

type FixedRoute =
  | { readonly operation: Operation; readonly dialect: Dialect | undefined }
  | { readonly guard: GuardOperation }
  | 'models'
  | 'tokenizer-info';

/** Every path without a variable part. Evaluation harnesses ask for the last three at the root. */
const fixed: ReadonlyMap<string, FixedRoute> = new Map([
  ...prefixes.flatMap(({ path, dialect }) => [
    ...Object.entries(operations).map(([end, operation]): [string, FixedRoute] => [path + end, { operation, dialect }]),
    ...([[`${path}/models`, 'models'] as const] satisfies readonly [string, FixedRoute][]),
  ]),
  ['/v1/guard/analyze', { guard: 'analyze' }],
  ['/v1/guard/redact', { guard: 'redact' }],
  ['/tokenize', { operation: 'tokenize', dialect: 'openai' }],
  ['/detokenize', { operation: 'detokenize', dialect: 'openai' }],
  ['/tokenizer_info', 'tokenizer-info'],
]);

/** The route of a path, `undefined` when the path is not the data plane's. */
export function findRoute(path: string, request: IncomingMessage): Route | undefined {
  const found = fixed.get(path);
  if (found === 'models' || found === 'tokenizer-info') return { kind: found };
  if (found !== undefined && 'guard' in found) return { kind: 'guard', operation: found.guard };
  if (found !== undefined) {
    return { kind: 'operation', operation: found.operation, dialect: found.dialect ?? dialectOf(request) };
  }
  const prefix = prefixes.find((candidate) => path === candidate.path || path.startsWith(`${candidate.path}/`));
  if (prefix === undefined) return undefined;
  const models = `${prefix.path}/models/`;
  if (path.startsWith(models) && path.length > models.length) return { kind: 'model', name: path.slice(models.length) };
  return { kind: 'unknown', path: path.slice(prefix.path.length) };
}

/** Mistral's client names itself; every other program is taken for one that speaks OpenAI's dialect. */
function dialectOf({ headers }: IncomingMessage): Dialect {
  const isMistral = [headers['user-agent'], headers['x-mistral-user-agent']].some(
    (agent) => typeof agent === 'string' && agent.includes('mistral-client'),
  );
  return isMistral ? 'mistral' : 'openai';
}
