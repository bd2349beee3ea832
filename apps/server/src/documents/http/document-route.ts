import { PlatformError, type Caller, type Scope } from '@riad/contracts';
import type { z } from 'zod';

import type { ReceivedUpload } from './receive-upload.ts';

/** What a handler is given: who asks, and the parts of the request it may read. */
export interface DocumentCall {
  readonly caller: Caller;
  /** Organisation and project of the key. Everything is looked up within. */
  readonly scope: Required<Scope>;
  /** Of this server, as the client reaches it. */
  readonly address: string;
  /** One variable part of the path. */
  param(name: string): string;
  query<T>(schema: z.ZodType<T>): T;
  json<T>(schema: z.ZodType<T>): Promise<T>;
  /** The one file of a form, streamed to its place, and the form's fields. */
  upload(): Promise<ReceivedUpload>;
}

export type DocumentReply =
  | { readonly status: 200 | 201; readonly json: unknown }
  | { readonly status: 204 }
  | { readonly content: Buffer; readonly type: string; readonly name: string };

export interface DocumentRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/files/:file/content`, below the prefix of the API. */
  readonly path: string;
  handle(call: DocumentCall): Promise<DocumentReply>;
}

export function ok(json: unknown): DocumentReply {
  return { status: 200, json };
}

/** Fields nobody knows are left alone: clients of both vendors send more than either needs. */
export function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  throw new PlatformError('request.invalid', `${field === '' ? 'the body' : field}: ${issue?.message ?? 'not valid'}`, {
    field: field === '' ? 'body' : field,
  });
}

/** Clients write null for what they leave open. */
export function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
