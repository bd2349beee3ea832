import { execFileSync } from 'node:child_process';

import { expect, test } from 'vitest';

/** Tells on standard error which modules of this repository were read. */
const listener = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const seen = new Set();
  registerHooks({ load(url, context, next) { seen.add(url); return next(url, context); } });
  process.on('exit', () => process.stdout.write([...seen].join('\\n')));
`)}`;

test('a command reads none of the parts that only a server or another command needs', () => {
  const program = new URL('program.ts', import.meta.url).href;
  const read = execFileSync(
    process.execPath,
    ['--import', listener, '--input-type=module', '--eval', `await import(${JSON.stringify(program)})`],
    { encoding: 'utf8' },
  );
  expect(read).toContain('/apps/cli/src/commands/ask.ts');
  const parts = /\/packages\/(?<name>store|guard|engine|gateway|knowledge|language)\//.exec(read);
  expect(parts?.groups?.['name']).toBeUndefined();
});
