import { PlatformError } from '@riad/contracts';
import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { MessageKey } from '../messages/en.ts';
import { decodeText } from './decode-text.ts';

/** One text to look at and what to call it. */
export interface Input {
  readonly name: string;
  readonly text: string;
  readonly bytes: number;
}

/** What a caller hears about files besides their text. */
export interface InputReports {
  /** The file is a PDF, an image …: its text was not read. */
  skip(name: string, what: MessageKey): void;
  /** The file is not UTF-8 and was read as what it seems to be. */
  decoded(name: string, encoding: string): void;
}

const megabyte = 1_000_000;
/** Larger files are refused: cut them, or give their lines with `--jsonl`. */
const largestFile = 256 * megabyte;

/** The files named, those of the folders named, or standard input. */
export function* readInputs(paths: readonly string[], reports: InputReports): Generator<Input> {
  if (paths.length === 0) {
    const text = readFileSync(0, 'utf8');
    yield { name: '-', text, bytes: Buffer.byteLength(text) };
    return;
  }
  for (const path of paths) {
    for (const name of filesUnder(path)) {
      const bytes = readFile(name);
      const decoded = decodeText(bytes);
      if (decoded.kind === 'unreadable') {
        reports.skip(name, decoded.what);
        continue;
      }
      if (decoded.encoding !== 'utf-8') reports.decoded(name, decoded.encoding);
      yield { name, text: decoded.text, bytes: bytes.length };
    }
  }
}

/** Lines of the files named, or of standard input, one at a time. */
export async function* readLines(
  paths: readonly string[],
): AsyncGenerator<{ readonly line: string; readonly at: string }> {
  const sources = paths.length === 0 ? ['-'] : paths;
  for (const path of sources) {
    if (path !== '-') statOf(path);
    const input = path === '-' ? process.stdin : createReadStream(path);
    let number = 0;
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number += 1;
      if (line.trim() !== '') yield { line, at: `${path === '-' ? 'line' : path} ${number}` };
    }
  }
}

function filesUnder(path: string): readonly string[] {
  if (path === '-') return ['/dev/stdin'];
  if (!statOf(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return filesUnder(join(path, entry.name));
      return entry.isFile() ? [join(path, entry.name)] : [];
    });
}

function statOf(path: string): ReturnType<typeof statSync> & object {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new PlatformError('request.invalid', `there is no file ${path}`, {
      field: 'file',
      remedy: 'Name files or folders, or pipe the text in.',
    });
  }
  return stat;
}

function readFile(name: string): Buffer {
  const { size } = statOf(name);
  if (size > largestFile) {
    throw new PlatformError('request.too_large', `${name} is larger than ${largestFile / megabyte} MB`, {
      field: 'file',
      remedy: 'Cut it into smaller files, or give its records as lines with --jsonl.',
    });
  }
  try {
    return readFileSync(name);
  } catch (cause) {
    throw new PlatformError('request.invalid', `${name} cannot be read`, {
      field: 'file',
      remedy: 'Check its permissions.',
      cause,
    });
  }
}
