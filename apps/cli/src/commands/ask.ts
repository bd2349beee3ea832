import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

import { PlatformError } from '@riad/contracts';
import type { Command } from 'commander';
import { z } from 'zod';

import { folderOf, type GlobalOptions } from '../context.ts';
import { asPlatformError, openLocal, requireInstance } from '../local-client.ts';
import { integerBetween, numberBetween } from '../numbers.ts';
import { print, printJson } from '../output.ts';
import { helpText, say } from '../messages/say.ts';

interface AskOptions extends GlobalOptions {
  readonly model?: string;
  readonly system?: string;
  readonly stream: boolean;
  readonly json?: boolean;
  readonly schema?: string;
  readonly maxTokens?: number;
  readonly temperature?: number;
}

const answerSchema = z.looseObject({
  choices: z.array(z.looseObject({ message: z.looseObject({ content: z.string().nullable() }) })).min(1),
});
const chunkSchema = z.looseObject({
  choices: z.array(z.looseObject({ delta: z.looseObject({ content: z.string().nullish() }).optional() })),
  error: z.looseObject({ message: z.string(), code: z.string().nullish() }).optional(),
});
const errorSchema = z.looseObject({ message: z.string(), code: z.string().nullish() });

export function addAskCommand(program: Command): void {
  program
    .command('ask')
    .description(say('ask.about'))
    .argument('[question...]')
    .option('--model <name>', say('ask.model'))
    .option('--system <text>', say('ask.system'))
    .option('--stream', say('ask.stream'), true)
    .option('--no-stream', say('ask.no_stream'))
    .option('--json', say('ask.json'))
    .option('--schema <file>', say('ask.schema'))
    .option('--max-tokens <n>', say('ask.max_tokens'), integerBetween(1, 1_000_000))
    .option('--temperature <n>', say('ask.temperature'), numberBetween(0, 2))
    .addHelpText(
      'after',
      helpText(['riad ask "Quelle est la capitale du Maroc ?"', 'cat letter.txt | riad ask "Résume cette lettre."']),
    )
    .action(async (words: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<AskOptions>();
      const question = await readQuestion(words);
      const streamed = options.stream && options.json !== true && options.schema === undefined;
      const response = await openLocal(requireInstance(folderOf(options)), {
        method: 'POST',
        path: '/v1/chat/completions',
        body: JSON.stringify(requestBody(question, options, streamed)),
      });
      if (response.statusCode !== 200) throw await refusal(response);
      if (streamed) await printStream(response);
      else printAnswer(await text(response), options.json === true);
    });
}

async function readQuestion(words: readonly string[]): Promise<string> {
  const piped = process.stdin.isTTY ? '' : (await text(process.stdin)).trim();
  const question = [words.join(' ').trim(), piped].filter((part) => part !== '').join('\n\n');
  if (question !== '') return question;
  throw new PlatformError('request.invalid', say('ask.no_question'), {
    remedy: say('ask.no_question_remedy'),
  });
}

function requestBody(question: string, options: AskOptions, stream: boolean): unknown {
  return {
    model: options.model ?? 'default',
    stream,
    messages: [
      ...(options.system === undefined ? [] : [{ role: 'system', content: options.system }]),
      { role: 'user', content: question },
    ],
    max_tokens: options.maxTokens,
    temperature: options.temperature,
    response_format:
      options.schema === undefined
        ? undefined
        : { type: 'json_schema', json_schema: { name: 'answer', schema: readSchema(options.schema), strict: true } },
  };
}

function readSchema(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new PlatformError('request.invalid', say('ask.no_json', { file }), { cause: error, field: '--schema' });
  }
}

async function printStream(response: IncomingMessage): Promise<void> {
  let ended = false;
  for await (const line of createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (!line.startsWith('data: ')) continue;
    const data = line.slice('data: '.length);
    if (data === '[DONE]') {
      ended = true;
      continue;
    }
    const chunk = chunkSchema.parse(JSON.parse(data));
    if (chunk.error !== undefined) {
      print();
      throw asPlatformError({ code: chunk.error.code ?? '', message: chunk.error.message, remedy: null });
    }
    process.stdout.write(chunk.choices[0]?.delta?.content ?? '');
  }
  print();
  if (!ended)
    throw new PlatformError('upstream.truncated', say('ask.cut'), {
      remedy: say('ask.cut_remedy'),
    });
}

function printAnswer(body: string, asJson: boolean): void {
  const answer: unknown = JSON.parse(body);
  if (asJson) printJson(answer);
  else print(answerSchema.parse(answer).choices[0]?.message.content ?? '');
}

async function refusal(response: IncomingMessage): Promise<PlatformError> {
  const body = errorSchema.safeParse(JSON.parse(await text(response)));
  const code = response.headers['x-riad-error'];
  return asPlatformError({
    code: typeof code === 'string' ? code : 'server.internal',
    message: body.success ? body.data.message : `the server answered ${response.statusCode ?? ''}`,
    remedy: null,
  });
}
