import { PlatformError, type EngineBackend, type JsonObject } from '@riad/contracts';
import { createFakeEngine } from '@riad/testkit';
import { describe, expect, test } from 'vitest';

import { document, embeddedWith, type Heard } from './test-support/embedded-with.ts';

/** Vectors by what a text says: the closer to `chat`, the further along the first axis. */
const places: Readonly<Record<string, readonly [number, number]>> = {
  'query: chat': [1, 0],
  'passage: un chat dort': [0.9, 0.1],
  'passage: le budget': [0, 1],
  'passage: un tigre': [0.7, 0.7],
};

function embedding(embed: EngineBackend['embed']): EngineBackend {
  return Object.assign(createFakeEngine(), { embed });
}

function ranking(): { readonly engine: EngineBackend; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    engine: embedding(async (_, texts) => {
      asked.push(...texts.map(String));
      const vectors = texts.map((text) => Float32Array.from(places[String(text)] ?? [0, 1]));
      return { vectors, promptTokens: texts.length };
    }),
  };
}

const rerank = async (body: JsonObject, engine = ranking().engine): Promise<Heard> =>
  embeddedWith(engine).ask({ operation: 'rerank', body: { model: 'fake-embed', query: 'chat', ...body } });
const documents = ['le budget', 'un chat dort', { text: 'un tigre' }];

describe('a ranking', () => {
  test('begins with the closest passage, each named by its place in the request', async () => {
    const { engine, asked } = ranking();
    const answer = document(await rerank({ documents }, engine));
    expect(answer).toEqual({
      id: 'rerank-0123456789ab',
      object: 'list',
      model: 'fake-embed',
      results: [
        { index: 1, relevance_score: expect.closeTo(0.994, 3) },
        { index: 2, relevance_score: expect.closeTo(0.707, 3) },
        { index: 0, relevance_score: 0 },
      ],
      usage: { prompt_tokens: 4, completion_tokens: 0, total_tokens: 4 },
    });
    expect(asked).toEqual(['query: chat', 'passage: le budget', 'passage: un chat dort', 'passage: un tigre']);
  });

  test('is as short as asked, with the passages when asked', async () => {
    expect(document(await rerank({ documents, top_n: 1, return_documents: true }))['results']).toEqual([
      { index: 1, relevance_score: expect.any(Number), document: { text: 'un chat dort' } },
    ]);
  });

  test('refuses a passage that is no text, and what it cannot honour, by name', async () => {
    expect((await rerank({ documents: ['a', { image: 'x' }] })).error).toMatchObject({
      code: 'request.invalid',
      field: 'documents[1]',
    });
    expect((await rerank({ documents, max_tokens_per_doc: 10 })).error).toMatchObject({
      code: 'request.unsupported',
      field: 'max_tokens_per_doc',
    });
  });

  test('names the passage that is too long, never cuts it', async () => {
    const engine = embedding(async () => {
      throw new PlatformError('request.context_length', 'too long', { field: 'input[2]' });
    });
    expect((await rerank({ documents }, engine)).error).toMatchObject({
      code: 'request.context_length',
      field: 'documents[1]',
    });
  });
});
