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
