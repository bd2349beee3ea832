import { readFileSync } from 'node:fs';
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

export interface ModelSize {
  readonly fileBytes: number;
  /** Tokens of context of all slots together. */
  readonly cells: number;
  /** As the file's header tells; bounded from the file's size when it does not. */
  readonly cacheBytesPerToken: number | undefined;
}

/**
 * What a loaded model will take: the mapped file, llama.cpp's copy of most of it in the processor's own layout, keys and
 * values of every cell, and the work buffers. Measured: 2.48 GB for a 1.12 GB Q4_K_M file with 16,384 cells, estimated 2.64.
 */
export function estimateModelMemory({ fileBytes, cells, cacheBytesPerToken }: ModelSize): number {
  const perCell = cacheBytesPerToken ?? Math.max(LEAST_CACHE_PER_TOKEN, fileBytes * CACHE_SHARE_PER_TOKEN);
  return Math.round(fileBytes * (1 + REPACKED_SHARE) + cells * perCell + WORK_BYTES);
}

/** Of the file, copied into another layout: all the large matrices of the common quantisations. */
const REPACKED_SHARE = 0.75;
/** Buffers of one decode, Node and its heap. */
const WORK_BYTES = 220 * 1024 * 1024;
const LEAST_CACHE_PER_TOKEN = 32 * 1024;
const CACHE_SHARE_PER_TOKEN = 0.000_06;

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
