import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { peerFolder } from '../../gateway/work-folder.ts';
import { askPeer, type Candidate } from '../candidates.ts';

/** Names and exact versions of the packages that npm users find first. */
const versions = {
  openredaction: '1.1.5',
  '@openredaction/openredaction': '1.0.4',
  'redact-pii': '3.4.0',
  '@arcjet/redact': '1.4.0',
} as const;

export function createNpmPeers(): readonly Candidate[] {
  const folder = peerFolder('guard-npm');
  const worker = fileURLToPath(new URL('npm-worker.ts', import.meta.url));
  return Object.entries(versions).map(([name, version]) => ({
    name: `${name} ${version}`,
    prepare: () => {
      install(folder);
    },
    findAll: (texts) => askPeer({ program: process.execPath, args: [worker, folder, name], folder }, texts),
  }));
}

function install(folder: string): void {
  if (existsSync(join(folder, 'node_modules/redact-pii'))) return;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: versions }));
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' });
}
