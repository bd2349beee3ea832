/** `node tools/generate.ts`: writes the pages of the documentation that are made from the sources. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { generatedPages } from './generated/pages.ts';

for (const { path, content } of await generatedPages()) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  process.stdout.write(`${path}\n`);
}
