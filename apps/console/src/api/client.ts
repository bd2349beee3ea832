import type { SessionView } from '@riad/contracts';

/** What the server said no to. Pages branch on the code, never on the text. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly status: number;
  readonly field: string | null;

  constructor(failure: {
    readonly code: string;
    readonly status: number;
    readonly message: string;
    readonly field: string | null;
  }) {
    super(failure.message);
    this.code = failure.code;
    this.status = failure.status;
    this.field = failure.field;
  }
}

let csrf = '';

/** Remembers the token that everything which changes something sends back. */
export function keepCsrf(session: SessionView | null): void {
  csrf = session?.csrf ?? '';
}

interface Asked {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
}

/** Asks the console's own interface. The type is the server's: its answers are checked where they are made. */
export async function ask<T>(path: string, { method = 'GET', body }: Asked = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'x-riad-csrf': csrf }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw new ApiError({ code: 'offline', status: 0, message: String(error), field: null });
  }
  if (!response.ok) throw await readFailure(response);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Sends one file as a form does, and tells how much of it has gone: 0 to 1. */
export function upload<T>(path: string, file: File, onProgress: (share: number) => void): Promise<T> {
  const form = new FormData();
  form.set('file', file);
  const request = new XMLHttpRequest();
  return new Promise<T>((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total));
    request.addEventListener('error', () =>
      reject(new ApiError({ code: 'offline', status: 0, message: 'the connection was lost', field: null })),
    );
    request.addEventListener('load', () => {
      const answer = new Response(request.responseText, {
        status: request.status,
        statusText: request.statusText,
        headers: { 'x-riad-error': request.getResponseHeader('x-riad-error') ?? '' },
      });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
      if (answer.ok) resolve(JSON.parse(request.responseText) as T);
      else void readFailure(answer).then(reject);
    });
    request.open('POST', path);
    request.setRequestHeader('x-riad-csrf', csrf);
    request.send(form);
  });
}

async function readFailure(response: Response): Promise<ApiError> {
  const code = response.headers.get('x-riad-error') ?? 'server.internal';
  let message = response.statusText;
  let field: string | null = null;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one error body of the server
    const body = (await response.json()) as { message?: string; param?: string | null };
    message = body.message ?? message;
    field = body.param ?? null;
  } catch {
    // A proxy in between answered with something else; the status says enough.
  }
  return new ApiError({ code, status: response.status, message, field });
}
