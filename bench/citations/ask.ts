import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { documentAnswerSchema } from '@riad/server';
import { z } from 'zod';

import { lawPage, type Law } from '../laws/laws.ts';
import type { CitationQuestion } from './questions.ts';

export interface AnsweredQuestion {
  /** From 1, in the order that they are asked. */
  readonly number: number;
  readonly question: CitationQuestion;
  readonly answer: z.infer<typeof documentAnswerSchema>;
  readonly seconds: number;
}

const MODEL = 'qwen2.5-coder-1.5b-instruct';
const COLLECTION = 'laws';
const command = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));
const work = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'riad-bench/citations');
/** Where the user of the database may enter too. */
const data = join(tmpdir(), 'riad-bench-citations');
const kept = join(work, 'answers.jsonl');
const models = process.env['RIAD_TEST_MODELS'] ?? join(homedir(), '.cache/riad-test-models');
const answeredSchema = z.object({ text: z.string(), answer: documentAnswerSchema, seconds: z.number() });

/** Forgets the answers of earlier runs; the documents stay. */
export function forgetAnswers(): void {
  rmSync(kept, { force: true });
}

/**
 * Asks up to `limit` of the questions as a person does at a terminal, of a Riad that has read the laws. Answers are kept as they
 * come: a run that was cut off, or that asks for more, goes on where the last one stopped.
 */
export function askQuestions(
  questions: readonly CitationQuestion[],
  { laws, limit }: { readonly laws: readonly Law[]; readonly limit: number },
): readonly AnsweredQuestion[] {
  const known = readAnswers();
  const missing = questions.slice(0, limit).filter(({ text }) => !known.has(text));
  if (missing.length > 0) {
    const riad = start();
    try {
      addLaws(riad, laws);
      for (const [at, { text }] of missing.entries()) {
        const started = performance.now();
        const answer = documentAnswerSchema.parse(
          JSON.parse(riad('documents', 'ask', '--collection', COLLECTION, '--json', text)),
        );
        const seconds = Math.round((performance.now() - started) / 100) / 10;
        appendFileSync(kept, `${JSON.stringify({ text, answer, seconds })}\n`);
        known.set(text, { answer, seconds });
        process.stdout.write(`${at + 1} of ${missing.length}, ${seconds} s: ${text}\n`);
      }
    } finally {
      riad('down');
    }
  }
  return questions.flatMap((question, at) => {
    const found = known.get(question.text);
    return found === undefined ? [] : [{ number: at + 1, question, ...found }];
  });
}

function readAnswers(): Map<string, Pick<AnsweredQuestion, 'answer' | 'seconds'>> {
  if (!existsSync(kept)) return new Map();
  const lines = readFileSync(kept, 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => {
      const { text, answer, seconds } = answeredSchema.parse(JSON.parse(line));
      return [text, { answer, seconds }];
    }),
  );
}

type Riad = (...args: readonly string[]) => string;

function start(): Riad {
  mkdirSync(data, { recursive: true });
  chmodSync(data, 0o711);
  const riad: Riad = (...args) =>
    execFileSync(process.execPath, [command, ...args, '--data', data], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, RIAD_MODELS_FOLDER: models },
    });
  riad('up', '--detach', '--json', '--port', '0', '--model', MODEL);
  return riad;
}

/** Documents that a former run added are known by their content. */
function addLaws(riad: Riad, laws: readonly Law[]): void {
  const folder = join(work, 'laws');
  mkdirSync(folder, { recursive: true });
  const files = laws.map(({ name }) => {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, lawPage(name));
    return file;
  });
  riad('documents', 'add', '--collection', COLLECTION, '--json', ...files);
}
