import { readFileSync, statSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';

/** Bytes the system can give without swapping: MemAvailable, within the control group's limit when there is one. */
export function availableMemory(): number {
  const system = readMemAvailable() ?? freemem();
  const limit = readNumber('/sys/fs/cgroup/memory.max');
  const used = readNumber('/sys/fs/cgroup/memory.current');
  return limit === undefined || used === undefined ? system : Math.min(system, Math.max(0, limit - used));
}

/** What all loaded models may take together when the settings say `auto`: three quarters of the memory. */
export function defaultMemoryBudget(): number {
  return Math.floor((readNumber('/sys/fs/cgroup/memory.max') ?? totalmem()) * 0.75);
}

/** Cores but one, which is left to the gateway and the database; spinning threads on contended cores are far slower. */
export function defaultThreads(): number {
  return Math.max(1, Math.min(availableParallelism(), cgroupCores() ?? Number.POSITIVE_INFINITY) - 1);
}

/**
 * What a model will take: its file, two bytes per key and value of every cell of every slot, and the work buffers.
 * `kvBytesPerToken` is unknown before loading, so it is bounded by a tenth of a permille of the file per token.
 */
export function estimateModelMemory(path: string, cells: number): number {
  const file = statSync(path).size;
  return Math.round(file * 1.1 + cells * Math.max(16 * 1024, file * 0.000_03) + 150 * 1024 * 1024);
}

function cgroupCores(): number | undefined {
  try {
    const [quota, period] = readFileSync('/sys/fs/cgroup/cpu.max', 'utf8').trim().split(' ');
    return quota === undefined || quota === 'max' ? undefined : Math.ceil(Number(quota) / Number(period));
  } catch {
    return undefined;
  }
}

function readMemAvailable(): number | undefined {
  try {
    const kilobytes = /^MemAvailable:\s+(?<kb>\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.groups?.['kb'];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

function readNumber(file: string): number | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return /^\d+$/.test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}
