import { makeId, PlatformError } from '@riad/contracts';
import { expect, test } from 'vitest';

import type { SearchHit } from '../search/open-search.ts';
import { passageWith } from '../testing/documents-with.ts';
import { answerQuestion, type AnswerPorts } from './answer-question.ts';

const text = 'La demande est déposée à la commune. L’administration répond dans un délai de trente (30) jours. ';
const hits: readonly SearchHit[] = [text.repeat(8), 'La loi entre en vigueur le 6 mars 2020.', text].map((each) => ({
  passage: passageWith(each),
  score: 1,
  wordRank: 1,
}));
const scope = { organisationId: makeId('org', 'a') };
const question = { text: 'Quel est le délai ?', collections: [makeId('col', 'a')], model: undefined };

/** A model that reads at most so many characters. */
function portsWith(window: number, asked: number[]): AnswerPorts {
  return {
    search: { find: async () => hits, close: async () => undefined },
    embed: async () => undefined,
    async chat(_scope, { messages }) {
      const length = messages.reduce((sum, { content }) => sum + content.length, 0);
      asked.push(length);
      if (length > window) throw new PlatformError('request.context_length', 'too long');
      return "L'administration répond dans un délai de 30 jours [1].";
    },
  };
}

test('a model with a small window is given less until it can read it, and its answer is held to the same passages', async () => {
  const asked: number[] = [];
  const answer = await answerQuestion(portsWith(1400, asked), scope, question);
  expect(answer).toMatchObject({ status: 'answered', sentences: [{ supported: true }] });
  expect(answer.passages).toHaveLength(3);
  expect(asked.length).toBeGreaterThan(2);
  expect(asked).toEqual(asked.toSorted((left, right) => right - left));
});

test('a model that cannot read even a little says so itself', async () => {
  await expect(answerQuestion(portsWith(10, []), scope, question)).rejects.toMatchObject({
    code: 'request.context_length',
  });
});

test('other failures are not tried again', async () => {
  let calls = 0;
  const ports: AnswerPorts = {
    ...portsWith(0, []),
    async chat() {
      calls++;
      throw new PlatformError('guard.blocked', 'a secret');
    },
  };
  await expect(answerQuestion(ports, scope, question)).rejects.toMatchObject({ code: 'guard.blocked' });
  expect(calls).toBe(1);
});
