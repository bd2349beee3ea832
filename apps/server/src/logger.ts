import type { Logger } from '@riad/contracts';

type Level = 'info' | 'warn' | 'error';

/**
 * One line per event: JSON, or a short sentence on a terminal. Errors are reduced to kind, code, message and stack, so that
 * nothing a library hung on an error object is written.
 */
export function createLogger(stream: NodeJS.WritableStream, options: { readonly human: boolean }): Logger {
  const write = (level: Level, event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    const shown = Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [key, value instanceof Error ? describeError(value) : value]),
    );
    stream.write(
      options.human
        ? humanLine(level, event, shown)
        : `${JSON.stringify({ time: new Date().toISOString(), level, event, ...shown })}\n`,
    );
  };
  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
  };
}

function humanLine(level: Level, event: string, fields: Readonly<Record<string, unknown>>): string {
  const details = Object.entries(fields).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return (
    `${new Date().toISOString().slice(11, 19)} ${level === 'info' ? '' : `${level.toUpperCase()} `}${event} ${details.join(' ')}`.trimEnd() +
    '\n'
  );
}

function describeError(error: Error): Readonly<Record<string, unknown>> {
  return {
    kind: error.name,
    code: 'code' in error ? error.code : undefined,
    message: error.message,
    stack: error.stack
      ?.split('\n')
      .slice(1, 6)
      .map((line) => line.trim()),
  };
}
