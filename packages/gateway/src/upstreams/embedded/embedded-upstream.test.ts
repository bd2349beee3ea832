import {
  modelName,
  PlatformError,
  type EngineBackend,
  type EngineEvent,
  type JsonObject,
  type TokenLogprob,
} from '@riad/contracts';
import { createFakeEngine, type FakeAnswer } from '@riad/testkit';
import { describe, expect, test } from 'vitest';

import { document, embeddedWith, eventsOf, steered } from './test-support/embedded-with.ts';

const messages = [{ role: 'user', content: 'Dis bonjour.' }];
const usage = { promptTokens: 3, completionTokens: 2, cachedTokens: 1, reasoningTokens: 0 };
const start: EngineEvent = { type: 'start', promptTokens: 3, cachedTokens: 1 };
const end: EngineEvent = { type: 'end', finish: 'stop', usage };
const text = (said: string): EngineEvent => ({ type: 'text', text: said });
const saying = (answer: FakeAnswer): ReturnType<typeof createFakeEngine> => createFakeEngine({ answer: () => answer });
const chunk = (choices: readonly unknown[], more: JsonObject = {}): unknown => ({
  id: 'chatcmpl-0123456789ab',
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model: 'fake-chat',
  system_fingerprint: 'fp_abcdef012345',
  choices,
  ...more,
});
const usageOnWire = {
  prompt_tokens: 3,
  completion_tokens: 2,
  total_tokens: 5,
  prompt_tokens_details: { cached_tokens: 1 },
  completion_tokens_details: { reasoning_tokens: 0 },
};

function token(said: string, logprob = -0.5): TokenLogprob {
  const one = { token: said, tokenId: 1, bytes: [...Buffer.from(said)], logprob };
  return { ...one, top: [one] };
}

describe('a chat answer', () => {
  test('has the one shape that both vendors’ clients read', async () => {
    const heard = await embeddedWith(saying({ text: 'Bonjour à vous' })).ask({ body: { messages } });
    expect(heard.head).toEqual({ status: 200, contentType: 'application/json; charset=utf-8' });
    expect(document(heard)).toEqual({
      id: 'chatcmpl-0123456789ab',
      object: 'chat.completion',
      created: 1_700_000_000,
      model: 'fake-chat',
      system_fingerprint: 'fp_abcdef012345',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Bonjour à vous', refusal: null },
          finish_reason: 'stop',
          logprobs: null,
        },
      ],
      usage: {
        ...usageOnWire,
        prompt_tokens: 3,
        completion_tokens: 3,
        total_tokens: 6,
        prompt_tokens_details: { cached_tokens: 0 },
      },
    });
    expect(heard.usage).toEqual({ promptTokens: 3, completionTokens: 3, cachedTokens: 0, reasoningTokens: 0 });
  });

  test('streams one buffer per event: the role first, an explicit null finish, then the end', () => {
    const { engine, say } = steered(saying({}));
    const heard = embeddedWith(engine).start({ body: { messages, stream: true } });
    say(0, start);
    expect(heard.head).toEqual({ status: 200, contentType: 'text/event-stream; charset=utf-8' });
    say(0, text('مرحبا'), text(' !'));
    expect(heard.buffers).toHaveLength(2);
    expect(heard.call.produced()).toBe(2);
    say(0, end);
    expect(eventsOf(heard)).toEqual([
      chunk([{ index: 0, delta: { role: 'assistant', content: 'مرحبا' }, finish_reason: null, logprobs: null }]),
      chunk([{ index: 0, delta: { content: ' !' }, finish_reason: null, logprobs: null }]),
      chunk([{ index: 0, delta: { content: '' }, finish_reason: 'stop', logprobs: null }]),
      '[DONE]',
    ]);
    expect(heard).toMatchObject({ usage, ended: true });
  });

  test('says its usage in the last chunk to Mistral’s clients', async () => {
    const { engine, say } = steered(saying({}));
    const heard = embeddedWith(engine).start({ dialect: 'mistral', body: { messages, stream: true } });
    say(0, start, text('Oui'), end);
    expect(eventsOf(heard).slice(1)).toEqual([
      chunk([{ index: 0, delta: { content: '' }, finish_reason: 'stop', logprobs: null }], { usage: usageOnWire }),
      '[DONE]',
    ]);
  });

  test('says it to OpenAI’s clients when they ask, in a chunk without choices', async () => {
    const { engine, say } = steered(saying({}));
    const body = { messages, stream: true, stream_options: { include_usage: true } };
    const heard = embeddedWith(engine).start({ body });
    say(0, start, text('Oui'), end);
    expect(eventsOf(heard).slice(1)).toEqual([
      chunk([{ index: 0, delta: { content: '' }, finish_reason: 'stop', logprobs: null }]),
      chunk([], { usage: usageOnWire }),
      '[DONE]',
    ]);
  });

  test('that says nothing still names its role and its end', () => {
    const { engine, say } = steered(saying({}));
    const heard = embeddedWith(engine).start({ body: { messages, stream: true } });
    say(0, start, end);
    expect(eventsOf(heard)[0]).toEqual(
      chunk([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: 'stop', logprobs: null }]),
    );
  });

  test('answers under a model’s other name with its own', async () => {
    const heard = await embeddedWith(saying({ text: 'Oui' })).ask({ body: { model: 'default', messages } });
    expect(document(heard)['model']).toBe('fake-chat');
  });

  test('with an adapter is asked for as model:adapter, by any name of the model, and each is a model of its own', async () => {
    const plain = saying({ text: 'Oui' });
    const asked: string[] = [];
    const engine: EngineBackend = {
      ...plain,
      models: () => plain.models().map((model) => ({ ...model, adapters: ['letters'] })),
      generate(request, sink) {
        asked.push(request.model);
        return plain.generate({ ...request, model: modelName('fake-chat') }, sink);
      },
    };
    const upstream = embeddedWith(engine);
    const heard = await upstream.ask({ body: { model: 'default:letters', messages } });
    expect(document(heard)['model']).toBe('fake-chat:letters');
    expect(asked).toEqual(['fake-chat:letters']);
    const card = upstream.cards().find(({ name }) => name === 'fake-chat:letters');
    expect(card).toMatchObject({ aliases: ['default:letters'], capabilities: { chat: true } });
  });
});

