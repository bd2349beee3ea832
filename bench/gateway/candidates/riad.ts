import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { scratch } from '../work-folder.ts';
import type { Candidate } from './candidate.ts';

/** Replaces the guard in the process by one that reads nothing: no setting can do that. */
const withoutGuard = fileURLToPath(new URL('../without-guard.ts', import.meta.url));
const launcher = fileURLToPath(new URL('../../../riad', import.meta.url));

/**
 * Riad as a person starts it, with everything on: keys, limits, guard, ledger durable before the first byte, usage in
 * PostgreSQL. The mock is an upstream declared local. No model is loaded.
 */
export function createRiad({ guarded = true } = {}): Candidate & { readonly data: string } {
  const data = join(scratch, guarded ? 'riad-data' : 'riad-unguarded-data');
  return {
    name: guarded ? 'Riad' : 'Riad without its guard',
    data,
    prepare: () => Promise.resolve(),
    launch({ port, upstream }) {
      mkdirSync(data, { recursive: true, mode: 0o711 });
      writeFileSync(join(data, 'riad.yaml'), settings(upstream));
      return {
        program: launcher,
        args: ['up', '--port', String(port), '--data', data],
        environment: { RIAD_DATA: data, ...(guarded ? {} : { NODE_OPTIONS: `--import=${withoutGuard}` }) },
      };
    },
    headers: () => [`authorization: Bearer ${readFileSync(join(data, 'keys/first-api-key'), 'utf8').trim()}`],
  };
}

function settings(upstream: number): string {
  return `# Offline: nothing is fetched; an upstream of one's own is reached all the same.
offline: true
engine: { preload: false }
limits: { requestsPerMinute: 100000000, tokensPerMinute: 1000000000000, concurrentRequests: 100000 }
upstreams:
  - id: mock
    kind: openai-compatible
    url: "http://127.0.0.1:${upstream}/v1"
    country: local
    connections: 512
    models: [{ id: mock }, { id: mock-20ms }, { id: mock-paced }]
`;
}
