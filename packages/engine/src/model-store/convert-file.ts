import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { SourceProblem } from './sources/source-problem.ts';

const program = fileURLToPath(new URL('convert-main.ts', import.meta.url));

/**
 * Rewrites a file in another container and gives the result's SHA-256. In a process of its own: it takes about a second
 * and four times the file's size in memory, and neither may burden the server.
 */
export async function convertFile(from: string, to: string, signal: AbortSignal): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [program, from, to], { signal, env: {} });
    return stdout;
  } catch (error) {
    signal.throwIfAborted();
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    if (said.includes('ENOSPC'))
      throw new SourceProblem('disk', 'no space is left for the converted file', { cause: error });
    const reason = /^\w*Error: (?<reason>.{1,200})/m.exec(said)?.groups?.['reason'] ?? 'unknown reason';
    throw new SourceProblem('refused', `the file cannot be converted: ${reason}`, { cause: error });
  }
}
