import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';

/** What a figure was measured on; figures of different machines are not compared. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  /** Load average of the last minute when the run began: above a few tenths other work disturbed it. */
  readonly loadAtStart: number;
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${distribution()}, ${type()} ${release()} ${arch()}`,
    node: process.version,
    loadAtStart: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

function distribution(): string {
  try {
    return /^PRETTY_NAME="(?<name>.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.groups?.['name'] ?? 'Linux';
  } catch {
    return 'unknown system';
  }
}
