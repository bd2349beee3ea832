import type { NativeAdapter, NativeContext } from './driver/addon.ts';

interface Adapted {
  readonly run: { readonly job: { readonly adapter?: string } };
}

interface AdaptersOptions {
  readonly context: Pick<NativeContext, 'setLoras'>;
  readonly loadAdapter: (file: string) => Promise<NativeAdapter>;
}

export interface Adapters {
  load(file: string): Promise<NativeAdapter>;
  /** Those of one adapter, which is made the active one: a batch is decoded under one adapter. Adapters take turns. */
  choose<T extends Adapted>(live: readonly T[]): Promise<readonly T[]>;
}

export function createAdapters({ context, loadAdapter }: AdaptersOptions): Adapters {
  const loaded = new Map<string, NativeAdapter>();
  let active: string | undefined;

  async function load(file: string): Promise<NativeAdapter> {
    const adapter = loaded.get(file) ?? (await loadAdapter(file));
    loaded.set(file, adapter);
    return adapter;
  }

  async function activate(file: string | undefined): Promise<void> {
    if (file === active) return;
    if (file === undefined) context.setLoras([], []);
    else context.setLoras([await load(file)], [1]);
    active = file;
  }

  return {
    load,
    async choose(live) {
      const files = [...new Set(live.map(({ run }) => run.job.adapter))];
      if (files.length === 0) return live;
      const next = files[(files.indexOf(active) + 1) % files.length];
      await activate(next);
      return files.length === 1 ? live : live.filter(({ run }) => run.job.adapter === next);
    },
  };
}
