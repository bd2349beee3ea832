import { AddonUnfit } from './addon.ts';
import type { DriverKind, ModelDriver } from './driver.ts';
import { openNativeDriver } from './native-driver.ts';

export interface OpenedDriver {
  readonly driver: ModelDriver;
  /** Why the native driver was not used; absent when it was, or when nobody wanted it. */
  readonly reason?: string;
}

interface OpenOptions {
  readonly path: string;
  readonly threads: number;
  /** `public` in tests of that way; otherwise the native one, and the public one where it does not fit. */
  readonly wanted: DriverKind;
}

/** The native driver where it fits; otherwise the public one, and why. Loaded only then: the library takes half a second. */
export async function openDriver({ path, threads, wanted }: OpenOptions): Promise<OpenedDriver> {
  if (wanted === 'native') {
    try {
      return { driver: await openNativeDriver(path) };
    } catch (error) {
      if (!(error instanceof AddonUnfit)) throw error;
      return { driver: await openPublic(path, threads), reason: error.message };
    }
  }
  return { driver: await openPublic(path, threads) };
}

async function openPublic(path: string, threads: number): Promise<ModelDriver> {
  const { openPublicDriver } = await import('./public-driver.ts');
  return openPublicDriver(path, threads);
}
