import { PlatformError, settingsSchema, type LedgerEntry, type Settings } from '@riad/contracts';
import { expect, test } from 'vitest';

import { createSettingsBook, type SettingsBook } from './settings-book.ts';

const elsewhere = {
  id: 'elsewhere',
  kind: 'openai-compatible' as const,
  url: 'http://127.0.0.1:9/v1',
  country: 'FR',
  contract: 'agreement 1',
  models: [{ id: 'large' }],
};

interface Kept {
  readonly book: SettingsBook;
  readonly records: LedgerEntry[];
  /** What was made to hold, in order. */
  readonly enforced: Settings[];
}

function bookWith(prepare?: (next: Settings) => () => void): Kept {
  const records: LedgerEntry[] = [];
  const enforced: Settings[] = [];
  const book = createSettingsBook({
    initial: settingsSchema.parse({}),
    prepare: prepare ?? ((next) => () => void enforced.push(next)),
    ledger: {
      append(entry, hooks) {
        records.push(entry);
        queueMicrotask(() => hooks?.onDurable?.());
        return 'rec_1' as ReturnType<Parameters<typeof createSettingsBook>[0]['ledger']['append']>;
      },
    },
    clock: { now: () => 0, monotonic: () => 0 },
    logger: { info() {}, warn() {}, error() {} },
  });
  return { book, records, enforced };
}

const reading =
  (settings: object): (() => Settings) =>
  () =>
    settingsSchema.parse(settings);

test('R26: what may change while it runs is on record before it holds, with the countries that can be reached', async () => {
  const { book, records, enforced } = bookWith();
  const { outcome } = await book.reread(
    reading({ offline: true, limits: { requestsPerMinute: 5 }, upstreams: [elsewhere] }),
  );
  expect(outcome).toBe('applied');
  expect(records).toEqual([
    {
      type: 'settings.changed',
      facts: {
        applied: ['offline', 'limits.requestsPerMinute', 'upstreams'],
        waiting: [],
        offline: true,
        countries: ['FR'],
      },
    },
  ]);
  expect(enforced).toEqual([book.current()]);
  expect(book.current()).toMatchObject({ offline: true, limits: { requestsPerMinute: 5 } });
});

test('what is read only at a start is named and stays as it is', async () => {
  const { book, records } = bookWith();
  const read = { server: { port: 9000, maxBodyBytes: 1000 }, engine: { threads: 1, defaultModel: 'small' } };
  expect(await book.reread(reading(read))).toMatchObject({
    applied: ['server.maxBodyBytes', 'engine.defaultModel'],
    waiting: ['server.port', 'engine.threads'],
  });
  expect(book.current().server).toMatchObject({ port: 8080, maxBodyBytes: 1000 });
  expect(book.current().engine).toMatchObject({ threads: 'auto', defaultModel: 'small' });
  expect(records).toHaveLength(1);
});

test('the same file again changes nothing and is not on record', async () => {
  const { book, records, enforced } = bookWith();
  expect(await book.reread(reading({}))).toMatchObject({ outcome: 'applied', applied: [], waiting: [] });
  expect([records, enforced]).toEqual([[], []]);
});

interface Unusable {
  readonly read: () => Settings;
  readonly prepare?: () => () => void;
  readonly field: string;
}
const broken: Unusable = {
  read(): Settings {
    throw new PlatformError('settings.invalid', 'unknown setting server.prot', { field: 'server.prot' });
  },
  field: 'server.prot',
};
const keyless: Unusable = {
  read: reading({ upstreams: [elsewhere] }),
  prepare(): () => void {
    throw new PlatformError('settings.invalid', 'KEY is not set', { field: 'upstreams.elsewhere.key' });
  },
  field: 'upstreams.elsewhere.key',
};

test.each([
  ['a file that cannot be read', broken],
  ['an upstream whose key is missing', keyless],
])(
  'R26: after %s the settings from before hold, and the refusal is on record',
  async (_name, { read, field, ...own }) => {
    const { book, records } = bookWith('prepare' in own ? own.prepare : undefined);
    const before = book.current();
    expect(await book.reread(read)).toMatchObject({ outcome: 'refused', error: { field } });
    expect(book.current()).toBe(before);
    expect(book.last()).toMatchObject({ outcome: 'refused' });
    expect(records).toEqual([{ type: 'settings.refused', facts: { code: 'settings.invalid', field } }]);
  },
);

test('two signals at once are worked on one after the other', async () => {
  const { book } = bookWith();
  const [first, second] = await Promise.all([
    book.reread(reading({ offline: true })),
    book.reread(reading({ offline: true })),
  ]);
  expect(first).toMatchObject({ applied: ['offline'] });
  expect(second).toMatchObject({ applied: [] });
});

test('what the console declares holds beside the file, which overrides it, and stays when the file is read again', async () => {
  const { book, enforced } = bookWith();
  const own = settingsSchema.parse({ upstreams: [{ ...elsewhere, country: 'DE' }] }).upstreams;
  book.declare(own);
  expect(book.current().upstreams).toEqual(own);
  expect(enforced.at(-1)?.upstreams).toEqual(own);
  await book.reread(reading({ upstreams: [elsewhere] }));
  expect(book.current().upstreams).toMatchObject([{ id: 'elsewhere', country: 'FR' }]);
  expect(book.fileUpstreams()).toHaveLength(1);
  await book.reread(reading({}));
  expect(book.current().upstreams).toEqual(own);
});
