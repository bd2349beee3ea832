import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Permission } from '@riad/contracts';
import { z } from 'zod';

import type { Session } from './sessions/session.ts';

/** Who may call a route: anybody, anybody signed in, or whoever has the permission. */
export type Access = 'anyone' | 'person' | Permission;

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
type Shape = z.ZodObject;
const nothing = z.strictObject({});

/** What a handler is given. Schemas are strict: fields that the server owns are refused, not ignored. */
export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly request: IncomingMessage;
  /** For cookies, and for routes that stream. */
  readonly response: ServerResponse;
}

interface Definition<P extends Shape, Q extends Shape, B extends Shape, A extends z.ZodType> {
  readonly method: Method;
  /** `/api/keys/:id`. */
  readonly path: `/api/${string}`;
  /** One sentence for the reference. */
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Absent: nothing is answered (204), or the route streams. */
  readonly answer?: A;
  /** `text/event-stream` or a file: the handler writes the response itself. */
  readonly streams?: string;
}

type Handler<C, A> = (call: C) => Promise<A>;
type CallOf<P extends Shape, Q extends Shape, B extends Shape> = Call<z.infer<P>, z.infer<Q>, z.infer<B>>;

/** One route of the control plane, its schemas and its work. The reference, the checks and the tests are made of this list. */
export interface AdminRoute {
  readonly method: Method;
  readonly path: `/api/${string}`;
  readonly summary: string;
  readonly access: Access;
  readonly schemas: {
    readonly params: Shape;
    readonly query: Shape;
    readonly body: Shape;
    readonly answer: z.ZodType | undefined;
  };
  readonly streams: string | undefined;
  /** Checks the input, then does the work. */
  run(call: Call<unknown, unknown, unknown>, session: Session | undefined): Promise<unknown>;
}

/** A route for somebody who is signed in and may do this. */
export function personRoute<
  A extends z.ZodType,
  P extends Shape = typeof nothing,
  Q extends Shape = typeof nothing,
  B extends Shape = typeof nothing,
>(
  definition: Definition<P, Q, B, A> & { readonly access: Exclude<Access, 'anyone'> },
  handle: Handler<CallOf<P, Q, B> & { readonly session: Session }, z.input<A> | void>,
): AdminRoute {
  return {
    ...describe(definition, definition.access),
    run: async (call, session) => {
      if (session === undefined) throw new TypeError('a route for people was called without one');
      return handle({ ...read(definition, call), session });
    },
  };
}

/** A route for those who are not signed in yet. */
export function openRoute<
  A extends z.ZodType,
  P extends Shape = typeof nothing,
  Q extends Shape = typeof nothing,
  B extends Shape = typeof nothing,
>(definition: Definition<P, Q, B, A>, handle: Handler<CallOf<P, Q, B>, z.input<A> | void>): AdminRoute {
  return { ...describe(definition, 'anyone'), run: async (call) => handle(read(definition, call)) };
}

function describe<P extends Shape, Q extends Shape, B extends Shape, A extends z.ZodType>(
  { method, path, summary, params, query, body, answer, streams }: Definition<P, Q, B, A>,
  access: Access,
): Omit<AdminRoute, 'run'> {
  return {
    method,
    path,
    summary,
    access,
    schemas: { params: params ?? nothing, query: query ?? nothing, body: body ?? nothing, answer },
    streams,
  };
}

function read<P extends Shape, Q extends Shape, B extends Shape, A extends z.ZodType>(
  definition: Definition<P, Q, B, A>,
  { params, query, body, request, response }: Call<unknown, unknown, unknown>,
): CallOf<P, Q, B> {
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an absent schema stands for an empty object
    params: (definition.params ?? nothing).parse(params ?? {}) as z.infer<P>,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
    query: (definition.query ?? nothing).parse(query ?? {}) as z.infer<Q>,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
    body: (definition.body ?? nothing).parse(body ?? {}) as z.infer<B>,
    request,
    response,
  };
}
