import { makeId, type Caller } from '@riad/contracts';
import type { Dialect, Gateway, Reply } from '@riad/gateway';
import type { AnswerPorts, DocumentAnswer, Question } from '@riad/knowledge';
import { expect, test } from 'vitest';

import type { Library } from '../../knowledge/library.ts';
import { createGroundedChat } from './grounded-chat.ts';

const caller: Caller = {
  keyId: makeId('key', 'one'),
  keyName: 'one',
  projectId: makeId('prj', 'one'),
  organisationId: makeId('org', 'one'),
  limits: {},
};
const citation = { passage: 1, start: 0, end: 5, quote: 'trente (30) jours', page: 2, boxes: [] };
const answered: DocumentAnswer = {
  status: 'answered',
  sentences: [
    { text: 'Le délai est de 30 jours.', supported: true, citations: [citation] },
    { text: 'Il est gratuit.', supported: false, citations: [] },
  ],
  passages: [
    {
      passageId: '1',
      documentId: makeId('doc', 'a'),
      collectionId: makeId('col', 'a'),
      documentName: 'loi.pdf',
      documentTitle: null,
      quality: 1,
      ordinal: 0,
      heading: 'Article 16',
      text: 'Le délai est de trente (30) jours.',
      page: 2,
      sentences: [],
      references: [],
    },
  ],
};

interface Seen {
  status: number;
  headers: Record<string, string>;
  text: string;
  asked: unknown[];
  questions: Question[];
  passedOn: number;
}

/** One question to documents that answer `found`; the model is asked once when `asksModel` says so. */
async function ask(
  body: object,
  { found = answered, dialect = 'openai' }: { readonly found?: DocumentAnswer; readonly dialect?: Dialect } = {},
): Promise<Seen> {
  const seen: Seen = { status: 0, headers: {}, text: '', asked: [], questions: [], passedOn: 0 };
  const library = {
    documents: {
      getCollection: async (_scope: unknown, id: string) => ({ id }),
      get: async () => ({ fileId: makeId('file', 'a') }),
    },
    async askWith(chat: AnswerPorts['chat'], scope: never, question: Question) {
      seen.questions.push(question);
      await chat(scope, { messages: [{ role: 'user', content: 'passages' }], model: 'm', maxTokens: 300 });
      return found;
    },
  } as unknown as Library;
  const gateway = {
    run(exchange: { body: Buffer; reply: Reply; identity: unknown }) {
      if (exchange.reply === reply) {
        seen.passedOn++;
        return;
      }
      seen.asked.push({ ...(JSON.parse(exchange.body.toString()) as object), identity: exchange.identity });
      exchange.reply.head(200, { 'x-riad-record': 'rec_1', 'x-riad-target': 'embedded' });
      const usage = { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 };
      exchange.reply.end(Buffer.from(JSON.stringify({ choices: [{ message: { content: 'x' } }], usage })));
    },
  } as unknown as Gateway;
  const reply: Reply = {
    head: (status, headers) => void Object.assign(seen, { status, headers }),
    write(bytes) {
      seen.text += bytes.toString();
      return true;
    },
    end: (bytes) => void (seen.text += bytes?.toString() ?? ''),
    destroy: () => undefined,
    onDrain: () => undefined,
    onClose: () => undefined,
  };
  const grounded = createGroundedChat({ gateway, library, keys: {} as never });
  await grounded.run({
    id: makeId('req', '1'),
    dialect,
    identity: { caller },
    body: Buffer.from(JSON.stringify(body)),
    reply,
  });
  return seen;
}

const messages = [
  { role: 'user', content: 'Bonjour' },
  { role: 'assistant', content: 'Bonjour.' },
  { role: 'user', content: [{ type: 'text', text: 'Quel est le délai de réponse ?' }] },
];
const tools = [{ type: 'file_search', vector_store_ids: ['col_a'], max_num_results: 4 }];
const request = { model: 'm', messages, tools, max_tokens: 50 };

