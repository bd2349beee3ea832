import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { peerFolder } from '../work-folder.ts';
import type { Candidate } from './candidate.ts';

/** With what its own lock file names: newer versions of these two break its streams. */
const manifest = {
  private: true,
  dependencies: { '@portkey-ai/gateway': '1.15.2' },
  overrides: { '@hono/node-server': '1.13.5', hono: '4.9.7' },
};

/** A gateway in TypeScript, on the same Node. */
export function createPortkey(): Candidate {
  const folder = peerFolder('portkey');
  const program = join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js');
  let upstreamPort = 0;
  return {
    name: 'Portkey',
    async prepare() {
      if (existsSync(program)) return;
      writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
      await Promise.resolve(
        execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
          cwd: folder,
          stdio: 'ignore',
        }),
      );
    },
    launch({ port, upstream }) {
      upstreamPort = upstream;
      return {
        program: process.execPath,
        args: [program, `--port=${port}`, '--headless'],
        environment: { NODE_ENV: 'production', TRUSTED_CUSTOM_HOSTS: '127.0.0.1,localhost' },
      };
    },
    headers: () => [
      'authorization: Bearer sk-mock',
      'x-portkey-provider: openai',
      `x-portkey-custom-host: http://127.0.0.1:${upstreamPort}/v1`,
    ],
  };
}
