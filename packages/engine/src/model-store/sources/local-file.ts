import { stat } from 'node:fs/promises';

import { readChunks } from '../files/file-bytes.ts';
import type { PartialFile } from '../files/partial-file.ts';
import type { Expected, FetchContext } from './fetch-context.ts';
import { SourceProblem } from './source-problem.ts';

/** Copies a file of this machine: the store's own file must not change when the original does. */
export async function fetchLocalFile(
  path: string,
  partial: PartialFile,
  { expected, context }: { readonly expected: Expected; readonly context: FetchContext },
): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new SourceProblem('refused', `${path} is not there`);
  if (found.size !== expected.bytes)
    throw new SourceProblem('digest', `${path} has ${found.size} bytes and the file has ${expected.bytes}`);
  await partial.restart();
  for await (const chunk of readChunks(path, context)) {
    await partial.append(chunk);
    context.report('downloading', partial.bytes);
  }
  await partial.checkpoint({ parts: 0 });
}
