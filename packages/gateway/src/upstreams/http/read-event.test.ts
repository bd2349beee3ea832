import { expect, test } from 'vitest';

import { createEventReader } from './read-event.ts';

function read(...events: readonly string[]) {
  const reader = createEventReader(events.join(''));
  let at = 0;
  return events.map((event) => {
    const start = at;
    at += event.length;
    return reader(start, at);
  });
}

const data = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
const chunk = (content: string, finish: string | null = null, more: object = {}): string =>
  data({ choices: [{ index: 0, delta: { content }, finish_reason: finish }], ...more });

test('each event of a run is read for itself', () => {
  const usage = { prompt_tokens: 3, completion_tokens: 2 };
  const facts = read(
    ': comment\n\n',
    chunk('a', null, { usage: null }),
    chunk('b', 'stop'),
    chunk('c'),
    data({ choices: [], usage }),
    data({ error: { message: 'no' } }),
    'data: [DONE]\n\n',
  );
  expect(
    facts.map(({ choice, finished, usageOnly, failed, done, empty }) => ({
      choice,
      finished,
      usageOnly,
      failed,
      done,
      empty,
    })),
  ).toEqual([
    { choice: false, finished: 0, usageOnly: false, failed: false, done: false, empty: true },
    { choice: true, finished: 0, usageOnly: false, failed: false, done: false, empty: false },
    { choice: true, finished: 1, usageOnly: false, failed: false, done: false, empty: false },
    { choice: true, finished: 0, usageOnly: false, failed: false, done: false, empty: false },
    { choice: false, finished: 0, usageOnly: true, failed: false, done: false, empty: false },
    { choice: false, finished: 0, usageOnly: false, failed: true, done: false, empty: false },
    { choice: false, finished: 0, usageOnly: false, failed: false, done: true, empty: false },
  ]);
  expect(facts[4]?.usage).toEqual({ promptTokens: 3, completionTokens: 2, cachedTokens: 0, reasoningTokens: 0 });
});

test('a model that writes about protocols ends nothing', () => {
  const facts = read(
    chunk('"finish_reason":"stop","error":{"message":"x"},"usage":{"prompt_tokens":9}'),
    chunk('data: [DONE]'),
  );
  expect(facts).toMatchObject([
    { choice: true, finished: 0, failed: false, usage: undefined },
    { choice: true, done: false },
  ]);
});

test('spaces, event names and other line ends are read too', () => {
  expect(read('data: {"choices" : [ {"finish_reason" : "length"} ]}\r\n\r\n')).toMatchObject([{ finished: 1 }]);
  expect(read('data:{"choices":[{"finish_reason":"stop"}]}\n\n')).toMatchObject([{ finished: 1 }]);
  expect(read('event: error\ndata: {"message":"no"}\n\n', 'event: message\ndata: [DONE]\n\n')).toMatchObject([
    { failed: true },
    { done: true },
  ]);
});

test('data that is no JSON object is a failure of the server', () => {
  expect(read('data: {"choices":\n\n', 'data: <html>\n\n')).toMatchObject([{ failed: true }, { failed: true }]);
});
