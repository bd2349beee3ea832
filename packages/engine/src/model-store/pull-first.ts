import { PlatformError } from '@riad/contracts';

import { availableMemory } from '../supervisor/memory.ts';
import { findEntry, type Catalogue } from './catalogue.ts';
import type { InstalledModelFile } from './installed-model-file.ts';
import type { PullResult } from './pull-into-store.ts';

/** The default model that a first start ends up with, and why it is that one. */
export interface FirstPull {
  readonly model: InstalledModelFile;
  readonly alreadyInstalled: boolean;
  /** Models that come earlier in the list, each with why it was not taken. */
  readonly passedOver: readonly PassedOver[];
  /** In plain English, for a terminal; the catalogue's `expectations` say what to expect in other languages. */
  readonly explanation: string;
}

export interface PassedOver {
  readonly name: string;
  readonly reason: string;
}

export interface FirstPullPorts {
  readonly catalogue: Catalogue;
  readonly kind: 'chat' | 'embedding';
  readonly isInstalled: (name: string) => boolean;
  readonly pull: (name: string) => Promise<PullResult>;
  readonly freeMemory?: (() => number) | undefined;
}

/** These end the search: the next model would meet the same. */
const final: ReadonlySet<string> = new Set(['model.pull_interrupted', 'ledger.unavailable']);

/** Takes the first model of the default list that fits the memory and the disk and that some source gives. */
export async function pullFirst(ports: FirstPullPorts): Promise<FirstPull> {
  const names = ports.catalogue.defaults[ports.kind];
  const there = names.find(ports.isInstalled);
  if (there !== undefined) return finish(ports, await ports.pull(there), []);
  const passedOver: PassedOver[] = [];
  for (const name of names) {
    const reason = tooLarge(ports, name);
    if (reason !== undefined) {
      passedOver.push({ name, reason });
      continue;
    }
    try {
      return finish(ports, await ports.pull(name), passedOver);
    } catch (error) {
      if (!(error instanceof PlatformError) || final.has(error.code)) throw error;
      passedOver.push({ name, reason: error.message });
    }
  }
  throw nothingFits(ports.kind, passedOver);
}

function tooLarge({ catalogue, freeMemory = availableMemory }: FirstPullPorts, name: string): string | undefined {
  const need = findEntry(catalogue, name)?.minFreeMemory ?? 0;
  const have = freeMemory();
  if (need <= have) return undefined;
  return `needs ${gigabytes(need)} GB of free memory and ${gigabytes(have)} GB are free`;
}

function finish({ catalogue }: FirstPullPorts, result: PullResult, passedOver: readonly PassedOver[]): FirstPull {
  const { model, alreadyInstalled } = result;
  const entry = findEntry(catalogue, model.name);
  const expectation = catalogue.expectations.get(entry?.expect ?? '')?.en ?? '';
  const earlier = passedOver.map(({ name, reason }) => `${name} was passed over: ${reason}.`);
  const taken = alreadyInstalled ? `${model.name} is installed.` : `${model.name} was taken from ${model.source}.`;
  return { model, alreadyInstalled, passedOver, explanation: [...earlier, taken, expectation].join(' ').trim() };
}

function nothingFits(kind: string, passedOver: readonly PassedOver[]): PlatformError {
  const reasons = passedOver.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  return new PlatformError('model.no_source', `no default ${kind} model can be had: ${reasons}`, {
    remedy: 'Connect this machine, or bring a model with ./riad models import PATH.',
  });
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
