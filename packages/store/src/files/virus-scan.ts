import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { Writable } from 'node:stream';

import { PlatformError } from '@riad/contracts';

/** One file on its way to the scanner. Nothing is kept of a file that is not clean. */
export interface VirusScan {
  /** Takes the content; whoever writes waits for the scanner. */
  readonly content: Writable;
  /** Resolves when the file is clean. Fails with `file.infected` or `file.scan_failed`. */
  readonly verdict: Promise<void>;
}

export type VirusScanner = () => VirusScan;

/** The scanner must have said something this long after it has the whole file. */
const PATIENCE_MS = 120_000;
const ANSWER_BYTES = 64 * 1024;

/** A program that reads the file on its standard input: exit 0 is clean, 1 infected, as clamscan and clamdscan do. */
export function scanWithCommand([program = '', ...args]: readonly string[]): VirusScanner {
  return () => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'], env: { PATH: process.env['PATH'] } });
    const verdict = new Promise<void>((resolve, reject) => {
      const watch = setTimeout(() => {
        child.kill('SIGKILL');
        reject(failed('it takes too long'));
      }, PATIENCE_MS);
      child.once('error', (cause) => {
        clearTimeout(watch);
        reject(failed(`${program} cannot be started`, cause));
      });
      child.once('exit', (code) => {
        clearTimeout(watch);
        if (code === 0) resolve();
        else if (code === 1) reject(infected());
        else reject(failed(`${program} ended with ${code ?? 'a signal'}`));
      });
    });
    return { content: tolerant(child.stdin), verdict };
  };
}

/** clamd's INSTREAM: pieces with their length before them, an empty one at the end. */
export function scanWithClamd(path: string): VirusScanner {
  return () => {
    const socket = connect({ path });
    let answer = '';
    const verdict = new Promise<void>((resolve, reject) => {
      socket.setTimeout(PATIENCE_MS, () => socket.destroy(failed('clamd does not answer')));
      socket.on('data', (chunk: Buffer) => {
        if (answer.length < ANSWER_BYTES) answer += chunk.toString('latin1');
      });
      socket.once('error', (cause) => reject(failed('clamd cannot be reached', cause)));
      socket.once('close', () => {
        if (/^stream: OK\0?\s*$/.test(answer)) resolve();
        else if (answer.includes('FOUND')) reject(infected());
        else
          reject(failed(answer.includes('size limit') ? 'the file is larger than its StreamMaxLength' : 'no verdict'));
      });
    });
    socket.write('zINSTREAM\0');
    const pieces = new Writable({
      write(chunk: Buffer, _encoding, done) {
        const length = Buffer.alloc(4);
        length.writeUInt32BE(chunk.length);
        socket.write(length);
        socket.write(chunk, () => done());
      },
      final(done) {
        socket.write(Buffer.alloc(4), () => done());
      },
    });
    socket.once('close', () => pieces.destroy());
    return { content: tolerant(pieces), verdict };
  };
}

/** A scanner that closed early has made up its mind; what it says counts, not that it stopped listening. */
function tolerant(content: Writable): Writable {
  content.on('error', () => undefined);
  return content;
}

function infected(): PlatformError {
  return new PlatformError('file.infected', 'the virus scanner refused this file', { field: 'file' });
}

function failed(reason: string, cause?: unknown): PlatformError {
  return new PlatformError('file.scan_failed', `the virus scanner did not clear this file: ${reason}`, {
    cause,
    remedy: 'Check documents.scanCommand or documents.clamdSocket in riad.yaml, and the scanner.',
  });
}
