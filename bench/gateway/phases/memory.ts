import { residentMiB } from '../../framework/processes.ts';
import { measure } from '../client.ts';
import type { Running } from '../running.ts';

const SAMPLE_MS = 100;

/** The most memory that the process takes while that many streams are under way, in MiB. */
export async function measureStreamMemory(running: Running, streams: number): Promise<number> {
  let most = 0;
  const sampling = setInterval(() => {
    most = Math.max(most, residentMiB(running.pid));
  }, SAMPLE_MS);
  await measure(running, { body: 'paced', connections: streams, requests: streams * 3 });
  clearInterval(sampling);
  return most;
}