test('a sentence is shown with the file and words that support it, another as unconfirmed; the model is asked as the caller', async () => {
  const { status, headers, text, asked, questions } = await ask(request);
  const body = JSON.parse(text) as { choices: { message: { content: string; annotations: { index: number }[] } }[] };
  const content = 'Le délai est de 30 jours. [1] Il est gratuit. (non confirmé par les documents)';
  expect(body).toMatchObject({
    object: 'chat.completion',
    choices: [
      {
        finish_reason: 'stop',
        message: {
          content,
          annotations: [
            { type: 'file_citation', file_id: 'file_a', filename: 'loi.pdf', page: 2, quote: 'trente (30) jours' },
          ],
        },
      },
    ],
    usage: { total_tokens: 12 },
    riad: { status: 'answered', sentences: [{ supported: true }, { supported: false }] },
  });
  expect(content.slice(0, body.choices[0]?.message.annotations[0]?.index)).toBe('Le délai est de 30 jours.');
  expect([status, headers['x-riad-record'], headers['x-riad-target']]).toEqual([200, 'rec_1', 'embedded']);
  expect(asked).toEqual([expect.objectContaining({ model: 'm', max_tokens: 50, identity: { caller } })]);
  expect(questions[0]).toMatchObject({
    text: 'Quel est le délai de réponse ?',
    collections: ['col_a'],
    limit: 4,
    history: [{ content: 'Bonjour' }, { content: 'Bonjour.' }],
  });
});

test('Mistral’s clients get references between texts; streamed, the events say the same', async () => {
  const library = [{ type: 'document_library', library_ids: ['col_a'] }];
  const whole = JSON.parse((await ask({ ...request, tools: library }, { dialect: 'mistral' })).text) as object;
  expect(whole).toMatchObject({
    choices: [
      {
        message: {
          content: [
            { type: 'text', text: 'Le délai est de 30 jours. ' },
            { type: 'reference', reference_ids: [1] },
            { type: 'text', text: 'Il est gratuit. (non confirmé par les documents) ' },
          ],
        },
      },
    ],
  });
  const { text, headers } = await ask({ ...request, stream: true, stream_options: { include_usage: true } });
  expect(headers['content-type']).toContain('text/event-stream');
  const events = text.split('\n\n').filter((event) => event !== '');
  expect(events.at(-1)).toBe('data: [DONE]');
  const chunks = events.slice(0, -1).map(
    (event) =>
      JSON.parse(event.slice('data: '.length)) as {
        choices: { delta: { content?: string }; finish_reason: string | null }[];
        usage?: object;
      },
  );
  expect(
    chunks
      .map(({ choices }) => choices[0]?.delta.content ?? '')
      .join('')
      .trim(),
  ).toBe('Le délai est de 30 jours. [1] Il est gratuit. (non confirmé par les documents)');
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 12 } });
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
});

test.each([
  ['Quel est le délai ?', 'Les documents ne le disent pas.'],
  ['ما هو أجل جواب الإدارة؟', 'لا تذكر الوثائق ذلك.'],
  ['What is the time limit for the answer?', 'The documents do not say.'],
])('what the documents do not say is said in the language of the question: %s', async (content, expected) => {
  const found: DocumentAnswer = { status: 'not_in_documents', sentences: [], passages: [] };
  const { text } = await ask({ ...request, messages: [{ role: 'user', content }] }, { found });
  expect(JSON.parse(text)).toMatchObject({
    choices: [{ message: { content: expected, annotations: [] } }],
    riad: { status: 'not_in_documents' },
  });
});

test.each([
  ['tools', { tools: [...tools, { type: 'function', function: { name: 'f' } }] }],
  ['n', { n: 2 }],
  ['response_format', { response_format: { type: 'json_object' } }],
  ['messages', { messages: [{ role: 'assistant', content: 'x' }] }],
  ['tools.vector_store_ids', { tools: [{ type: 'file_search', vector_store_ids: [] }] }],
])('what does not go with documents is refused by name: %s', async (field, change) => {
  await expect(ask({ ...request, ...change })).rejects.toMatchObject({ field });
});

test('a chat that only speaks of file_search goes to the gateway as it is', async () => {
  const { passedOn, questions } = await ask({
    model: 'm',
    messages: [{ role: 'user', content: 'what is "file_search"?' }],
  });
  expect([passedOn, questions]).toEqual([1, []]);
});