describe('several answers', () => {
  test('run side by side, count their prompt once, and draw from different seeds', async () => {
    const engine = saying({ text: 'Oui' });
    const heard = await embeddedWith(engine).ask({ body: { messages, n: 3, seed: 7 } });
    expect(document(heard)).toMatchObject({
      choices: [{ index: 0 }, { index: 1 }, { index: 2 }],
      usage: { prompt_tokens: 3, completion_tokens: 3 },
    });
    expect(engine.requests.map((request) => request.sampling.seed)).toEqual([7, 8, 9]);
  });

  test('stream interleaved under their indexes and end together', () => {
    const { engine, say } = steered(saying({}));
    const heard = embeddedWith(engine).start({ dialect: 'mistral', body: { messages, n: 2, stream: true } });
    say(1, start, text('b'));
    say(0, start, text('a'), end);
    say(1, text('c'), end);
    const seen = eventsOf(heard).map((event) =>
      event === '[DONE]' ? event : (event as { choices: { index: number }[]; usage?: unknown }),
    );
    expect(seen.map((event) => (typeof event === 'string' ? event : event.choices[0]?.index))).toEqual([
      1,
      0,
      0,
      1,
      1,
      '[DONE]',
    ]);
    expect(seen.filter((event) => typeof event !== 'string' && event.usage !== undefined)).toEqual([seen[4]]);
    expect(heard.usage).toEqual({ promptTokens: 3, completionTokens: 4, cachedTokens: 1, reasoningTokens: 0 });
  });

  test('are all stopped when one of them fails', () => {
    const { engine, say, sinks, aborted } = steered(saying({}));
    const heard = embeddedWith(engine).start({ body: { messages, n: 3, stream: true } });
    say(0, start, text('a'));
    const failure = new PlatformError('engine.crashed', 'the process ended');
    sinks[1]?.onError(failure);
    say(0, text('late'), end);
    expect(heard).toMatchObject({ error: failure, ended: true });
    expect(heard.buffers).toHaveLength(1);
    expect(aborted).toEqual([0, 1, 2]);
  });
});

