import { makeId, PlatformError, type Caller, type DocumentAnswerView } from '@riad/contracts';
import type { Gateway, Reply } from '@riad/gateway';
import type { AnswerPorts, DocumentAnswer, Question } from '@riad/knowledge';
import { expect, test } from 'vitest';

import type { Library } from '../../knowledge/library.ts';
import { answerFromDocuments } from './answer-from-documents.ts';
import type { AnswerFailure } from './answer-reply.ts';
import type { Asked } from './answer-source.ts';

const caller: Caller = {
  keyId: makeId('key', 'one'),
  keyName: 'one',
  projectId: makeId('prj', 'one'),
  organisationId: makeId('org', 'one'),
  limits: {},
};
const asked: Asked = {
  caller,
  conversation: makeId('cnv', 'one'),
  model: 'm',
  prompt: [
    { role: 'system', content: 'Sois bref.' },
    { role: 'user', content: 'Bonjour' },
    { role: 'assistant', content: 'Bonjour.' },
    { role: 'user', content: 'Quel est le délai ?' },
  ],
  documents: { collection: makeId('col', 'a'), question: 'Quel est le délai ?' },
};
const nothing: DocumentAnswer = { status: 'not_in_documents', sentences: [], passages: [] };
const answered: DocumentAnswer = {
  status: 'answered',
  sentences: [
    { text: 'Trente jours.', supported: true, citations: [] },
    { text: 'Il est gratuit.', supported: false, citations: [] },
  ],
  passages: [],
};

interface Told {
  text: string;
  cited: DocumentAnswerView | undefined;
  failure: AnswerFailure | undefined;
  questions: Question[];
  left: number;
}

/** What the listener is told of a collection that answers `found`, or fails; `stopEarly`: the person does not wait. */
async function tell(found: DocumentAnswer | PlatformError, { stopEarly = false } = {}): Promise<Told> {
  const told: Told = { text: '', cited: undefined, failure: undefined, questions: [], left: 0 };
  const library = {
    documents: { getCollection: async (_scope: unknown, id: string) => ({ id }) },
    async askWith(chat: AnswerPorts['chat'], scope: never, question: Question) {
      told.questions.push(question);
      await chat(scope, { messages: [{ role: 'user', content: 'passages' }], model: 'm', maxTokens: 300 });
      if (found instanceof PlatformError) throw found;
      return found;
    },
  } as unknown as Library;
  const gateway = {
    run({ reply }: { readonly reply: Reply }) {
      reply.onClose(() => void told.left++);
      if (stopEarly) return;
      reply.head(200, { 'x-riad-record': 'rec_1' });
      reply.end(Buffer.from(JSON.stringify({ choices: [{ message: { content: 'x' } }] })));
    },
  } as unknown as Gateway;
  await new Promise<void>((resolve) => {
    const { stop } = answerFromDocuments(gateway, library)(asked, {
      onHead: () => undefined,
      onText: (text) => void (told.text += text),
      onCited: (cited) => void (told.cited = cited),
      onEnd(failure) {
        told.failure = failure;
        resolve();
      },
    });
    if (stopEarly) setImmediate(() => (stop(), setImmediate(resolve)));
  });
  return told;
}

test('an answer comes with its places, and says which sentence nothing confirms', async () => {
  const { text, cited, failure } = await tell(answered);
  expect({ text, failure }).toEqual({
    text: 'Trente jours. Il est gratuit. (non confirmé par les documents)',
    failure: undefined,
  });
  expect(cited?.sentences.map(({ supported }) => supported)).toEqual([true, false]);
});

test('the search gets the question alone; the model is also given the instructions and what was said last', async () => {
  const [question] = (await tell(answered)).questions;
  expect(question?.text).toBe('Quel est le délai ?');
  expect(question?.history?.map(({ content }) => content)).toEqual(['Sois bref.', 'Bonjour', 'Bonjour.']);
});

test('that the documents do not say it is said in the language of the question', async () => {
  expect((await tell(nothing)).text).toBe('Les documents ne le disent pas.');
});

test('a refusal of the guard is told as it is', async () => {
  const { failure, cited } = await tell(new PlatformError('guard.blocked', 'a secret'));
  expect([failure?.code, cited]).toEqual(['guard.blocked', undefined]);
});

test('a person who stops leaves the model at once, and is told nothing more', async () => {
  expect(await tell(answered, { stopEarly: true })).toMatchObject({ text: '', cited: undefined, left: 1 });
});
