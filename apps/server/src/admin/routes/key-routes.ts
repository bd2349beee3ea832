import {
  createdKeyViewSchema,
  keyViewSchema,
  parseId,
  PlatformError,
  usageRowSchema,
  type ApiKey,
  type KeyView,
} from '@riad/contracts';
import { z } from 'zod';

import { costOf } from '../../budgets/budget-spending.ts';
import { personRoute, type AdminRoute } from '../admin-route.ts';
import type { Services } from '../services.ts';

const DAY_MS = 86_400_000;
const limit = z.int().positive().max(1_000_000_000).optional();

/** API keys and what was used. */
export function createKeyRoutes({ parts }: Services): readonly AdminRoute[] {
  const { store, ledger } = parts;
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/keys',
        access: 'keys',
        summary: 'Lists the API keys of the organisation',
        answer: z.strictObject({ data: z.array(keyViewSchema) }),
      },
      async ({ session }) => ({ data: (await store.keys.list(session.scope)).map(presentKey) }),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/keys',
        access: 'keys',
        summary: 'Creates an API key; the secret is shown this once',
        body: z.strictObject({
          name: z.string().trim().min(1).max(120),
          expiresInDays: z.int().positive().max(3650).optional(),
          limits: z
            .strictObject({ requestsPerMinute: limit, tokensPerMinute: limit, concurrentRequests: limit })
            .optional(),
        }),
        answer: createdKeyViewSchema,
      },
      async ({ session, body }) => {
        const limits = Object.fromEntries(Object.entries(body.limits ?? {}).filter(([, value]) => value !== undefined));
        const { key, secret } = await store.keys.create(session.scope, {
          name: body.name,
          projectId: session.project.id,
          limits,
          ...(body.expiresInDays === undefined
            ? {}
            : { expiresAt: new Date(Date.now() + body.expiresInDays * DAY_MS) }),
        });
        ledger.append({ type: 'key.created', facts: { key: key.id, project: key.projectId, by: session.person.id } });
        return { ...presentKey(key), secret };
      },
    ),
    personRoute(
      {
        method: 'DELETE',
        path: '/api/keys/:id',
        access: 'keys',
        summary: 'Revokes a key; it stops working within a second',
        params: z.strictObject({ id: z.string().max(80) }),
      },
      async ({ session, params }) => {
        const id = parseId('key', params.id);
        if (id === undefined || !(await store.keys.revoke(session.scope, id)))
          throw new PlatformError('key.not_found', 'there is no such key');
        ledger.append({ type: 'key.revoked', facts: { key: id, by: session.person.id } });
      },
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/usage',
        access: 'usage',
        summary: 'What was used in the last days, by day, key, model and target',
        query: z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(30) }),
        answer: z.strictObject({ data: z.array(usageRowSchema) }),
      },
      async ({ session, query }) => {
        await store.usage.flush();
        const since = new Date(Date.now() - (query.days - 1) * DAY_MS).toISOString().slice(0, 10);
        const { prices } = await parts.budgets.prices(session.scope);
        return {
          data: (await store.usageReport.since(session.scope, since)).map((row) => ({
            day: row.day,
            project: row.project,
            key: row.keyName === null ? 'assistant' : row.keyId,
            keyName: row.keyName ?? 'assistant',
            model: row.model,
            target: row.target,
            requests: row.requests,
            failed: row.failed,
            promptTokens: row.promptTokens,
            completionTokens: row.completionTokens,
            cost: prices.some(({ model }) => model === row.model) ? costOf(prices, row) : null,
          })),
        };
      },
    ),
  ];
}

/** What leaves the server. The hash stays. */
function presentKey(key: ApiKey): KeyView {
  const { id, name, projectName, hint, createdAt, expiresAt, revokedAt, lastUsedAt, limits } = key;
  return {
    id,
    name,
    project: projectName,
    hint,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    limits,
  };
}
