import { fileURLToPath } from 'node:url';

import type { Candidate } from './candidate.ts';

/** What Node can do at all: node:http in, undici's dispatch out, nothing between. */
export function createUndiciRelay(): Candidate {
  return {
    name: 'undici relay',
    prepare: () => Promise.resolve(),
    launch: ({ port, upstream }) => ({
      program: process.execPath,
      args: [fileURLToPath(new URL('../relay-server.ts', import.meta.url)), String(port), String(upstream)],
    }),
    headers: () => [],
  };
}
