import { PlatformError } from '@riad/contracts';

import { SourceProblem } from './sources/source-problem.ts';

/** Why one source did not give a model. */
export interface SourceFailure {
  readonly source: string;
  readonly reason: string;
  /** It gave other bytes than the model's. */
  readonly wrongBytes: boolean;
}

/** All sources failed: each with its reason. Wrong bytes from any of them are the more important news. */
export function allSourcesFailed(name: string, failures: readonly SourceFailure[]): PlatformError {
  const reasons = failures.map(({ source, reason }) => `${source}: ${reason}`).join('; ');
  if (failures.some((failure) => failure.wrongBytes))
    return new PlatformError('model.digest_mismatch', `${name} was refused: ${reasons}`, {
      remedy:
        'The file that was offered is not the model that the catalogue names; it was deleted. Try another source.',
    });
  return new PlatformError(
    'model.no_source',
    failures.length === 0 ? `${name} has no source that the settings allow` : `no source gave ${name}: ${reasons}`,
    { remedy: 'Check the connection and the models settings, or bring the file with ./riad models import PATH.' },
  );
}

export function pullInterrupted(name: string): PlatformError {
  return new PlatformError('model.pull_interrupted', `pulling ${name} was interrupted`, {
    remedy: `./riad models pull ${name} goes on where it stopped.`,
  });
}

export interface DiskNeed {
  readonly what: string;
  readonly folder: string;
  readonly need: number;
  readonly have?: number;
}

export function diskFull({ what, folder, need, have }: DiskNeed): PlatformError {
  const free = have === undefined ? 'the disk is full' : `${megabytes(have)} MB are free`;
  return new PlatformError('disk.full', `${what} needs ${megabytes(need)} MB on the disk of ${folder} and ${free}`, {
    remedy: 'Free space there, or use another data folder with --data.',
  });
}

export function isOutOfSpace(error: unknown): boolean {
  if (error instanceof SourceProblem) return error.kind === 'disk';
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

export function modelNotFound(name: string, names: readonly string[]): PlatformError {
  const near = names.filter((candidate) => candidate.includes(name) || name.includes(candidate)).slice(0, 3);
  return new PlatformError('model.not_found', `there is no model called ${name}`, {
    field: 'model',
    remedy: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'See ./riad models list.',
  });
}

export function modelDamaged(name: string, path: string, what: string): PlatformError {
  return new PlatformError('model.damaged', `${name} is damaged: ${path} ${what}`, {
    remedy: `./riad models remove ${name}, then ./riad models pull ${name}.`,
  });
}

function megabytes(bytes: number): number {
  return Math.ceil(Math.max(0, bytes) / 1e6);
}
