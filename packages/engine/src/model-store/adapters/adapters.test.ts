import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createGgufWriter } from '../gguf-writer.ts';
import { entryWith, storeWith, type TestStore } from '../test-support/store-with.ts';
import { writeAdapter } from './write-adapter.fixture.ts';

const tensors = { 'blk.0.attn_q.weight': [4, 8] } as const;
let tests: TestStore;

/** A model with one tensor, as its header tells. */
function modelFile(): Buffer {
  const file = createGgufWriter();
  file.string('general.architecture', 'llama');
  file.tensor({ name: 'blk.0.attn_q.weight', shape: [4, 8], type: 0, data: new Uint8Array(4 * 8 * 4) });
  return Buffer.concat(file.chunks());
}

beforeEach(async () => {
  const other = entryWith({
    file: { quantisation: 'F32', digestFrom: 'registry' },
    sources: [{ kind: 'huggingface', repository: 'no/where', revision: 'main', file: 'none.gguf' }],
  });
  tests = await storeWith({ entries: [other], serverUrl: 'http://127.0.0.1:1' });
  await tests.store.importPath(await place('model.gguf', modelFile()), { name: 'base' });
});
afterEach(() => tests.close());

async function place(name: string, bytes: Buffer): Promise<string> {
  const path = join(tests.root, name);
  await writeFile(path, bytes);
  return path;
}

const adapterPath = (): string | undefined =>
  tests.store.installed().find((model) => model.name === 'base')?.adapters?.[0]?.path;

test('an adapter lies beside its model, is on record before it is visible, and leaves with its file', async () => {
  const path = await place('lora.gguf', writeAdapter({ tensors, weight: 1 }));
  expect(await tests.store.addAdapter({ base: 'base', name: 'letters', path })).toMatchObject({ id: 'base:letters' });
  expect(tests.store.adapters()).toMatchObject([{ id: 'base:letters', base: 'base', source: path }]);
  expect(tests.events.at(-1)).toMatchObject({ type: 'model.imported', name: 'base:letters' });
  const copy = adapterPath() ?? '';
  await expect(stat(copy)).resolves.toMatchObject({ mode: 0o100400 });
  await expect(tests.store.addAdapter({ base: 'base', name: 'letters', path })).rejects.toMatchObject({
    code: 'request.invalid',
    field: 'name',
  });
  await tests.store.removeAdapter('base:letters');
  expect(tests.store.adapters()).toEqual([]);
  await expect(stat(copy)).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(tests.store.removeAdapter('base:letters')).rejects.toMatchObject({ code: 'model.not_found' });
});

test('a removed model takes its adapters along', async () => {
  const path = await place('lora.gguf', writeAdapter({ tensors, weight: 1 }));
  await tests.store.addAdapter({ base: 'base', name: 'letters', path });
  const copy = adapterPath() ?? '';
  await tests.store.remove('base');
  await expect(stat(copy)).rejects.toMatchObject({ code: 'ENOENT' });
});

test.each([
  ['a model instead of an adapter', () => modelFile(), 'does not say that it is an adapter'],
  [
    'one of another architecture',
    () => writeAdapter({ tensors, weight: 1, architecture: 'qwen2' }),
    'made for qwen2 and the model is llama',
  ],
  [
    'one for a tensor that the model does not have',
    () => writeAdapter({ tensors: { 'blk.9.attn_q.weight': [4, 8] }, weight: 1 }),
    'the model has no blk.9.attn_q.weight',
  ],
  [
    'one of another shape',
    () => writeAdapter({ tensors: { 'blk.0.attn_q.weight': [8, 8] }, weight: 1 }),
    'another shape',
  ],
  ['bytes that are no file of models', () => Buffer.from('no adapter'), 'not a GGUF file'],
] as const)('%s is refused by its header, and nothing stays', async (_what, bytes, message) => {
  const path = await place('wrong.gguf', bytes());
  await expect(tests.store.addAdapter({ base: 'base', name: 'wrong', path })).rejects.toMatchObject({
    code: 'model.damaged',
    message: expect.stringContaining(message),
  });
  expect(tests.store.adapters()).toEqual([]);
});

test('a name that cannot stand behind a colon is refused', async () => {
  await expect(tests.store.addAdapter({ base: 'base', name: 'a:b', path: '/none' })).rejects.toMatchObject({
    code: 'request.invalid',
    field: 'name',
  });
});
