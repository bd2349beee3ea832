import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger, Permission } from '@riad/contracts';

import { permissionsOf } from './access.ts';
import type { Session, Sessions } from './sessions/session.ts';

/** How often the right to an open stream is looked at again: whoever loses it loses the stream within a second. */
const CHECK_MS = 500;
/** Keeps intermediaries from cutting a silent stream. */
const HEARTBEAT_MS = 15_000;

export interface EventStream {
  send(event: unknown): void;
}

/** Streams of events to browsers, cut when their session ends or its person may no longer see them. */
export interface OpenStreams {
  open(
    visit: { readonly request: IncomingMessage; readonly response: ServerResponse },
    right: { readonly session: Session; readonly permission: Permission },
    onClose: () => void,
  ): EventStream;
  close(): void;
}

interface Open {
  readonly request: IncomingMessage;
  readonly permission: Permission;
  readonly sessionId: string;
  end(): void;
}

export function createOpenStreams({
  sessions,
  logger,
  onRevoked,
}: {
  readonly sessions: Sessions;
  readonly logger: Logger;
  /** Told about a person whose stream was cut. */
  readonly onRevoked: (session: Session) => void;
}): OpenStreams {
  const open = new Map<Open, Session>();
  let timer: NodeJS.Timeout | undefined;

  async function check(): Promise<void> {
    const bySession = Map.groupBy(open, ([stream]) => stream.sessionId);
    for (const group of bySession.values()) {
      const [first] = group[0] ?? [];
      if (first === undefined) continue;
      const session = await sessions.find(first.request);
      for (const [stream, known] of group) {
        if (session !== undefined && permissionsOf(session.person.role).includes(stream.permission)) continue;
        stream.end();
        onRevoked(known);
      }
    }
  }

  function watch(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (open.size === 0) return;
      check()
        .catch((error: unknown) => logger.warn('streams.not_checked', { error }))
        .finally(watch);
    }, CHECK_MS);
    timer.unref();
  }

  return {
    open({ request, response }, { session, permission }, onClose) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
        'x-content-type-options': 'nosniff',
      });
      response.flushHeaders();
      const heartbeat = setInterval(() => response.write(': keep-alive\n\n'), HEARTBEAT_MS);
      const stream: Open = { request, permission, sessionId: session.id, end: () => void response.end() };
      open.set(stream, session);
      watch();
      response.on('close', () => {
        clearInterval(heartbeat);
        open.delete(stream);
        onClose();
      });
      return { send: (event) => void response.write(`data: ${JSON.stringify(event)}\n\n`) };
    },
    close() {
      clearTimeout(timer);
      for (const stream of open.keys()) stream.end();
    },
  };
}
