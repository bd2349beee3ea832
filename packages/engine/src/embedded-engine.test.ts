import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  modelName,
  type PlatformError,
  systemClock,
  type EngineBackend,
  type EngineEvent,
  type EnginePrompt,
  type GenerateRequest,
  type JsonObject,
  type Logger,
  type TokenLogprob,
} from '@riad/contracts';
import { checkEngineClose, engineContract } from '@riad/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { InstalledModel } from './installed-model.ts';
import { createEmbeddedEngine } from './embedded-engine.ts';
import { writeAdapter } from './model-store/adapters/write-adapter.fixture.ts';

const folder = process.env['RIAD_TEST_MODELS'] ?? join(homedir(), '.cache/riad-test-models');
const chatFile = join(folder, 'smollm2-135m-instruct.gguf');
const embeddingFile = join(folder, 'multilingual-e5-small-q4.gguf');
const quiet: Logger = { info() {}, warn() {}, error() {} };
const smol = modelName('smollm2-135m-instruct');
const e5 = modelName('multilingual-e5-small-q4');

const installed: readonly InstalledModel[] = [
  {
    name: smol,
    kind: 'chat',
    path: chatFile,
    contextLength: 8192,
    format: 'template',
    supportsTools: false,
    supportsFim: false,
  },
  {
    name: e5,
    kind: 'embedding',
    path: embeddingFile,
    contextLength: 512,
    format: 'template',
    embedding: { first: 0, last: 2, maxTokens: 512 },
    supportsTools: false,
    supportsFim: false,
  },
];

function requestWith(overrides: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    model: smol,
    prompt: { kind: 'text', text: 'The capital of France is' },
    sampling: { temperature: 0, topP: 1 },
    maxTokens: 8,
    stop: [],
    format: { kind: 'text' },
    echo: false,
    cacheKey: 'a',
    ...overrides,
  };
}

const chat = (content: string): EnginePrompt => ({
  kind: 'chat',
  messages: [{ role: 'user', content }],
  tools: [],
  toolChoice: 'auto',
  parallelToolCalls: true,
});

function collect(engine: EngineBackend, request: GenerateRequest): Promise<readonly EngineEvent[]> {
  const events: EngineEvent[] = [];
  return new Promise((resolve, reject) => {
    engine.generate(request, {
      onEvent(event) {
        events.push(event);
        if (event.type === 'end') resolve(events);
      },
      onError: reject,
    });
  });
}

const textOf = (events: readonly EngineEvent[]): string =>
  events.map((event) => (event.type === 'text' ? event.text : '')).join('');
const endOf = (events: readonly EngineEvent[]) => events.find((event) => event.type === 'end');

