import { PlatformError, type EngineEvent } from '@riad/contracts';
import { expect, test } from 'vitest';

import type { WireGenerateRequest } from '../protocol/messages.ts';
import { startChecked, type AttemptSink } from './checked-run.ts';

const request: WireGenerateRequest = {
  prompt: { kind: 'text', text: 'a' },
  sampling: { temperature: 0, topP: 1, seed: 5 },
  stop: [],
  format: { kind: 'text' },
  echo: false,
  cacheKey: 'k',
};
const usage = { promptTokens: 1, completionTokens: 4, cachedTokens: 0, reasoningTokens: 0 };

/** Plays what each attempt writes: a text that fits, or `undefined` for one that misses its form. */
async function play(answers: readonly (string | undefined)[]) {
  const heard: EngineEvent[] = [];
  const errors: string[] = [];
  const asked: WireGenerateRequest['sampling'][] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  await startChecked({
    request,
    sink: {
      onEvent(event) {
        heard.push(event);
        if (event.type === 'end') resolve();
      },
      onError(error) {
        errors.push(error.code);
        resolve();
      },
    },
    async start(attempt, below: AttemptSink) {
      const text = answers[asked.length];
      asked.push(attempt.sampling);
      queueMicrotask(() => {
        below.onEvent({ type: 'text', text: text ?? 'wrong' });
        below.onSpent?.(4);
        if (text === undefined) below.onError(new PlatformError('engine.output_invalid', 'wrong'));
        else below.onEvent({ type: 'end', finish: 'stop', usage });
      });
      return { abort() {} };
    },
  });
  await promise;
  return { heard, errors, asked };
}

test('nothing of an answer that misses its form is said; the next one is drawn differently, and all tokens count', async () => {
  const { heard, errors, asked } = await play([undefined, 'right']);
  expect(errors).toEqual([]);
  expect(heard).toEqual([
    { type: 'text', text: 'right' },
    { type: 'end', finish: 'stop', usage: { ...usage, completionTokens: 8 } },
  ]);
  expect(asked).toEqual([
    { temperature: 0, topP: 1, seed: 5 },
    { temperature: 0.7, topP: 1, seed: 7 },
  ]);
});

test('after three answers in a wrong form the error is told', async () => {
  const { heard, errors, asked } = await play([undefined, undefined, undefined, 'late']);
  expect({ heard, errors, attempts: asked.length }).toEqual({
    heard: [],
    errors: ['engine.output_invalid'],
    attempts: 3,
  });
});
