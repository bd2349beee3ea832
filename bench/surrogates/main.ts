/**
 * `./riad bench surrogates [--letters 7] [--model NAME] [--threads N] [--dry]`: what pseudonymisation costs in usefulness. Each
 * task is asked three times at temperature 0: with the letter as it is, with surrogates, and with surrogates and the line that
 * tells the model what they are. Answers are restored, and scored by rule: which of the expected values stand in them.
 */
import { existsSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { modelName, systemClock } from '@riad/contracts';
import { createEmbeddedEngine } from '@riad/engine';
import { vaultCrypto } from '@riad/gateway';
import {
  createGuard,
  createVault,
  decide,
  defaultPolicy,
  policyFor,
  pseudonymise,
  restore,
  surrogateInstruction,
} from '@riad/guard';

import { describeMachine } from '../framework/machine.ts';
import { table, writeResult } from '../framework/results.ts';
import { kinds, scoreOf, tasksOf, type Task } from './tasks.ts';

const { values } = parseArgs({
  options: {
    letters: { type: 'string', default: '7' },
    model: { type: 'string', default: 'qwen2.5-coder-1.5b-instruct' },
    threads: { type: 'string', default: String(availableParallelism()) },
    dry: { type: 'boolean', default: false },
  },
});
const arms = ['clear', 'surrogates', 'with the line'] as const;
type Arm = (typeof arms)[number];
/** Letters on their way at one time. */
const SEQUENCES = 4;

const path = join(
  process.env['RIAD_TEST_MODELS'] ?? join(homedir(), '.cache/riad-test-models'),
  `${values.model}.gguf`,
);
if (!existsSync(path)) throw new Error(`${path} is not there: ./riad test --full fetches it`);
const machine = describeMachine();
const started = performance.now();
const model = modelName(values.model);
const engine = createEmbeddedEngine({
  installed: () => [
    {
      name: model,
      kind: 'chat',
      path,
      contextLength: 32_768,
      format: 'template',
      supportsTools: false,
      supportsFim: false,
    },
  ],
  verify: async () => {},
  threads: Number(values.threads),
  memory: 'auto',
  contextLength: 1024,
  parallel: SEQUENCES,
  clock: systemClock,
  logger: {
    info() {},
    warn() {},
    error: (event, facts) => process.stderr.write(`${event} ${JSON.stringify(facts)}\n`),
  },
});

const guard = createGuard();
const today = new Date().toISOString().slice(0, 10);
const policy = policyFor(defaultPolicy, { role: 'member', today });
/** The same keys each time: the same codes, so that a run can be repeated. */
const newVault = () =>
  createVault({ crypto: vaultCrypto, tenantKey: Buffer.alloc(32, 1), conversationKey: Buffer.alloc(32, 2) });

interface Asked {
  readonly text: string;
  readonly restored: (answer: string) => string;
}

/** The letter as a remote model would get it, by the default policy. */
function disguise(text: string): Asked {
  const [findings = []] = guard.inspect([text]);
  const { actions } = decide(policy, [findings], { kind: 'remote', country: 'ZZ' });
  const vault = newVault();
  const { output } = pseudonymise({ text, findings, actions: actions[0] ?? [] }, { vault });
  return { text: output, restored: (answer) => restore(answer, { vault }).output };
}

/** The letter first: what five tasks have in common is read once. */
function generate(task: Task, letter: string, arm: Arm): Promise<string> {
  const question = `${letter}\n\n${task.instruction}`;
  const system = arm === 'with the line' ? [{ role: 'system' as const, content: surrogateInstruction(question) }] : [];
  return new Promise((resolve, reject) => {
    let answer = '';
    engine.generate(
      {
        model,
        prompt: {
          kind: 'chat',
          messages: [...system, { role: 'user', content: question }],
          tools: [],
          toolChoice: 'none',
          parallelToolCalls: false,
        },
        sampling: { temperature: 0, topP: 1 },
        maxTokens: task.maxTokens,
        stop: [],
        format: { kind: 'text' },
        echo: false,
        cacheKey: 'bench',
      },
      {
        onEvent(event) {
          if (event.type === 'text') answer += event.text;
          if (event.type === 'end') resolve(answer);
        },
        onError: reject,
      },
    );
  });
}

interface Scored {
  readonly task: Task;
  readonly scores: Readonly<Record<Arm, number>>;
}

async function scoreLetter(tasks: readonly Task[]): Promise<readonly Scored[]> {
  const text = tasks[0]?.letter.text ?? '';
  const hidden = disguise(text);
  const asked: Readonly<Record<Arm, Asked>> = {
    clear: { text, restored: (answer) => answer },
    surrogates: hidden,
    'with the line': hidden,
  };
  const all = tasks.map((task) => ({ task, scores: { clear: 0, surrogates: 0, 'with the line': 0 } }));
  for (const arm of arms) {
    for (const each of all) {
      const answer = asked[arm].restored(await generate(each.task, asked[arm].text, arm));
      each.scores[arm] = scoreOf(answer, each.task.expected);
    }
  }
  process.stdout.write('.');
  return all;
}

await engine.load(model);
const waiting = [...tasksOf(Number(values.letters))];
const scored: Scored[] = [];
await Promise.all(
  Array.from({ length: SEQUENCES }, async () => {
    for (let tasks = waiting.shift(); tasks !== undefined; tasks = waiting.shift())
      scored.push(...(await scoreLetter(tasks)));
  }),
);
await engine.close();

const mean = (some: readonly Scored[], arm: Arm): number =>
  (100 * some.reduce((sum, { scores }) => sum + scores[arm], 0)) / some.length;
const row = (name: string, some: readonly Scored[]): readonly string[] => [
  name,
  String(some.length),
  ...arms.map((arm) => mean(some, arm).toFixed(1)),
  (mean(some, 'clear') - mean(some, 'surrogates')).toFixed(1),
  (mean(some, 'clear') - mean(some, 'with the line')).toFixed(1),
];
const rows = [
  row('all', scored),
  ...kinds.map((kind) =>
    row(
      kind,
      scored.filter(({ task }) => task.kind === kind),
    ),
  ),
  ...['fr', 'ar', 'en'].map((language) =>
    row(
      language,
      scored.filter(({ task }) => task.letter.language === language),
    ),
  ),
];
const loss = mean(scored, 'clear') - mean(scored, 'with the line');
const seconds = Math.round((performance.now() - started) / 1000);
const text = [
  `${scored.length} tasks on ${scored.length / kinds.length} invented letters, ${values.model}, temperature 0, ${values.threads} threads, ${seconds} s. Share of the expected values that stand in the restored answer, in points of 100.`,
  '',
  table(['', 'tasks', ...arms, 'loss without the line', 'loss with the line'], rows),
  '',
  `Goal: at most 2 points lost with the line. ${loss <= 2 ? 'Reached' : 'Missed'}: ${loss.toFixed(1)}.`,
].join('\n');
process.stdout.write(`\n${text}\n`);
if (!values.dry) {
  const answers = scored.map(({ task, scores }) => ({ kind: task.kind, language: task.letter.language, scores }));
  process.stdout.write(`${writeResult({ name: 'surrogates', machine, text, data: { loss, seconds, answers } })}\n`);
}
process.exit();
