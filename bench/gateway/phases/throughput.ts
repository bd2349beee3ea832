import { measure, type Measured } from '../client.ts';
import type { Running } from '../running.ts';

/** Requests answered per second of processor time, closed loop, the mock answering at once. */
export async function measureThroughput(running: Running, connections: number, seconds: number): Promise<Measured> {
  return measure(running, { body: 'whole', connections, seconds });
}

/** Streams of 100 events that the mock writes in one burst. */
export async function measureBurst(running: Running, connections: number, seconds: number): Promise<Measured> {
  return measure(running, { body: 'burst', connections, seconds });
}

/** Streams of 100 events, one every 10 ms: what a model's answer looks like. */
export async function measurePaced(running: Running, connections: number, rounds: number): Promise<Measured> {
  return measure(running, { body: 'paced', connections, requests: connections * rounds });
}
