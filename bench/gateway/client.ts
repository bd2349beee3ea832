import { spawn } from 'node:child_process';

import { z } from 'zod';

import { bodyFile, type BodyName } from './bodies.ts';
import { CLIENT_CORE, type Running } from './running.ts';
import { buildNative } from './work-folder.ts';

export interface LoadOptions {
  readonly body: BodyName;
  readonly connections: number;
  readonly seconds?: number;
  readonly requests?: number;
  /** Requests per second; absent: as fast as answers come. */
  readonly rate?: number;
}

const outcomeSchema = z.object({
  done: z.int(),
  errors: z.int(),
  notOk: z.int(),
  unfinished: z.int(),
  seconds: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  maxMs: z.number(),
  firstByteP50Ms: z.number(),
  firstByteP99Ms: z.number(),
  events: z.int(),
  eventP50Ms: z.number(),
  eventP99Ms: z.number(),
});
export type LoadOutcome = z.infer<typeof outcomeSchema>;

export interface Measured extends LoadOutcome {
  readonly processorSeconds: number;
}

/** Sends one load to a port and reads what came of it. */
export function sendLoad(port: number, headers: readonly string[], options: LoadOptions): Promise<LoadOutcome> {
  const { body, connections, seconds, requests, rate } = options;
  const args = ['-p', String(port), '-f', bodyFile(body), '-c', String(connections)];
  if (seconds !== undefined) args.push('-d', String(seconds));
  if (requests !== undefined) args.push('-n', String(requests));
  if (rate !== undefined) args.push('-r', String(rate));
  for (const header of headers) args.push('-H', header);
  return new Promise((resolve, reject) => {
    const child = spawn('taskset', ['-c', String(CLIENT_CORE), buildNative('load'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(outcomeSchema.parse(JSON.parse(text)));
      else reject(new Error(`the load client ended with ${code}`));
    });
  });
}

/** The same against a candidate, with the processor time that it took. */
export async function measure(running: Running, options: LoadOptions): Promise<Measured> {
  const before = running.processorSeconds();
  const outcome = await sendLoad(running.port, running.candidate.headers(), options);
  return { ...outcome, processorSeconds: running.processorSeconds() - before };
}
