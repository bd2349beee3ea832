import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative } from 'node:path';

/** Nothing from elsewhere, nothing inline, no frame around it. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

interface StoredFile {
  readonly path: string;
  readonly type: string;
  /** Also there as `path.br`. */
  readonly compressed: boolean;
}

/** Serves the built console: one page for every address that a browser may show, and the files it names. */
export interface ConsoleFiles {
  /** False when this is not for it. */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
}

/** `undefined` when the console was not built. */
export function openConsoleFiles(folder: string): ConsoleFiles | undefined {
  const files = listFiles(folder);
  const page = files.get('/index.html');
  if (page === undefined) return undefined;
  return {
    serve(request, response) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false;
      const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
      const file = files.get(path);
      if (file !== undefined && file !== page) send({ request, response }, file);
      else if (isPage(path, request)) send({ request, response }, page);
      else return false;
      return true;
    },
  };
}

/** A browser that wants to see something; programs that ask for JSON get an error they can read. */
function isPage(path: string, { headers }: IncomingMessage): boolean {
  return !path.includes('.') && headers.accept?.includes('text/html') === true;
}

function send(
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
  file: StoredFile,
): void {
  const named = file.path.includes('/assets/');
  const brotli = file.compressed && /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
  const body = readFileSync(brotli ? `${file.path}.br` : file.path);
  response.writeHead(200, {
    'content-type': file.type,
    'content-length': body.length,
    ...(brotli ? { 'content-encoding': 'br' } : {}),
    vary: 'accept-encoding',
    'cache-control': named ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function listFiles(folder: string): ReadonlyMap<string, StoredFile> {
  if (!existsSync(folder)) return new Map();
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const all = new Set(paths);
  return new Map(
    paths.flatMap((path): [string, StoredFile][] => {
      const type = types[extname(path)];
      if (type === undefined) return [];
      return [[`/${relative(folder, path)}`, { path, type, compressed: all.has(`${path}.br`) }]];
    }),
  );
}
