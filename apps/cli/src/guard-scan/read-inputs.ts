import { PlatformError } from '@riad/contracts';
import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** One text to look at and what to call it. */
export interface Input {
  readonly name: string;
  readonly text: string;
}

const megabyte = 1_000_000;
/** Larger files are refused: cut them, or give their lines with `--jsonl`. */
const largestFile = 256 * megabyte;
const binaryProbe = 8192;

/** The files named, those of the folders named, or standard input. `skip` hears about what is no text. */
export function* readInputs(paths: readonly string[], skip: (name: string) => void): Generator<Input> {
  if (paths.length === 0) {
    yield { name: '-', text: readFileSync(0, 'utf8') };
    return;
  }
  for (const path of paths) {
    for (const name of filesUnder(path)) {
      const bytes = readFile(name);
      if (bytes.subarray(0, binaryProbe).includes(0)) skip(name);
      else yield { name, text: bytes.toString('utf8') };
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
