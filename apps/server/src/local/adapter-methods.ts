import type { ModelStore } from '@riad/engine';
import { z } from 'zod';

import { localMethod, type LocalMethod } from './local-method.ts';

const newAdapterSchema = z.object({ base: z.string().min(1), name: z.string().min(1), path: z.string().min(1) });

/** `riad models adapters add --json`, and `remove`. */
export const adapterSchema = z.object({
  id: z.string(),
  base: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  source: z.string(),
});

/** `riad models adapters list --json`. */
export const adapterListSchema = z.object({ data: z.array(adapterSchema) });

/** LoRA adapters of the models on this machine. */
export function adapterMethods(models: () => ModelStore): readonly (readonly [string, LocalMethod])[] {
  return [
    ['models.adapters.list', localMethod(z.object({}), async () => ({ data: models().adapters() }))],
    ['models.adapters.add', localMethod(newAdapterSchema, (adapter) => models().addAdapter(adapter))],
    ['models.adapters.remove', localMethod(z.object({ name: z.string() }), ({ name }) => models().removeAdapter(name))],
  ];
}
