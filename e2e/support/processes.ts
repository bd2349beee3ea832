import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Every process that descends from one. */
export function descendantsOf(pid: number): readonly number[] {
  const rows = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const direct = rows.filter(([, parent]) => parent === pid).map(([child]) => child ?? 0);
  return direct.flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Also false for one that has ended and was not yet collected. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Processes whose command line holds `part`. */
export function processesNaming(part: string): readonly number[] {
  return execFileSync('ps', ['-ww', '-e', '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(part) && !line.includes('ps -ww'))
    .map((line) => Number.parseInt(line, 10));
}
