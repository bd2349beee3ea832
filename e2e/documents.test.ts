import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { startRiad, type RunningRiad } from './support/start-riad.ts';
import { haveSmallModel, testModels } from './support/test-models.ts';

const pages = fileURLToPath(new URL('../bench/extract/pages/', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'riad-documents-'));
let riad: RunningRiad | undefined;

interface Listed {
  readonly data: readonly {
    readonly id: string;
    readonly name: string;
    readonly state: string;
    readonly existed?: boolean;
  }[];
}
interface Found {
  readonly data: readonly { readonly name: string; readonly page: number; readonly heading: string }[];
}

function json<T>(...args: string[]): T {
  return JSON.parse(riad?.riad('documents', ...args, '--json') ?? '') as T;
}

beforeAll(() => {
  if (haveSmallModel) riad = startRiad(testModels);
}, 120_000);
afterAll(() => {
  riad?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

test.skipIf(!haveSmallModel)(
  'a printed Arabic letter is added once, found in Arabic, French and by its law, and gone when it is removed',
  () => {
    // A key in a document goes to no model; the document is ready all the same.
    const note = join(scratch, 'note.md');
    writeFileSync(note, '# Accès\n\nAuthorization: Bearer sk-live-4f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c\n');
    const letter = `${pages}letter-ar.chromium.pdf`;
    const added = json<Listed>('add', letter, note, `${pages}table-fr.libreoffice.pdf`, '--collection', 'lettres');
    expect(added.data.map(({ state, existed }) => [state, existed])).toEqual([
      ['ready', false],
      ['ready', false],
      ['ready', false],
    ]);
    expect(json<Listed>('add', letter, '--collection', 'lettres').data[0]?.existed).toBe(true);

    for (const question of ['اجل الطعن الاداري', 'recours administratif', 'المادة 16 من القانون 55.19']) {
      expect(json<Found>('search', question).data[0]).toMatchObject({ name: 'letter-ar.chromium.pdf', page: 1 });
    }
    expect(json<Found>('search', 'registre du commerce', '--limit', '1').data[0]?.name).toBe(
      'table-fr.libreoffice.pdf',
    );

    const id = added.data[0]?.id ?? '';
    riad?.riad('documents', 'remove', id);
    expect(json<Listed>('list').data.map(({ name }) => name)).not.toContain('letter-ar.chromium.pdf');
    expect(json<Found>('search', 'اجل الطعن الاداري').data.map(({ name }) => name)).not.toContain(
      'letter-ar.chromium.pdf',
    );
    expect(() => riad?.riad('documents', 'remove', id)).toThrow(/document/);
  },
  180_000,
);

test.skipIf(!haveSmallModel)(
  'a question that the documents do not answer is told so, in the shape that programs read',
  () => {
    const answer = json<{
      status: string;
      sentences: readonly { supported: boolean; citations: readonly unknown[] }[];
    }>('ask', 'zzqx vvkw jjpl');
    expect(answer.status).toBe('not_in_documents');
    for (const { supported, citations } of answer.sentences) expect(supported).toBe(citations.length > 0);
  },
  180_000,
);

test.skipIf(!haveSmallModel)(
  'R9: an erased person is found by no search of the running server, in no original, and no model remembers them',
  async () => {
    const letter = join(scratch, 'requete.md');
    writeFileSync(letter, '# Requête\n\nMadame Zineb Tahiri demande un duplicata de son acte de propriété.\n');
    const id = json<Listed>('add', letter, '--collection', 'requetes').data[0]?.id ?? '';
    const names = (text: string): readonly string[] => json<Found>('search', text).data.map(({ name }) => name);
    expect(names('Zineb Tahiri')).toContain('requete.md');
    const content = `${'Madame Zineb Tahiri attend son acte de propriété. '.repeat(12)}Pourquoi ?`;
    await cachedTokens(content);
    expect(await cachedTokens(content)).toBeGreaterThan(40);

    const rights = (...args: string[]): string => riad?.riad('rights', ...args) ?? '';
    const request = JSON.parse(rights('receive', 'erase', '--id', 'Zineb Tahiri', '--json')) as { id: string };
    const certificate = rights('erase', request.id);
    expect(certificate).toContain(`- documents.original ${id}`);
    expect(await cachedTokens(content)).toBe(0);
    expect(JSON.stringify(json<Found>('search', 'Zineb Tahiri'))).not.toMatch(/Zineb|Tahiri/);
    expect(names('duplicata acte de propriété')).toContain('requete.md');
  },
  180_000,
);

async function cachedTokens(content: string): Promise<number> {
  const response = await fetch(`${riad?.address}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${riad?.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'default', max_tokens: 1, messages: [{ role: 'user', content }] }),
  });
  const { usage } = (await response.json()) as { usage: { prompt_tokens_details?: { cached_tokens: number } } };
  return usage.prompt_tokens_details?.cached_tokens ?? -1;
}
