import { sendLoad, type LoadOptions, type LoadOutcome } from '../client.ts';
import type { Running } from '../running.ts';

/** Latency in an open loop at a fixed rate, through a candidate or, without one, at the mock itself. */
export function measureLatency(
  running: Running | number,
  body: LoadOptions['body'],
  rate: number,
): Promise<LoadOutcome> {
  const options = { body, connections: 128, seconds: 4, rate };
  return typeof running === 'number'
    ? sendLoad(running, [], options)
    : sendLoad(running.port, running.candidate.headers(), options);
}
