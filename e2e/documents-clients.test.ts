import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { Mistral } from '@mistralai/mistralai';
import OpenAI, { toFile } from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { installPythonClients, runPython } from './support/python-clients.ts';
import { startRiad, type RunningRiad } from './support/start-riad.ts';
import { haveSmallModel, testModels } from './support/test-models.ts';

const letter = readFileSync(fileURLToPath(new URL('../bench/extract/pages/letter-ar.chromium.pdf', import.meta.url)));
const table = readFileSync(fileURLToPath(new URL('../bench/extract/pages/table-fr.libreoffice.pdf', import.meta.url)));
const name = 'رسالة إدارية.pdf';
const question = 'اجل الطعن الاداري';
/** What only Riad says of an answer from documents. */
interface Told {
  readonly status: string;
  readonly sentences: readonly { readonly supported: boolean; readonly citations: readonly unknown[] }[];
  readonly passages: readonly object[];
}
const python = haveSmallModel ? installPythonClients() : 'the test models are not there';

describe.skipIf(!haveSmallModel)('files, vector stores and libraries with the official clients, unmodified', () => {
  let riad: RunningRiad;
  let openai: OpenAI;
  let mistral: Mistral;
  beforeAll(() => {
    riad = startRiad(testModels);
    openai = new OpenAI({ baseURL: `${riad.address}/v1`, apiKey: riad.key, maxRetries: 0 });
    mistral = new Mistral({ serverURL: riad.address, apiKey: riad.key });
  }, 180_000);
  afterAll(() => riad.stop());

  test('OpenAI: a file is uploaded, listed, read back and deleted; its document goes with it', async () => {
    const file = await openai.files.create({ file: await toFile(letter, name), purpose: 'assistants' });
    expect(file).toMatchObject({ object: 'file', bytes: letter.length, filename: name, purpose: 'assistants' });
    expect(await openai.files.retrieve(file.id)).toMatchObject({ id: file.id, status: 'processed' });
    const back = await openai.files.content(file.id);
    expect(Buffer.from(await back.arrayBuffer()).equals(letter)).toBe(true);
    const other = await openai.files.create({ file: await toFile(table, 'b.pdf'), purpose: 'user_data' });
    const listed: string[] = [];
    for await (const { id } of openai.files.list({ limit: 1, order: 'asc' })) listed.push(id);
    expect(listed).toEqual([file.id, other.id]);
    expect((await openai.files.list({ purpose: 'user_data' })).data.map(({ id }) => id)).toEqual([other.id]);

    const store = await openai.vectorStores.create({ file_ids: [file.id] });
    await openai.vectorStores.files.poll(store.id, file.id, { pollIntervalMs: 200 });
    expect((await openai.vectorStores.search(store.id, { query: question })).data).not.toEqual([]);
    expect(await openai.files.delete(file.id)).toEqual({ id: file.id, object: 'file', deleted: true });
    expect((await openai.vectorStores.retrieve(store.id)).file_counts.total).toBe(0);
    expect((await openai.vectorStores.search(store.id, { query: question })).data).toEqual([]);
    await expect(openai.files.retrieve(file.id)).rejects.toMatchObject({ status: 404 });
    await openai.files.delete(other.id);
    await openai.vectorStores.delete(store.id);
  }, 180_000);

  test('OpenAI: a vector store is filled in a batch, searched with a filter, and changed', async () => {
    const store = await openai.vectorStores.create({ name: 'lettres', metadata: { service: 'état civil' } });
    const same = await openai.vectorStores.create({ name: 'lettres' });
    expect([store.name, same.name]).toEqual(['lettres', 'lettres (2)']);
    const files = await Promise.all(
      [letter, table].map(async (content, at) =>
        openai.files.create({ file: await toFile(content, `${at}.pdf`), purpose: 'assistants' }),
      ),
    );
    const [arabic, french] = files.map(({ id }) => id) as [string, string];
    const batch = await openai.vectorStores.fileBatches.createAndPoll(
      store.id,
      {
        files: [
          { file_id: arabic, attributes: { year: 2024, kind: 'letter' } },
          { file_id: french, attributes: { year: 2020, kind: 'table' } },
        ],
      },
      { pollIntervalMs: 200 },
    );
    expect(batch).toMatchObject({ status: 'completed', file_counts: { completed: 2, failed: 0, total: 2 } });
    const inBatch = await openai.vectorStores.fileBatches.listFiles(batch.id, { vector_store_id: store.id });
    expect(inBatch.data.map(({ id }) => id).toSorted()).toEqual([arabic, french].toSorted());

    const found = await openai.vectorStores.search(store.id, { query: question, max_num_results: 3 });
    expect(found.data[0]).toMatchObject({ file_id: arabic, filename: '0.pdf', attributes: { year: 2024 } });
    expect(found.data[0]?.score).toBeGreaterThan(0);
    expect(found.data[0]?.score).toBeLessThanOrEqual(1);
    const older = await openai.vectorStores.search(store.id, {
      query: question,
      filters: {
        type: 'and',
        filters: [
          { type: 'lt', key: 'year', value: 2024 },
          { type: 'ne', key: 'kind', value: 'letter' },
        ],
      },
    });
    expect(new Set(older.data.map(({ file_id: id }) => id))).toEqual(new Set([french]));

    await openai.vectorStores.files.update(arabic, { vector_store_id: store.id, attributes: { year: 1999 } });
    expect((await openai.vectorStores.files.retrieve(arabic, { vector_store_id: store.id })).attributes).toEqual({
      year: 1999,
    });
    const text = await openai.vectorStores.files.content(arabic, { vector_store_id: store.id });
    expect(text.data[0]?.text).toContain('الإدارة');
    await openai.vectorStores.files.delete(french, { vector_store_id: store.id });
    expect((await openai.vectorStores.files.list(store.id)).data.map(({ id }) => id)).toEqual([arabic]);
    expect((await openai.vectorStores.update(store.id, { name: 'courriers' })).name).toBe('courriers');
    await expect(openai.vectorStores.update(same.id, { name: 'courriers' })).rejects.toMatchObject({ status: 409 });
    for (const { id } of [store, same]) await openai.vectorStores.delete(id);
    expect((await openai.vectorStores.list()).data).toEqual([]);
    for (const id of [arabic, french]) await openai.files.delete(id);
  }, 180_000);

  test('Mistral: a library takes a document, says how far it is, gives its text and lets go of it', async () => {
    const { libraries } = mistral.beta;
    const library = await libraries.create({ name: 'قوانين', description: 'Textes' });
    expect((await libraries.list({})).data.map(({ id }) => id)).toEqual([library.id]);
    const sent = { libraryId: library.id, requestBody: { file: { fileName: name, content: new Uint8Array(letter) } } };
    const document = await libraries.documents.upload(sent);
    expect(document).toMatchObject({ name, libraryId: library.id, size: letter.length });
    expect((await libraries.documents.upload(sent)).id).toBe(document.id);
    const of = { libraryId: library.id, documentId: document.id };
    await expect
      .poll(async () => (await libraries.documents.status(of)).processStatus, { timeout: 120_000 })
      .toBe('done');
    expect((await libraries.documents.textContent(of)).text).toContain('الإدارة');
    const updated = await libraries.documents.update({
      ...of,
      updateDocumentRequest: { name: 'lettre.pdf', attributes: { year: 2024 } },
    });
    expect(updated).toMatchObject({ name: 'lettre.pdf', attributes: { year: 2024 }, numberOfPages: 1 });
    const listed = await libraries.documents.list({ libraryId: library.id, search: 'LETTRE' });
    expect(listed).toMatchObject({ pagination: { totalItems: 1, hasMore: false }, data: [{ id: document.id }] });

    const link = await libraries.documents.getSignedUrl(of);
    const fetched = await fetch(link);
    expect(Buffer.from(await fetched.arrayBuffer()).equals(letter)).toBe(true);
    expect(fetched.headers.get('content-security-policy')).toContain('sandbox');
    expect((await fetch(link.replace('signature=', 'signature=A'))).status).toBe(403);
    expect(await (await fetch(await libraries.documents.extractedTextSignedUrl(of))).text()).toContain('الإدارة');

    await libraries.documents.reprocess(of);
    await libraries.documents.delete(of);
    expect((await libraries.get({ libraryId: library.id })).nbDocuments).toBe(0);
    expect((await libraries.update({ libraryId: library.id, updateLibraryRequest: { name: 'ن' } })).name).toBe('ن');
    await libraries.delete({ libraryId: library.id });
    await expect(libraries.get({ libraryId: library.id })).rejects.toMatchObject({ statusCode: 404 });
  }, 180_000);

  test('Mistral: a file is uploaded and read by page, from its id, its link and its bytes', async () => {
    const file = await mistral.files.upload({
      file: { fileName: 'table.pdf', content: new Uint8Array(table) },
      purpose: 'ocr',
    });
    expect(await mistral.files.list({})).toMatchObject({ total: 1, data: [{ id: file.id, filename: 'table.pdf' }] });
    const { url } = await mistral.files.getSignedUrl({ fileId: file.id });
    const documents = [
      { type: 'file' as const, fileId: file.id },
      { type: 'document_url' as const, documentUrl: url },
      { type: 'document_url' as const, documentUrl: `data:application/pdf;base64,${table.toString('base64')}` },
    ];
    for (const document of documents) {
      const read = await mistral.ocr.process({ model: 'mistral-ocr-latest', document, tableFormat: 'html' });
      expect(read.usageInfo).toMatchObject({ pagesProcessed: 1, docSizeBytes: table.length });
      expect(read.pages[0]?.tables?.[0]).toMatchObject({ format: 'html', content: expect.stringContaining('<td>') });
      expect(read.pages[0]?.blocks?.some((block) => block.type === 'table')).toBe(true);
    }
    const none = await mistral.ocr.process({
      model: 'mistral-ocr-latest',
      document: { type: 'file', fileId: file.id },
      pages: [7],
    });
    expect(none.pages).toEqual([]);
    const elsewhere = { type: 'document_url' as const, documentUrl: 'https://example.org/a.pdf' };
    await expect(mistral.ocr.process({ model: 'mistral-ocr-latest', document: elsewhere })).rejects.toMatchObject({
      statusCode: 403,
    });
    expect(await mistral.files.delete({ fileId: file.id })).toMatchObject({ deleted: true });
  }, 180_000);

  test.skipIf(process.env['RIAD_TEST_FULL'] !== '1')(
    'a chat with file_search answers from the documents, and says so when they do not tell (with --full)',
    async () => {
      const file = await openai.files.create({ file: await toFile(table, 'table.pdf'), purpose: 'assistants' });
      const store = await openai.vectorStores.create({ name: 'answers', file_ids: [file.id] });
      await openai.vectorStores.files.poll(store.id, file.id, { pollIntervalMs: 200 });
      const ask = (content: string, id: string = store.id) => ({
        model: 'smollm2-135m-instruct',
        messages: [{ role: 'user' as const, content }],
        tools: [{ type: 'file_search', vector_store_ids: [id] }] as never,
        max_tokens: 12,
      });
      const { data, response } = await openai.chat.completions.create(ask('registre du commerce')).withResponse();
      const { riad: told } = data as unknown as { riad: Told };
      expect(response.headers.get('x-riad-record')).toMatch(/^rec_/);
      expect(told.passages[0]).toMatchObject({ file_id: file.id, filename: 'table.pdf', page: 1 });
      for (const { supported, citations } of told.sentences) expect(supported).toBe(citations.length > 0);
      expect(data.usage?.total_tokens).toBeGreaterThan(0);
      const nothing = await openai.chat.completions.create(ask('zzqx vvkw jjpl'));
      expect((nothing as unknown as { riad: Told }).riad).toMatchObject({ status: 'not_in_documents' });
      await expect(openai.chat.completions.create(ask('registre', 'col_nobody'))).rejects.toMatchObject({
        status: 404,
      });
      await openai.files.delete(file.id);
      await openai.vectorStores.delete(store.id);
    },
    300_000,
  );

  test('what is not right is told by field: no form, no file, an unknown purpose, promises of deletion, unreadable files', async () => {
    const before = (await openai.files.list()).data.length;
    const post = async (path: string, body: string | FormData, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${riad.address}/v1${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${riad.key}`, ...headers },
        body,
      });
      const { code, param } = (await answer.json()) as { code: string; param: string | null };
      return [answer.status, code, param];
    };
    const form = (fields: Readonly<Record<string, string>>, content?: string): FormData => {
      const made = new FormData();
      if (content !== undefined) made.set('file', new Blob([content]), 'a.txt');
      for (const [field, value] of Object.entries(fields)) made.set(field, value);
      return made;
    };
    expect(await post('/files', '{}', { 'content-type': 'application/json' })).toEqual([400, 'invalid_json', null]);
    expect(await post('/files', form({ purpose: 'ocr' }))).toEqual([422, 'invalid_value', 'file']);
    expect(await post('/files', form({ purpose: 'fun' }, 'x'))).toEqual([422, 'invalid_value', 'purpose']);
    expect(await post('/files', form({ expiry: '24' }, 'x'))).toEqual([400, 'unsupported_parameter', 'expiry']);
    expect((await post('/files', form({}, '')))[0]).toBe(422);
    expect((await post('/vector_stores', '{"expires_after":{"days":1}}'))[2]).toBe('expires_after');
    expect((await post('/vector_stores', '{"file_ids":["nobody"]}'))[0]).toBe(404);
    expect((await post('/vector_stores/nobody/search', '{"query":"a"}'))[0]).toBe(404);
    expect((await openai.files.list()).data).toHaveLength(before);

    const broken = await openai.files.create({
      file: await toFile(Buffer.from('%PDF-1.7 broken'), 'a.pdf'),
      purpose: 'assistants',
    });
    const store = await openai.vectorStores.create({ name: 'broken' });
    const failed = await openai.vectorStores.files.createAndPoll(
      store.id,
      { file_id: broken.id },
      { pollIntervalMs: 200 },
    );
    expect(failed).toMatchObject({ status: 'failed', last_error: { code: 'invalid_file' } });
    await openai.files.delete(broken.id);
    await openai.vectorStores.delete(store.id);
  }, 180_000);

  test.skipIf(python !== undefined)(
    'both vendors’ Python clients do the same (skipped when pip cannot install them)',
    async () => {
      expect(await runPython('openai_documents.py', riad)).toEqual({
        same_bytes: true,
        batch: 'completed',
        found: 'lettre-ع.pdf',
        text: true,
        left: 0,
      });
      expect(await runPython('mistral_documents.py', riad)).toEqual({
        status: 'Completed',
        text: true,
        pages: 1,
        signed: true,
        ocr_pages: 1,
        left: 0,
      });
    },
    300_000,
  );
});
