/**
 * `./riad bench isolation [--requests 10000] [--dry]`: requests of many tenants, mixed, on the few sequences of one model. Each tenant
 * writes a word of its own into its prompts; others are asked how probable the next token makes that word. It must stay what it
 * is on a model that never saw the word. A tenant's own prompts show that the measure would see a leak. The model is a small one with
 * random weights: what one sequence reads of another's state moves its probabilities all the same.
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { modelName, systemClock, type EngineBackend } from '@riad/contracts';
import { createEmbeddedEngine } from '@riad/engine';

import { describeMachine } from '../framework/machine.ts';
import { writeResult } from '../framework/results.ts';
import { median } from '../framework/statistics.ts';
import { shapes, writeRandomModel } from '../engine/random-model.ts';
import { createTraffic, type Probe } from './traffic.ts';

const { values: options } = parseArgs({
  options: { requests: { type: 'string', default: '10000' }, dry: { type: 'boolean', default: false } },
});
const requests = Number(options.requests);
const name = modelName('random-5m');
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'riad-bench', 'engine');
const vocabulary = join(cache, 'llama.cpp/models/ggml-vocab-llama-spm.gguf');
if (!existsSync(vocabulary)) throw new Error(`${vocabulary} is not there: ./riad bench engine --dry gets it`);
const path = join(cache, `${name}.gguf`);
writeRandomModel(path, vocabulary, shapes['5m']);
/** Requests on their way at one time; sequences they share. */
const [CONCURRENT, SEQUENCES] = [12, 4];
/** The same prompt read in other pieces and batches adds up in another order: probabilities move this much by themselves. */
const ROUNDING = 0.002;

const machine = describeMachine();
const started = performance.now();
const engine: EngineBackend = createEmbeddedEngine({
  installed: () => [
    { name, kind: 'chat', path, contextLength: 256, format: 'template', supportsTools: false, supportsFim: false },
  ],
  verify: async () => {},
  threads: 1,
  memory: 'auto',
  contextLength: 256,
  parallel: SEQUENCES,
  clock: systemClock,
  logger: {
    info() {},
    warn() {},
    error: (event, facts) => process.stderr.write(`${event} ${JSON.stringify(facts)}\n`),
  },
});

interface Answered {
  readonly logprob: number;
  readonly cached: number;
}

/** How probable the model holds `word` after `prompt`, as its natural logarithm. The bias makes it the token that is drawn; logprobs are the model's own. */
function ask({ prompt, word, tenant }: Probe): Promise<Answered> {
  return new Promise((resolve, reject) => {
    let cached = 0;
    engine.generate(
      {
        model: name,
        prompt: { kind: 'tokens', tokens: prompt },
        sampling: { temperature: 0, topP: 1, logitBias: new Map([[word, 1000]]) },
        maxTokens: 1,
        stop: [],
        format: { kind: 'text' },
        topLogprobs: 0,
        echo: false,
        cacheKey: `${tenant}/policy/1`,
        tenant,
      },
      {
        onEvent(event) {
          if (event.type === 'start') cached = event.cachedTokens;
          const [first] = event.type === 'text' ? (event.logprobs ?? []) : [];
          if (first === undefined) return;
          if (first.tokenId === word) resolve({ logprob: first.logprob, cached });
          else reject(new Error('the bias did not choose the word'));
        },
        onError: reject,
      },
    );
  });
}

await engine.load(name);
const tokenize = async (text: string): Promise<readonly number[]> =>
  (await engine.tokenize(name, { kind: 'text', text }, false)).tokens;
const traffic = await createTraffic(tokenize);

const alone = new Map<string, number>();
for (const probe of traffic.baselines()) {
  await engine.forget('');
  alone.set(probe.name, (await ask(probe)).logprob);
}
await engine.forget('');

const deviations: number[] = [];
const effects: number[] = [];
let leaks = 0;
let wrongCounts = 0;
let reused = 0;
let next = 0;
async function work(): Promise<void> {
  while (next < requests) {
    const index = next++;
    const probe = traffic.request(index);
    if (probe.forget) await engine.forget(`${probe.tenant}/`);
    const { logprob, cached } = await ask(probe);
    if (cached > probe.mostCached()) wrongCounts++;
    if (cached > 0) reused++;
    const change = logprob - (alone.get(probe.name) ?? Number.NaN);
    if (probe.own) effects.push(Math.abs(change));
    else {
      deviations.push(Math.abs(change));
      if (Math.abs(change) > ROUNDING) leaks++;
    }
    if (index % 500 === 0) process.stdout.write('.');
  }
}
await Promise.all(Array.from({ length: CONCURRENT }, work));
await engine.close();

const largest = deviations.reduce((most, one) => Math.max(most, one), 0);
const text = [
  `${requests} requests of ${traffic.tenants} tenants, ${CONCURRENT} at a time on ${SEQUENCES} sequences of ${name}, one thread, ${Math.round((performance.now() - started) / 1000)} s.`,
  '',
  `- Leaks: **${leaks}** of ${deviations.length} probes found another tenant's word more or less probable than on a model that never saw it (wanted: 0).`,
  `- Largest change of a probe: ${largest.toFixed(4)} in natural logarithms; up to ${ROUNDING} is the order in which sums are made.`,
  `- The measure sees what it looks for: a tenant's own word, in its own prompt, moved by ${median(effects).toFixed(4)} (median of ${effects.length}).`,
  `- Answers that counted more cached tokens than their tenant had ever sent: **${wrongCounts}** (wanted: 0). ${reused} found some of their prompt there already.`,
].join('\n');
process.stdout.write(`\n${text}\n`);
if (leaks > 0 || wrongCounts > 0 || !(median(effects) > ROUNDING * 10)) process.exitCode = 3;
if (!options.dry)
  process.stdout.write(
    `${writeResult({ name: 'isolation', machine, text, data: { requests, leaks, wrongCounts, reused, largestChange: largest, ownEffect: median(effects) } })}\n`,
  );
process.exit();