describe('tool calls', () => {
  const call = { id: 'call_from_model', name: 'weather', arguments: '{"city":"Fès"}' };
  const tools = [{ type: 'function', function: { name: 'weather' } }];
  const onWire = {
    id: expect.stringMatching(/^[A-Za-z0-9]{9}$/),
    index: 0,
    type: 'function',
    function: { name: 'weather', arguments: '{"city":"Fès"}' },
  };

  test('come with an id of nine letters and digits, which every client accepts', async () => {
    const body = { messages, tools };
    const answer = document(await embeddedWith(saying({ calls: [call] })).ask({ body }));
    expect(answer['choices']).toEqual([
      {
        index: 0,
        message: { role: 'assistant', content: null, refusal: null, tool_calls: [onWire] },
        finish_reason: 'tool_calls',
        logprobs: null,
      },
    ]);
    const kept = await embeddedWith(saying({ calls: [{ ...call, id: 'aB3dE6gH9' }] })).ask({ body });
    expect(document(kept)).toMatchObject({ choices: [{ message: { tool_calls: [{ id: 'aB3dE6gH9' }] } }] });
  });

  test('are streamed whole, in one delta each', async () => {
    const second = { ...call, id: 'call_2' };
    const engine = saying({ calls: [call, second] });
    const events = eventsOf(await embeddedWith(engine).ask({ body: { messages, tools, stream: true } }));
    expect(events).toMatchObject([
      { choices: [{ delta: { role: 'assistant', tool_calls: [onWire] }, finish_reason: null }] },
      { choices: [{ delta: { tool_calls: [{ ...onWire, index: 1 }] }, finish_reason: null }] },
      { choices: [{ delta: { content: '' }, finish_reason: 'tool_calls' }] },
      '[DONE]',
    ]);
  });

  test('keep the older shape for clients that sent functions', async () => {
    const body = { messages, functions: [{ name: 'weather' }] };
    const answer = document(await embeddedWith(saying({ calls: [call] })).ask({ body }));
    expect(answer['choices']).toMatchObject([
      { message: { function_call: { name: 'weather', arguments: '{"city":"Fès"}' } }, finish_reason: 'function_call' },
    ]);
    const events = eventsOf(await embeddedWith(saying({ calls: [call] })).ask({ body: { ...body, stream: true } }));
    expect(events[0]).toMatchObject({ choices: [{ delta: { function_call: { name: 'weather' } } }] });
  });
});

describe('reasoning', () => {
  const answer = { reasoning: 'Il salue.', text: 'Bonjour' };
  const thinking = { type: 'thinking', thinking: [{ type: 'text', text: 'Il salue.' }] };

  test('is a chunk of the content for Mistral’s clients', async () => {
    const whole = await embeddedWith(saying(answer)).ask({ dialect: 'mistral', body: { messages } });
    expect(document(whole)).toMatchObject({
      choices: [{ message: { content: [thinking, { type: 'text', text: 'Bonjour' }] } }],
      usage: { completion_tokens_details: { reasoning_tokens: 2 } },
    });
    const streamed = await embeddedWith(saying(answer)).ask({ dialect: 'mistral', body: { messages, stream: true } });
    expect(eventsOf(streamed).slice(0, 2)).toMatchObject([
      { choices: [{ delta: { role: 'assistant', content: [thinking] } }] },
      { choices: [{ delta: { content: 'Bonjour' } }] },
    ]);
  });

  test('stands beside the content for OpenAI’s clients', async () => {
    const whole = await embeddedWith(saying(answer)).ask({ body: { messages } });
    expect(document(whole)).toMatchObject({
      choices: [{ message: { content: 'Bonjour', reasoning_content: 'Il salue.' } }],
    });
    const streamed = await embeddedWith(saying(answer)).ask({ body: { messages, stream: true } });
    expect(eventsOf(streamed)[0]).toMatchObject({ choices: [{ delta: { reasoning_content: 'Il salue.' } }] });
  });
});

