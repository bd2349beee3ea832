import { PlatformError } from '@riad/contracts';
import { strFromU8, unzipSync } from 'fflate';

import type { ExtractionLimits } from '../limits.ts';

/** The parts of a packed document that hold text. */
export interface PackageFiles {
  read(name: string): string | undefined;
  /** Names that match, in the order of the numbers in them. */
  names(pattern: RegExp): readonly string[];
}

/** Reads only what `wanted` names. Never more than the limit, whatever the archive says of itself; macros are not read at all. */
export function openPackage(bytes: Uint8Array, wanted: RegExp, { maxUnpackedBytes }: ExtractionLimits): PackageFiles {
  let total = 0;
  const files = unpack(bytes, ({ name, originalSize }) => {
    if (!wanted.test(name)) return false;
    total += originalSize;
    if (total > maxUnpackedBytes) {
      throw new PlatformError(
        'document.too_large',
        `unpacked, this file is larger than ${Math.floor(maxUnpackedBytes / 1024 / 1024)} MiB`,
        {
          remedy: 'A document of ordinary size does not unpack to so much: check where the file comes from.',
        },
      );
    }
    return true;
  });
  return {
    read: (name) => (files[name] === undefined ? undefined : strFromU8(files[name])),
    names: (pattern) =>
      Object.keys(files)
        .filter((name) => pattern.test(name))
        .toSorted((left, right) => left.localeCompare(right, 'en', { numeric: true })),
  };
}

function unpack(
  bytes: Uint8Array,
  filter: (file: { readonly name: string; readonly originalSize: number }) => boolean,
): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw new PlatformError('document.damaged', 'this file is damaged or cut short', {
      cause: error,
      remedy: 'Open it in its own program and save it again.',
    });
  }
}
