import type { EngineEvent } from '@riad/contracts';
import { PlatformError, type GenerateRequest } from '@riad/contracts';
import { expect, test } from 'vitest';

import { checkEngineClose, engineContract } from './engine-contract.ts';
import { createFakeEngine, fakeChat, fakeEmbed, type FakeAnswer, type FakeEngine } from './fake-engine.ts';

const subject = () => ({ engine: createFakeEngine(), chat: fakeChat, embedding: fakeEmbed });

test.each(engineContract)('the fake engine keeps the contract: $promise', async ({ check }) => {
  await expect(check(subject())).resolves.toBeUndefined();
});

test('the fake engine keeps the contract: closing tells everybody', async () => {
  await expect(checkEngineClose(subject())).resolves.toBeUndefined();
});

function play(answer: FakeAnswer, engine: FakeEngine = createFakeEngine({ answer: () => answer })): Promise<unknown[]> {
  const request: GenerateRequest = {
    model: fakeChat,
    prompt: { kind: 'text', text: 'a' },
    sampling: { temperature: 0, topP: 1 },
    stop: [],
    format: { kind: 'text' },
    echo: false,
    cacheKey: '',
  };
  return new Promise((resolve) => {
    const told: (EngineEvent | string)[] = [];
    engine.generate(request, {
      onEvent(event) {
        told.push(event.type === 'text' ? event.text : event);
        if (event.type === 'end') resolve(told);
        if (event.type === 'text' && event.text === 'crash') engine.crash(fakeChat);
      },
      onError: (error) => resolve([...told, error.code]),
    });
  });
}

test('a scripted answer comes word by word, then its calls', async () => {
  const call = { id: 'ABCDEFGHI', name: 'weather', arguments: '{}' };
  expect((await play({ text: 'Il fait beau.', calls: [call] })).slice(1)).toEqual([
    'Il',
    ' fait',
    ' beau.',
    { type: 'tool-call', index: 0, call },
    {
      type: 'end',
      finish: 'tool_calls',
      usage: { promptTokens: 1, completionTokens: 3, cachedTokens: 0, reasoningTokens: 0 },
    },
  ]);
});

test('a scripted error comes after what was said, and a crash at once', async () => {
  const error = new PlatformError('engine.output_invalid', 'scripted');
  expect((await play({ text: 'Il fait', error })).slice(1)).toEqual(['Il', ' fait', 'engine.output_invalid']);
  expect((await play({ text: 'crash ici' })).slice(1)).toEqual(['crash', 'engine.crashed']);
});

test('time passes only as the test lets it', async () => {
  const waits: number[] = [];
  const engine = createFakeEngine({
    answer: () => ({ text: 'a b', firstDelayMs: 5000, wordDelayMs: 70 }),
    async wait(milliseconds) {
      waits.push(milliseconds);
    },
  });
  await play({}, engine);
  expect(waits).toEqual([0, 5000, 70, 70]);
});
