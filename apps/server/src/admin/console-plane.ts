import { fileURLToPath } from 'node:url';

import { PlatformError } from '@riad/contracts';

import type { Parts } from '../compose.ts';
import { answerError } from '../http/answers.ts';
import type { RequestListener } from '../http/data-plane.ts';
import { answerNotFound } from '../http/not-found.ts';
import { makeRequestId } from '../http/request-id.ts';
import type { ControlPlane } from './control-plane.ts';
import { openConsoleFiles } from './static/console-files.ts';

const builtConsole = fileURLToPath(new URL('../../../../.cache/console', import.meta.url));

export interface ConsolePlane {
  readonly handle: RequestListener;
  close(): Promise<void>;
}

/** What browsers see: the console's files at once, its interface under `/api` from the first request on. */
export function createConsolePlane({
  parts,
  address,
}: {
  readonly parts: () => Parts | undefined;
  readonly address: string;
}): ConsolePlane {
  const files = openConsoleFiles(builtConsole);
  let loading: Promise<ControlPlane> | undefined;

  function load(): Promise<ControlPlane> {
    const composed = parts();
    if (composed === undefined)
      throw new PlatformError('server.starting', 'the server is starting', { retryAfterSeconds: 2 });
    loading ??= import('./control-plane.ts').then(({ createControlPlane }) => createControlPlane(composed, address));
    return loading;
  }

  return {
    handle(request, response) {
      if (!isApi(request.url ?? '/')) {
        if (files?.serve(request, response) !== true) answerNotFound(response);
        return;
      }
      Promise.resolve()
        .then(load)
        .then(
          (plane) => plane.handle(request, response),
          (error: unknown) => {
            loading = undefined;
            answerError({ request, response }, makeRequestId(), error);
          },
        );
    },
    async close() {
      await (await loading)?.close();
    },
  };
}

function isApi(url: string): boolean {
  return url === '/api' || url.startsWith('/api/') || url.startsWith('/api?');
}
