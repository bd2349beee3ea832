import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { createGuard } from '@riad/guard';
import { z } from 'zod';

import type { GoldSpan } from '../../packages/guard/eval/documents.ts';

/** Something that finds personal data. */
export interface Candidate {
  readonly name: string;
  /** Installs what it needs; throws when that cannot be had. */
  prepare(): void;
  /** Spans of each text, with types by our names, and the processor time that finding them took. */
  findAll(texts: readonly string[]): Promise<Found>;
}

export interface Found {
  readonly spans: readonly (readonly GoldSpan[])[];
  readonly seconds: number;
}

export function createRiadCandidate(): Candidate {
  const guard = createGuard();
  return {
    name: 'Riad',
    prepare: () => undefined,
    findAll: (texts) => {
      const started = process.cpuUsage();
      const spans = texts.map((text) => guard.inspect([text])[0] ?? []);
      const { user, system } = process.cpuUsage(started);
      return Promise.resolve({ spans, seconds: (user + system) / 1e6 });
    },
  };
}

const answer = z.union([
  z.object({ spans: z.array(z.object({ type: z.string(), start: z.int(), end: z.int() })) }),
  z.object({ seconds: z.number() }),
]);

export interface PeerProcess {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
}

/** Asks a peer that runs as a process of its own: a text in JSON a line, its spans a line, at the end its processor time. */
export async function askPeer({ program, args, folder }: PeerProcess, texts: readonly string[]): Promise<Found> {
  const child = spawn(program, args, { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = once(child, 'close');
  child.stdin.end(texts.map((text) => `${JSON.stringify(text)}\n`).join(''));
  const spans: (readonly GoldSpan[])[] = [];
  let seconds = Number.NaN;
  for await (const line of createInterface({ input: child.stdout })) {
    const read = answer.parse(JSON.parse(line));
    if ('spans' in read) spans.push(read.spans);
    else ({ seconds } = read);
  }
  await ended;
  if (child.exitCode !== 0 || spans.length !== texts.length)
    throw new Error(`${program} ${args.join(' ')} answered ${spans.length} of ${texts.length} texts`);
  return { spans, seconds };
}