describe('logprobs', () => {
  test('of a chat name the bytes of each token and its rivals; no infinity reaches JSON', async () => {
    const { engine, say } = steered(saying({}));
    const heard = embeddedWith(engine).start({ body: { messages, logprobs: true, top_logprobs: 1 } });
    const impossible = { ...token('é', Number.NEGATIVE_INFINITY), top: [] };
    say(
      0,
      start,
      { type: 'text', text: 'é', logprobs: [impossible] },
      { type: 'text', text: '!', logprobs: [token('!')] },
      end,
    );
    expect(document(heard)).toMatchObject({
      choices: [
        {
          logprobs: {
            content: [
              { token: 'é', logprob: -9999, bytes: [0xc3, 0xa9], top_logprobs: [] },
              {
                token: '!',
                logprob: -0.5,
                bytes: [0x21],
                top_logprobs: [{ token: '!', logprob: -0.5, bytes: [0x21] }],
              },
            ],
            refusal: null,
          },
        },
      ],
    });
  });

  const [half, otherHalf] = [
    { ...token('<0xC3>', -1), bytes: [0xc3] },
    { ...token('<0xA9>', -2), bytes: [0xa9] },
  ] as const;
  const echo: EngineEvent = { type: 'echo', text: 'L’été', logprobs: [null, token('t', -1), half, otherHalf] };
  const answer: readonly EngineEvent[] = [
    start,
    { ...echo, text: 'L’té' },
    { type: 'text', text: ' vient', logprobs: [token(' vient', -3)] },
    end,
  ];

  test('of an echoed completion cover the prompt, its first token without one, and say where each token begins', () => {
    const { engine, say } = steered(saying({}));
    const heard = embeddedWith(engine).start({
      operation: 'completion',
      body: { prompt: 'L’té', echo: true, logprobs: 1 },
    });
    say(0, ...answer);
    expect(document(heard)['choices']).toEqual([
      {
        index: 0,
        text: 'L’té vient',
        finish_reason: 'stop',
        logprobs: {
          tokens: ['L’', 't', '<0xC3>', '<0xA9>', ' vient'],
          token_logprobs: [null, -1, -1, -2, -3],
          top_logprobs: [null, { t: -1 }, { '<0xC3>': -1 }, { '<0xA9>': -2 }, { ' vient': -3 }],
          text_offset: [0, 2, 3, 4, 4],
        },
      },
    ]);
  });

  test('of a streamed completion go on where the last event ended', () => {
    const { engine, say } = steered(saying({}));
    const body = { prompt: 'L’té', echo: true, logprobs: 1, stream: true };
    const heard = embeddedWith(engine).start({ operation: 'completion', body });
    say(0, ...answer);
    expect(eventsOf(heard)).toMatchObject([
      {
        id: 'cmpl-0123456789ab',
        object: 'text_completion',
        choices: [{ text: 'L’té', finish_reason: null, logprobs: { text_offset: [0, 2, 3, 4] } }],
      },
      { choices: [{ text: ' vient', logprobs: { text_offset: [4], token_logprobs: [-3] } }] },
      { choices: [{ text: '', finish_reason: 'stop', logprobs: null }] },
      '[DONE]',
    ]);
  });
});

describe('completions', () => {
  test('answer several prompts in order and count each of them', async () => {
    const engine = createFakeEngine({
      answer: ({ prompt }) => ({ text: prompt.kind === 'text' ? prompt.text.toUpperCase() : '?' }),
    });
    const heard = await embeddedWith(engine).ask({
      operation: 'completion',
      body: { prompt: ['un', 'deux mots'], n: 2 },
    });
    expect(document(heard)).toMatchObject({
      object: 'text_completion',
      choices: [{ text: 'UN' }, { text: 'UN' }, { text: 'DEUX MOTS' }, { text: 'DEUX MOTS' }],
      usage: { prompt_tokens: 3, completion_tokens: 6 },
    });
  });

  test('that fill in the middle answer like a chat, as Mistral’s clients expect', async () => {
    const engine = saying({ text: 'return a + b' });
    const body = { prompt: 'def add(a, b):', suffix: 'print(add(1, 2))' };
    const heard = await embeddedWith(engine).ask({ operation: 'fim', dialect: 'mistral', body });
    expect(document(heard)).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { role: 'assistant', content: 'return a + b' } }],
    });
    expect(engine.requests[0]?.prompt).toEqual({ kind: 'fim', prefix: body.prompt, suffix: body.suffix });
  });
});

