import type { MessageView } from '@riad/contracts';
import { expect, test } from 'vitest';

import { citedWithoutValues, valuesIn, withoutValues } from './hidden-values.ts';

const question: MessageView = {
  id: 'msg_1',
  parent: null,
  role: 'user',
  content: 'سلمى 0661234567',
  attachments: [],
  state: 'complete',
  findings: [
    { type: 'person', start: 0, end: 4 },
    { type: 'phone', start: 5, end: 15 },
  ],
  cited: null,
  origin: null,
  error: null,
  createdAt: '2026-01-01T00:00:00.000Z',
};

test('an answer shows none of the values that were recognised in the question', () => {
  const values = valuesIn([{ message: question, siblings: [question] }]);
  expect(values).toEqual(['0661234567', 'سلمى']);
  expect(withoutValues('اتصل بـ سلمى على 0661234567', values)).toBe('اتصل بـ ▇▇▇ على ▇▇▇');
});

test('nor do the places that support it', () => {
  const place = { document: 'doc_1', name: 'a.pdf', heading: '', page: 1, passage: '1', start: 0, end: 4 };
  const shown = citedWithoutValues(
    {
      status: 'answered',
      sentences: [{ text: 'سلمى هنا', supported: true, missing: null, citations: [{ ...place, quote: 'سلمى' }] }],
      nearest: [{ ...place, quote: 'عند سلمى' }],
    },
    ['سلمى'],
  );
  expect(JSON.stringify(shown)).not.toContain('سلمى');
});
