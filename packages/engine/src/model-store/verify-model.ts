import { stat } from 'node:fs/promises';

import { sha256OfFile } from './blob-store.ts';
import { modelDamaged } from './store-failures.ts';
import { getStored, type StoreParts } from './store-parts.ts';

/** Fails with `model.damaged` when a model's file is not what was stored. Quick reads it only when its stamp changed. */
export async function verifyModel(parts: StoreParts, name: string, depth: 'quick' | 'full'): Promise<void> {
  const model = getStored(parts, name);
  const path = parts.blobs.path(model.sha256);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw modelDamaged(model.name, path, 'is not there');
  if (found.size !== model.bytes)
    throw modelDamaged(model.name, path, `has ${found.size} bytes and ${model.bytes} were stored`);
  const sameStamp = found.mtimeMs === model.modifiedMs;
  if (depth === 'quick' && sameStamp) return;
  if ((await sha256OfFile(path)) !== model.sha256)
    throw modelDamaged(model.name, path, 'has other content than was stored');
  const lock = parts.index.digestLock(model.name);
  if (!sameStamp && lock !== undefined) await parts.index.put({ ...model, modifiedMs: found.mtimeMs }, lock.digestFrom);
}