describe.skipIf(!existsSync(chatFile))(
  'a real model (skipped when smollm2-135m-instruct is not in the test models folder)',
  () => {
    let engine: EngineBackend;
    let adapters: string;
    beforeAll(async () => {
      adapters = await mkdtemp(join(tmpdir(), 'riad-adapters-'));
      const tensors = { 'blk.29.ffn_down.weight': [1536, 576] } as const;
      await writeFile(join(adapters, 'zeros'), writeAdapter({ tensors, weight: 0 }));
      await writeFile(join(adapters, 'loud'), writeAdapter({ tensors, weight: 5 }));
      engine = createEmbeddedEngine({
        installed: () => [
          {
            ...(installed[0] as InstalledModel),
            adapters: [
              { name: 'zeros', path: join(adapters, 'zeros') },
              { name: 'loud', path: join(adapters, 'loud') },
              { name: 'broken', path: import.meta.filename },
            ],
          },
          ...installed.slice(1),
          { ...(installed[0] as InstalledModel), name: modelName('broken'), path: import.meta.filename },
        ],
        verify: async () => {},
        threads: 1,
        memory: 'auto',
        contextLength: 1024,
        parallel: 3,
        clock: systemClock,
        logger: quiet,
      });
      await engine.load(smol);
    });
    afterAll(async () => {
      await engine.close();
      await rm(adapters, { recursive: true, force: true });
    });

    test('continues a text, counts its tokens and says why it ended', async () => {
      const events = await collect(engine, requestWith());
      expect(textOf(events)).toContain('Paris');
      expect(events[0]).toMatchObject({ type: 'start', cachedTokens: 0 });
      expect(endOf(events)).toMatchObject({ finish: 'length', usage: { promptTokens: 5, completionTokens: 8 } });
    });

    test('answers a chat in its own format and ends by itself', async () => {
      const events = await collect(engine, requestWith({ prompt: chat('Reply with one word: yes'), maxTokens: 300 }));
      expect(textOf(events).length).toBeGreaterThan(0);
      expect(endOf(events)).toMatchObject({ finish: 'stop' });
    });

    test('the same request with the same seed gives the same answer', async () => {
      const request = requestWith({ sampling: { temperature: 1, topP: 1, seed: 7 } });
      expect(textOf(await collect(engine, request))).toBe(textOf(await collect(engine, request)));
    });

    test('parallel requests give what each gives alone', async () => {
      const prompts = ['Say hello.', 'Name a color.', 'Count to three.', 'What is 2+2?'];
      const ask = (content: string) =>
        requestWith({
          prompt: chat(content),
          maxTokens: 12,
        });
      const alone: string[] = [];
      for (const prompt of prompts) alone.push(textOf(await collect(engine, ask(prompt))));
      const together = await Promise.all(prompts.map(async (prompt) => textOf(await collect(engine, ask(prompt)))));
      expect(together.map((text) => text.slice(0, 10))).toEqual(alone.map((text) => text.slice(0, 10)));
    });

    test('a prefix is read once per cache key and never across keys', async () => {
      const long = `${'The house has a courtyard. '.repeat(12)}What is in the house?`;
      const ask = (cacheKey: string) =>
        requestWith({
          cacheKey,
          maxTokens: 2,
          prompt: chat(long),
        });
      const cached = async (key: string): Promise<number> => {
        const start = (await collect(engine, ask(key)))[0];
        return start?.type === 'start' ? start.cachedTokens : -1;
      };
      expect(await cached('tenant-1')).toBe(0);
      expect(await cached('tenant-1')).toBeGreaterThan(50);
      expect(await cached('tenant-2')).toBe(0);
    });

    test('requests that share a beginning read it once, even at the same time, and find it as each does alone', async () => {
      const house = 'The house has a courtyard, two doors, a fountain and a lemon tree. '.repeat(8);
      const ask = async (question: string, cacheKey: string) => {
        const prompt: EnginePrompt = { kind: 'text', text: `${house}${question}` };
        const events = await collect(engine, requestWith({ cacheKey, maxTokens: 1, topLogprobs: 3, prompt }));
        const [start] = events;
        const [first] = events.flatMap((event) => (event.type === 'text' ? (event.logprobs ?? []) : []));
        return { cached: start?.type === 'start' ? start.cachedTokens : -1, first };
      };
      const questions = ['The house has', 'In the courtyard there is', 'The tree is a'];
      const alone: (TokenLogprob | undefined)[] = [];
      for (const [index, question] of questions.entries()) alone.push((await ask(question, `alone-${index}`)).first);
      const together = await Promise.all(questions.map((question) => ask(question, 'together')));
      // Pieces of another size add up in another order: the same distribution, not the same bits.
      for (const [index, { first }] of together.entries()) {
        expect(first?.tokenId).toBe(alone[index]?.tokenId);
        expect(first?.logprob).toBeCloseTo(alone[index]?.logprob ?? Number.NaN, 0);
      }
      // Nobody waits for the last 32 shared tokens: how many of them were read by then depends on the size of the pieces.
      expect(together.filter(({ cached }) => cached >= 64)).toHaveLength(2);
      expect(together.filter(({ cached }) => cached === 0)).toHaveLength(1);
    });

    test('what a tenant asked to be forgotten is read anew', async () => {
      const text = 'The wall is blue and the door is green. '.repeat(6);
      const cached = async (cacheKey: string): Promise<number> => {
        const [start] = await collect(engine, requestWith({ cacheKey, maxTokens: 1, prompt: { kind: 'text', text } }));
        return start?.type === 'start' ? start.cachedTokens : -1;
      };
      await cached('org-1/project/1');
      expect(await cached('org-1/project/1')).toBeGreaterThan(40);
      await engine.forget('org-1/');
      expect(await cached('org-1/project/1')).toBe(0);
    });

    test('says how fast it is, how much was cached and that it drives the native code itself', async () => {
      await collect(engine, requestWith());
      await expect
        .poll(() => engine.models().find(({ name }) => name === smol)?.throughput, { timeout: 20_000 })
        .toMatchObject({ running: 0, waiting: 0, threads: 1, batches: expect.any(Number) });
      const { driver, throughput } = engine.models().find(({ name }) => name === smol) ?? {};
      expect(driver).toBe('native');
      expect(throughput?.generatedTokensPerSecond).toBeGreaterThan(0);
      expect(throughput?.cachedTokens).toBeLessThan(throughput?.promptTokens ?? 0);
    });

    test('an adapter is chosen by name: one of zeros changes nothing, one with weights does, side by side with the model', async () => {
      const answers = (model: string) => collect(engine, requestWith({ model: modelName(model), cacheKey: 'adapted' }));
      const plain = textOf(await answers('smollm2-135m-instruct'));
      const together = await Promise.all(
        ['smollm2-135m-instruct:zeros', 'smollm2-135m-instruct:loud', 'smollm2-135m-instruct'].map(answers),
      );
      expect(textOf(together[0] ?? [])).toBe(plain);
      expect(textOf(together[1] ?? [])).not.toBe(plain);
      expect(textOf(together[2] ?? [])).toBe(plain);
      // Sequences of one adapter are of no use to another.
      expect(together.slice(0, 2).map(([start]) => start)).toMatchObject([{ cachedTokens: 0 }, { cachedTokens: 0 }]);
      await expect(answers('smollm2-135m-instruct:none')).rejects.toMatchObject({ code: 'model.not_found' });
    });

    test('a file that is no adapter fails the request that names it, and nothing else', async () => {
      await expect(
        collect(engine, requestWith({ model: modelName('smollm2-135m-instruct:broken') })),
      ).rejects.toMatchObject({ code: 'model.damaged', field: 'model' });
      expect(textOf(await collect(engine, requestWith()))).toContain('Paris');
    });

    test('a stop string ends the answer and is not part of it', async () => {
      const events = await collect(engine, requestWith({ stop: ['Paris'] }));
      expect(textOf(events)).not.toContain('Paris');
      expect(endOf(events)).toMatchObject({ finish: 'stop' });
    });

    test('max tokens ends with length', async () => {
      const events = await collect(engine, requestWith({ maxTokens: 3 }));
      expect(endOf(events)).toMatchObject({ finish: 'length', usage: { completionTokens: 3 } });
    });

    const logprobsOf = async (overrides: Partial<GenerateRequest>): Promise<readonly TokenLogprob[]> =>
      (await collect(engine, requestWith({ maxTokens: 4, ...overrides }))).flatMap((event) =>
        event.type === 'text' ? (event.logprobs ?? []) : [],
      );

    test('logprobs are those of the whole vocabulary: sorted, at most one in sum, the same however many are shown', async () => {
      const five = await logprobsOf({ topLogprobs: 5 });
      expect(five).toHaveLength(4);
      for (const { tokenId, logprob, top } of five) {
        expect(top).toHaveLength(5);
        expect(top[0]).toMatchObject({ tokenId, logprob });
        expect(top.map((item) => item.logprob)).toEqual(top.map((item) => item.logprob).toSorted((a, b) => b - a));
        const mass = top.reduce((sum, item) => sum + Math.exp(item.logprob), 0);
        expect(mass).toBeGreaterThan(0.1);
        expect(mass).toBeLessThanOrEqual(1.0001);
      }
      for (const shown of [0, 1]) {
        const fewer = await logprobsOf({ topLogprobs: shown });
        expect(fewer.map(({ logprob }) => logprob)).toEqual(five.map(({ logprob }) => logprob));
        expect(fewer.map(({ top }) => top.length)).toEqual(fewer.map(() => shown));
      }
    });

    test('logprobs do not depend on temperature, bias or penalties: they are the model’s own', async () => {
      const [plain] = await logprobsOf({ topLogprobs: 2 });
      const other = plain?.top[1];
      const [biased] = await logprobsOf({
        topLogprobs: 2,
        sampling: { temperature: 0.3, topP: 0.5, seed: 1, logitBias: new Map([[other?.tokenId ?? 0, 100]]) },
      });
      expect(biased).toMatchObject({ tokenId: other?.tokenId, logprob: other?.logprob });
    });

    test('a frequency penalty ends a repetition', async () => {
      const looping = requestWith({ prompt: { kind: 'text', text: 'la, la, la, la, la, la, la, la,' }, maxTokens: 24 });
      const most = async (request: GenerateRequest): Promise<number> =>
        textOf(await collect(engine, request)).match(/\bla\b/g)?.length ?? 0;
      const free = await most(looping);
      expect(free).toBeGreaterThan(10);
      expect(
        await most({ ...looping, sampling: { temperature: 0, topP: 1, frequencyPenalty: 2, presencePenalty: 2 } }),
      ).toBeLessThan(free);
    });

    test('the answer to a prefix goes on from it', async () => {
      const events = await collect(
        engine,
        requestWith({
          maxTokens: 4,
          prompt: {
            kind: 'chat',
            messages: [
              { role: 'user', content: 'What is the capital of France?' },
              { role: 'assistant', content: 'The capital of France is', prefix: true },
            ],
            tools: [],
            toolChoice: 'auto',
            parallelToolCalls: true,
          },
        }),
      );
      expect(textOf(events)).toContain('Paris');
    });

    test('tools for a model that cannot call any are refused by name', async () => {
      const prompt: EnginePrompt = {
        kind: 'chat',
        messages: [{ role: 'user', content: 'a' }],
        tools: [{ name: 'weather', parameters: {} }],
        toolChoice: 'auto',
        parallelToolCalls: true,
      };
      await expect(collect(engine, requestWith({ prompt }))).rejects.toMatchObject({
        code: 'model.not_capable',
        field: 'tools',
      });
    });

    test('a token id outside the vocabulary is refused before native code sees it', async () => {
      const prompt: EnginePrompt = { kind: 'tokens', tokens: [1, 9_999_999] };
      await expect(collect(engine, requestWith({ prompt }))).rejects.toMatchObject({
        code: 'request.invalid',
        field: 'prompt[1]',
      });
    });

    test('a schema that only refers to itself is refused, and a cut-off JSON answer is no error but `length`', async () => {
      const endless = { $ref: '#/$defs/a', $defs: { a: { anyOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }] } } };
      await expect(
        collect(engine, requestWith({ format: { kind: 'schema', name: 'x', schema: endless, strict: true } })),
      ).rejects.toMatchObject({ code: 'request.schema_unsupported' });
      const longText = { type: 'string', minLength: 100 };
      const events = await collect(
        engine,
        requestWith({ format: { kind: 'schema', name: 'x', schema: longText, strict: true }, maxTokens: 3 }),
      );
      expect(endOf(events)).toMatchObject({ finish: 'length' });
    });

    test('an answer that misses what only the validator can check is an error, not an answer', async () => {
      const schema = { type: 'array', items: { const: 1 }, minItems: 2, maxItems: 2, uniqueItems: true };
      await expect(
        collect(engine, requestWith({ maxTokens: 40, format: { kind: 'schema', name: 'x', schema, strict: true } })),
      ).rejects.toMatchObject({ code: 'engine.output_invalid' });
    });

    test('an answer is one of the choices, or matches the whole regular expression', async () => {
      const choices = ['Casablanca', 'Paris', 'نعم'];
      const chosen = textOf(await collect(engine, requestWith({ format: { kind: 'choice', choices } })));
      expect(choices).toContain(chosen);
      const pattern = '[A-Z]{2}-[0-9]{3}|none';
      const events = await collect(engine, requestWith({ format: { kind: 'pattern', pattern } }));
      expect(textOf(events)).toMatch(new RegExp(`^(?:${pattern})$`));
    });

    test('a form that only the validator can tell is checked before a word is said', async () => {
      const schema = { type: 'integer', minimum: 1, maximum: 999, not: { enum: [1, 2, 3] } };
      const of = async (asked: JsonObject): Promise<unknown> => {
        const format = { kind: 'schema', name: 'x', schema: asked, strict: true } as const;
        return JSON.parse(
          textOf(await collect(engine, requestWith({ format, sampling: { temperature: 1.5, topP: 1 } }))),
        );
      };
      expect(await of(schema)).toBeGreaterThan(3);
    });

    test('echo gives the prompt with the logprob of every token but the first', async () => {
      const events = await collect(
        engine,
        requestWith({
          prompt: { kind: 'text', text: 'The capital of France is' },
          echo: true,
          topLogprobs: 1,
          maxTokens: 1,
        }),
      );
      const echo = events.find((event) => event.type === 'echo');
      expect(echo).toMatchObject({ text: 'The capital of France is' });
      const logprobs = echo?.type === 'echo' ? (echo.logprobs ?? []) : [];
      expect(logprobs[0]).toBeNull();
      expect(logprobs.slice(1).every((position) => position !== null && position.logprob < 0)).toBe(true);
    });

    test('a JSON schema is satisfied, even by a small model', async () => {
      const schema = {
        type: 'object',
        properties: { city: { type: 'string', maxLength: 20 }, people: { type: 'integer' } },
        required: ['city', 'people'],
      };
      const events = await collect(
        engine,
        requestWith({ format: { kind: 'schema', name: 'city', schema, strict: true }, maxTokens: 80 }),
      );
      expect(JSON.parse(textOf(events))).toMatchObject({ city: expect.any(String), people: expect.any(Number) });
    });

    test('a prompt longer than the context is refused with its length, never cut', async () => {
      const request = requestWith({ prompt: { kind: 'text', text: 'word '.repeat(100_000) } });
      await expect(collect(engine, request)).rejects.toMatchObject({
        code: 'request.context_length',
        field: 'prompt',
        message: expect.stringMatching(/1\d{5} tokens/),
      });
    });

    test('text that spells control tokens stays text', async () => {
      const { tokens } = await engine.tokenize(smol, chat('<|im_end|>'), true);
      const plain = await engine.tokenize(smol, chat('x'), true);
      const ends = (list: readonly number[]): number => list.filter((token) => token === 2).length;
      expect(ends(tokens)).toBe(ends(plain.tokens));
    });

    test('a file that is no model is named damaged and disturbs nobody', async () => {
      await expect(engine.load(modelName('broken'))).rejects.toMatchObject({ code: 'model.damaged' });
      expect(textOf(await collect(engine, requestWith()))).toContain('Paris');
    });

    test.skipIf(!existsSync(embeddingFile))('a French and an Arabic paraphrase rank above a distractor', async () => {
      const { vectors } = await engine.embed(e5, [
        'query: Comment obtenir un extrait d’acte de naissance ?',
        'passage: Pour demander une copie de l’acte de naissance, adressez-vous au bureau d’état civil.',
        'passage: للحصول على نسخة من عقد الازدياد توجه إلى مكتب الحالة المدنية.',
        'passage: La recette du couscous demande de la semoule et sept légumes.',
      ]);
      const [query, french, arabic, distractor] = vectors as [Float32Array, Float32Array, Float32Array, Float32Array];
      expect(cosine(query, french)).toBeGreaterThan(cosine(query, distractor));
      expect(cosine(query, arabic)).toBeGreaterThan(cosine(query, distractor));
    });

    test.skipIf(!existsSync(embeddingFile))(
      'texts that are asked for at the same moment get the vectors they get alone',
      async () => {
        const texts = Array.from(
          { length: 12 },
          (_, index) => `passage: ${'الرباط عاصمة المغرب '.repeat(1 + index * 4)}`,
        );
        const alone: Float32Array[] = [];
        for (const text of texts) alone.push(...(await engine.embed(e5, [text])).vectors);
        const together = await Promise.all(texts.map((text) => engine.embed(e5, [text])));
        expect(together.flatMap(({ vectors }) => vectors)).toEqual(alone);
      },
    );

    test.skipIf(!existsSync(embeddingFile)).each(engineContract)(
      'the embedded engine keeps the contract: $promise',
      async ({ check }) => {
        await expect(check({ engine, chat: smol, embedding: e5 })).resolves.toBeUndefined();
      },
    );

    test('a killed process fails its requests with a defined error, and comes back', async () => {
      const error = await new Promise<PlatformError>((resolve) => {
        engine.generate(requestWith({ maxTokens: 500 }), {
          onEvent(event) {
            if (event.type === 'start') process.kill(engine.models()[0]?.processId ?? 0, 'SIGKILL');
          },
          onError: resolve,
        });
      });
      expect(error.code).toBe('engine.crashed');
      expect(textOf(await collect(engine, requestWith()))).toContain('Paris');
    });

    test('the embedded engine keeps the contract: closing tells everybody', async () => {
      await expect(checkEngineClose({ engine, chat: smol, embedding: e5 })).resolves.toBeUndefined();
    });
  },
);

function cosine(left: Float32Array, right: Float32Array): number {
  let dot = 0;
  let leftNorm = 0;
  let rightNorm = 0;
  for (let index = 0; index < left.length; index++) {
    const a = left[index] ?? 0;
    const b = right[index] ?? 0;
    dot += a * b;
    leftNorm += a * a;
    rightNorm += b * b;
  }
  return dot / Math.sqrt(leftNorm * rightNorm);
}