describe('ends that are no success', () => {
  test('an error before the first byte leaves the answer to somebody else', async () => {
    const engine = createFakeEngine();
    const body = { messages: [{ role: 'user', content: 'mot '.repeat(5000) }], stream: true };
    const heard = await embeddedWith(engine).ask({ body });
    expect(heard).toMatchObject({ head: undefined, buffers: [], error: { code: 'request.context_length' } });
  });

  test('an error in the middle of a stream comes after what was said', async () => {
    const error = new PlatformError('engine.crashed', 'the process ended');
    const heard = await embeddedWith(saying({ text: 'Il était', error })).ask({ body: { messages, stream: true } });
    expect(heard.head?.status).toBe(200);
    expect(heard.buffers).toHaveLength(2);
    expect(heard.error).toBe(error);
  });

  test('a request that cannot be honoured is refused through the sink, once', async () => {
    const engine = createFakeEngine();
    const heard = await embeddedWith(engine).ask({ body: { messages, guardrails: [{ block_on_error: true }] } });
    expect(heard).toMatchObject({ head: undefined, error: { code: 'request.unsupported', field: 'guardrails' } });
    expect(engine.requests).toEqual([]);
  });

  test('leaving stops every run at once, and nothing more is heard', () => {
    const { engine, say, aborted } = steered(saying({}));
    const heard = embeddedWith(engine).start({ body: { messages, n: 2, stream: true } });
    say(0, start, text('a'));
    heard.call.abort();
    say(0, text('b'), end);
    say(1, start, text('c'), end);
    expect(aborted).toEqual([0, 1]);
    expect(heard.buffers).toHaveLength(1);
    expect(heard.ended).toBe(false);
  });

  test('leaving before the first event stops an answer that is not streamed', () => {
    const { engine, aborted } = steered(saying({}));
    embeddedWith(engine).start({ body: { messages } }).call.abort();
    expect(aborted).toEqual([0]);
  });
});

describe('a slow reader', () => {
  test('gets what was said meanwhile in order, and the end after it', () => {
    const { engine, say } = steered(saying({}));
    const heard = embeddedWith(engine).start({ body: { messages, stream: true } });
    say(0, start, text('un'));
    heard.call.pause();
    say(0, text(' deux'), text(' trois'), end);
    expect(heard).toMatchObject({ ended: false, buffers: { length: 1 } });
    heard.call.resume();
    expect(heard.ended).toBe(true);
    const said = eventsOf(heard).map(
      (event) => (event as { choices?: { delta: { content: string } }[] }).choices?.[0]?.delta.content,
    );
    expect(said).toEqual(['un', ' deux', ' trois', '', undefined]);
  });

  test('hears an error only after what was said before it', () => {
    const { engine, say, sinks } = steered(saying({}));
    const heard = embeddedWith(engine).start({ body: { messages, stream: true } });
    say(0, start);
    heard.call.pause();
    say(0, text('un'));
    sinks[0]?.onError(new PlatformError('engine.crashed', 'the process ended'));
    expect(heard.ended).toBe(false);
    heard.call.resume();
    expect(heard).toMatchObject({ buffers: { length: 1 }, error: { code: 'engine.crashed' } });
  });

  test('that leaves while it is behind hears nothing more', () => {
    const { engine, say } = steered(saying({}));
    const heard = embeddedWith(engine).start({ body: { messages, stream: true } });
    heard.call.pause();
    say(0, start, text('un'));
    heard.call.abort();
    heard.call.resume();
    expect(heard).toMatchObject({ buffers: [], ended: false });
  });
});
