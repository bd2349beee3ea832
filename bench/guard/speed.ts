import { createGuard, createOutputScanner, createRestorer, createVault, type VaultCrypto } from '@riad/guard';
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

import { hostile } from '../../packages/guard/eval/hostile.ts';
import { quantile } from '../framework/statistics.ts';
import type { PlainTexts } from './texts.ts';

export interface Speed {
  /** Millions of bytes of UTF-8 a second of processor time, of each kind of text. */
  readonly throughput: readonly { readonly name: string; readonly megabytesPerSecond: number }[];
  readonly message: { readonly p50Ms: number; readonly p99Ms: number };
  /** Restoring and scanning an answer that comes in pieces of four characters; the mean is processor time, the others are what a clock shows. */
  readonly chunk: { readonly p50Micros: number; readonly p99Micros: number; readonly meanMicros: number };
  readonly worst: { readonly name: string; readonly megabytesPerSecond: number };
}

const ROUNDS = 15;
/** Readings of everything before the first is timed: a server reads all day. */
const WARM_UP = 8;
const MEGABYTE = 1_000_000;
const guard = createGuard();

export function measureSpeed(sets: readonly PlainTexts[]): Speed {
  for (let round = 0; round < WARM_UP; round += 1) for (const { texts } of sets) guard.inspect([texts.join('\n\n')]);
  const throughput = sets.map(({ name, texts }) => ({ name, megabytesPerSecond: throughputOf(texts.join('\n\n')) }));
  return { throughput, message: measureMessage(sets), chunk: measureChunks(sets), worst: measureWorst() };
}

/** The median of several rounds of processor time. */
function throughputOf(text: string): number {
  const rounds = Array.from({ length: ROUNDS }, () => secondsOf(() => guard.inspect([text])));
  return Buffer.byteLength(text) / MEGABYTE / quantile(rounds, 0.5);
}

function secondsOf(work: () => unknown): number {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}

/** Messages of two kilobytes as they come: each text different, names and numbers in them. */
function measureMessage(sets: readonly PlainTexts[]): Speed['message'] {
  const messages = sets.flatMap(({ texts }) => cut(texts.join('\n'), 1400)).map(withData);
  for (const message of messages) guard.inspect([message]);
  const times = messages.map((message) => millisecondsOf(() => guard.inspect([message])));
  return { p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) };
}

function withData(text: string, index: number): string {
  const line = `\nM. Youssef Benjelloun, CIN BK${100_000 + index}, tél. 06 61 22 33 44, youssef@example.ma\n`;
  return text.slice(0, 700) + line + text.slice(700);
}

function cut(text: string, length: number): readonly string[] {
  return Array.from({ length: Math.floor(text.length / length) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  );
}

const crypto: VaultCrypto = {
  hmacSha256: (key, message) => createHmac('sha256', key).update(message).digest(),
  seal: (key, plain) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  },
  open: (key, sealed) => {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(12, 28));
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
  },
};

/** Each answer holds a surrogate every 400 characters. */
function measureChunks(sets: readonly PlainTexts[]): Speed['chunk'] {
  const vault = createVault({ crypto, tenantKey: randomBytes(32), conversationKey: randomBytes(32) });
  const surrogate = vault.surrogateFor('person', 'Youssef Benjelloun');
  const answers = sets.flatMap(({ texts }) => cut(texts.join('\n'), 400).slice(0, 100)).map((text) => text + surrogate);
  const chunks = answers.flatMap((answer) => cut(answer, 4));
  const stream = (): readonly number[] => {
    const restorer = createRestorer({ vault });
    const scanner = createOutputScanner(guard);
    return chunks.map((chunk) => 1000 * millisecondsOf(() => scanner.push(restorer.push(chunk))));
  };
  stream();
  const meanMicros = (1e6 * secondsOf(stream)) / chunks.length;
  const micros = stream();
  return { p50Micros: quantile(micros, 0.5), p99Micros: quantile(micros, 0.99), meanMicros };
}

function millisecondsOf(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** The slowest of the texts that are made to keep a detector busy, each the better of two readings. */
function measureWorst(): Speed['worst'] {
  const speeds = Object.entries(hostile).map(([name, unit]) => {
    const text = unit.repeat(Math.ceil(MEGABYTE / unit.length)).slice(0, MEGABYTE);
    const seconds = Math.min(...[1, 2].map(() => secondsOf(() => guard.inspect([text]))));
    return { name, megabytesPerSecond: Buffer.byteLength(text) / MEGABYTE / seconds };
  });
  return speeds.reduce((slowest, one) => (one.megabytesPerSecond < slowest.megabytesPerSecond ? one : slowest));
}
