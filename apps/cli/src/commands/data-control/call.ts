import type { Command } from 'commander';
import type { z } from 'zod';

import { folderOf, type GlobalOptions } from '../../context.ts';
import { callLocal, requireInstance } from '../../local-client.ts';
import { helpText, say } from '../../messages/say.ts';
import { printJson } from '../../output.ts';

export interface CommonOptions extends GlobalOptions {
  readonly json?: boolean;
  readonly by?: string;
}

interface Call<T> {
  readonly method: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly schema: z.ZodType<T>;
  /** What is printed without `--json`. */
  readonly show: (result: T) => void;
}

/** A subcommand that prints JSON on request and says who acts. */
export function subcommand(
  parent: Command,
  name: string,
  texts: { readonly description: string; readonly example: string },
): Command {
  return parent
    .command(name)
    .description(texts.description)
    .option('--by <person>', say('option.person_by'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText([texts.example]));
}

/** Asks the running server and shows what it answers. */
export async function call<T>(options: CommonOptions, { method, parameters = {}, schema, show }: Call<T>): Promise<T> {
  const by = options.by === undefined ? {} : { by: options.by };
  const result = await callLocal(requireInstance(folderOf(options)), {
    method,
    parameters: { ...parameters, ...by },
    schema,
  });
  if (options.json === true) printJson(result);
  else show(result);
  return result;
}

/** For an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
