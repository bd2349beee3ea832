import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes a new name in a folder survive a power cut. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
