import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';

import { errorCatalogue, PlatformError, type ErrorCode } from '@riad/contracts';
import { findInstance, type DataFolder, type Instance } from '@riad/server';
import { z } from 'zod';

const lineSchema = z.union([
  z.object({ progress: z.record(z.string(), z.unknown()) }),
  z.object({ result: z.unknown() }),
  z.object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      remedy: z.string().nullable(),
      field: z.string().nullable().optional(),
    }),
  }),
]);

export interface LocalCallOptions {
  readonly onProgress?: (progress: Readonly<Record<string, unknown>>) => void;
}

/** The running server of this data folder. Fails with `server.not_running`. */
export function requireInstance(folder: DataFolder): Instance {
  const instance = findInstance(folder);
  if (instance !== undefined) return instance;
  throw new PlatformError('server.not_running', `Riad is not running with the data folder ${folder.root}`, {
    remedy: 'Start it with ./riad up, or name its folder with --data.',
  });
}

/** Calls a method of the running server and checks its answer against `schema`. */
export async function callLocal<T>(
  instance: Instance,
  call: {
    readonly method: string;
    readonly parameters?: Readonly<Record<string, unknown>>;
    readonly schema: z.ZodType<T>;
  },
  options: LocalCallOptions = {},
): Promise<T> {
  const response = await openLocal(instance, {
    method: 'POST',
    path: `/rpc/${call.method}`,
    body: JSON.stringify(call.parameters ?? {}),
  });
  for await (const text of createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY })) {
    const line = lineSchema.parse(JSON.parse(text));
    if ('progress' in line) options.onProgress?.(line.progress);
    else if ('error' in line) throw asPlatformError(line.error);
    else return call.schema.parse(line.result);
  }
  throw new PlatformError('server.stopping', 'the server stopped before it answered', {
    remedy: 'Look at ./riad logs.',
  });
}

/** Opens a request on the server's socket. Fails with `server.not_running` when nobody answers there. */
export function openLocal(
  instance: Instance,
  call: { readonly method: string; readonly path: string; readonly body?: string },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        socketPath: instance.socket,
        path: call.path,
        method: call.method,
        headers: { host: 'localhost', 'content-type': 'application/json' },
      },
      resolve,
    );
    outgoing.once('error', (cause) => {
      reject(
        new PlatformError('server.not_running', `process ${instance.pid} does not answer on ${instance.socket}`, {
          cause,
          remedy: 'It may be starting or stopping: try again in a moment, or look at ./riad logs.',
        }),
      );
    });
    outgoing.end(call.body);
  });
}

export function asPlatformError(shown: {
  readonly code: string;
  readonly message: string;
  readonly remedy: string | null;
}): PlatformError {
  const code: ErrorCode = isErrorCode(shown.code) ? shown.code : 'server.internal';
  return new PlatformError(code, shown.message, shown.remedy === null ? {} : { remedy: shown.remedy });
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code);
}
