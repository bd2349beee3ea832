/** `node apps/console/previews.ts`: serves every part of the interface in every state, for development. Never part of what is built. */
import { fileURLToPath } from 'node:url';

import { createServer } from 'vite';

const server = await createServer({
  configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)),
  logLevel: 'error',
  server: { host: '127.0.0.1', port: Number(process.env['PORT'] ?? 5173), open: false },
});
await server.listen();
process.stdout.write(`${server.resolvedUrls?.local[0] ?? ''}previews.html\n`);
