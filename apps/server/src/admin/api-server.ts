import { timingSafeEqual } from 'node:crypto';

import { PlatformError, type Logger } from '@riad/contracts';
import { asPlatformError, errorBody, errorHeaders } from '@riad/gateway';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { ZodError } from 'zod';

import type { RequestListener } from '../http/data-plane.ts';
import { permissionsOf } from './access.ts';
import type { AdminRoute } from './admin-route.ts';
import { checkSameSite } from './same-site.ts';
import type { Session, Sessions } from './sessions/session.ts';

const MAX_BODY_BYTES = 1024 * 1024;

export interface ApiServerOptions {
  readonly routes: readonly AdminRoute[];
  readonly sessions: Pick<Sessions, 'find'>;
  readonly logger: Logger;
}

export interface ApiServer {
  readonly handle: RequestListener;
  close(): Promise<void>;
}

/** Who, may they, what, do it, show it: in this order for every route. */
export async function createApiServer({ routes, sessions, logger }: ApiServerOptions): Promise<ApiServer> {
  const app = Fastify({ bodyLimit: MAX_BODY_BYTES, exposeHeadRoutes: false, routerOptions: { maxParamLength: 200 } });
  app.removeContentTypeParser('text/plain');
  // A file is read by its route, piece by piece.
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null, undefined));
  app.setErrorHandler((error, request, reply) => {
    const expected = asExpected(error);
    if (expected.code === 'server.internal') logger.error('api.failed', { url: request.routeOptions.url, error });
    if (reply.raw.headersSent) reply.raw.destroy();
    else void reply.code(expected.kind.status).headers(errorHeaders(expected)).send(errorBody(expected));
  });
  app.setNotFoundHandler(() => {
    throw new PlatformError('route.not_found', 'there is nothing at this path');
  });
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path,
      handler: (request, reply) => answer(route, sessions, { request, reply }),
    });
  }
  await app.ready();
  return { handle: (request, response) => app.routing(request, response), close: () => app.close() };
}

async function answer(
  route: AdminRoute,
  sessions: Pick<Sessions, 'find'>,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<unknown> {
  checkSameSite(request.raw);
  const session = route.access === 'anyone' ? undefined : await requireSession(route, sessions, request);
  const { params, query, body } = request;
  const call = { params, query, body, request: request.raw, response: reply.raw };
  if (route.streams !== undefined) {
    await route.run(call, session);
    reply.hijack();
    return reply;
  }
  const value = await route.run(call, session);
  for (const cookie of [reply.raw.getHeader('set-cookie') ?? []].flat())
    void reply.header('set-cookie', String(cookie));
  void reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  if (route.schemas.answer === undefined) return reply.code(204).send();
  return reply.code(200).send(route.schemas.answer.parse(value));
}

async function requireSession(
  route: AdminRoute,
  sessions: Pick<Sessions, 'find'>,
  request: FastifyRequest,
): Promise<Session> {
  const session = await sessions.find(request.raw);
  if (session === undefined) {
    throw new PlatformError('session.required', 'nobody is signed in', { remedy: './riad sign-in prints a link.' });
  }
  if (request.method !== 'GET') checkCsrf(session, request.headers['x-riad-csrf']);
  const { access } = route;
  if (access !== 'anyone' && access !== 'person' && !permissionsOf(session.person.role).includes(access)) {
    throw new PlatformError('access.denied', 'this is not for your role', { remedy: 'Ask an administrator.' });
  }
  return session;
}

function checkCsrf({ csrf }: Session, given: unknown): void {
  const right = Buffer.from(csrf);
  const shown = Buffer.from(typeof given === 'string' ? given : '');
  if (right.length === shown.length && timingSafeEqual(right, shown)) return;
  throw new PlatformError('session.csrf', 'this did not come from a page of this console', {
    remedy: 'Reload the page.',
  });
}

function asExpected(error: unknown): PlatformError {
  if (error instanceof ZodError) return asInvalid(error);
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) return new PlatformError('request.too_large', `the body is larger than ${MAX_BODY_BYTES} bytes`);
  if (status === 400 || status === 415) return new PlatformError('request.malformed', 'the body is not JSON');
  return asPlatformError(error);
}

function asInvalid({ issues: [issue] }: ZodError): PlatformError {
  if (issue === undefined) return new PlatformError('request.invalid', 'the request is not valid');
  const field = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue.path.join('.');
  return new PlatformError('request.invalid', issue.message, { field });
}
