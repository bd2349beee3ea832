import { z } from 'zod';

import type { AdminRoute } from './admin-route.ts';

type Json = Readonly<Record<string, unknown>>;

/** The reference of `/api` as OpenAPI 3.1, made of the routes themselves. */
export function describeApi(routes: readonly AdminRoute[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(?<name>\w+)/g, '{$<name>}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Riad: the interface of the console',
      version,
      description:
        'For the pages of this server only: a session cookie, and `x-riad-csrf` with everything that changes something. Programs use /v1 with an API key.',
    },
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'riad.session_token' } },
      responses: { error: { description: 'An error; its code is in `x-riad-error`.' } },
    },
  };
}

function describeRoute({ summary, access, schemas, streams }: AdminRoute): Json {
  const { params, query, body, answer } = schemas;
  return {
    summary,
    'x-riad-access': access,
    ...(access === 'anyone' ? { security: [] } : { security: [{ session: [] }] }),
    parameters: [...describeFields(params, 'path'), ...describeFields(query, 'query')],
    ...(Object.keys(body.shape).length === 0
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: asSchema(body, 'input') } } } }),
    responses: {
      ...describeAnswer(answer, streams),
      default: { $ref: '#/components/responses/error' },
    },
  };
}

function describeAnswer(answer: z.ZodType | undefined, streams: string | undefined): Json {
  if (streams !== undefined) return { 200: { description: 'As it happens, or as a file', content: { [streams]: {} } } };
  if (answer === undefined) return { 204: { description: 'Done' } };
  return { 200: { description: 'Done', content: { 'application/json': { schema: asSchema(answer, 'output') } } } };
}

function describeFields(schema: z.ZodObject, place: 'path' | 'query'): readonly Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: field,
  }));
}

function asSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}
