import { systemClock, type Caller, type Logger } from '@riad/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { dataControlWith, type DataControlWorld } from '../testing/data-control-with.ts';
import { openPurposeBook, type PurposeBook } from './purpose-book.ts';

const quiet: Logger = { info() {}, warn() {}, error() {} };
let world: DataControlWorld;
let caller: Caller;
/** The same database seen by another server. */
let elsewhere: PurposeBook;

beforeAll(async () => {
  world = await dataControlWith();
  const { organisationId, id } = world.project;
  caller = { keyId: 'key_1' as never, keyName: 'one', projectId: id, organisationId, limits: {} };
  elsewhere = await openPurposeBook({
    purposes: world.store.purposes,
    tenantKey: world.privacy.tenantKeys.get,
    ledger: world.ledger,
    clock: systemClock,
    logger: quiet,
  });
});
afterAll(async () => {
  await elsewhere.close();
  await world.close();
});

async function recordsOf(consent: string): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const { type, facts } of world.ledger.records()) if (facts['consent'] === consent) types.push(type);
  return types;
}

test('R17: a withdrawn consent refuses at once here, within a second elsewhere, and all of it is on record', async () => {
  const { purposes } = world.privacy;
  const declaration = {
    projectId: world.project.id,
    purpose: 'enrolment',
    description: 'school',
    consentRequired: true,
  };
  await purposes.declare(world.scope, { ...declaration, by: 'officer' });
  const given = await purposes.give(world.scope, {
    purpose: 'enrolment',
    subject: 'AB123456',
    evidence: 'form of Amina El Fassi',
    source: 'civil registry',
    by: 'officer',
  });
  const allows = (book: PurposeBook): boolean => book.check(caller, { consent: given.id }).allowed;
  expect(allows(purposes)).toBe(true);
  await expect.poll(() => allows(elsewhere), { timeout: 10_000, interval: 20 }).toBe(true);

  await purposes.withdraw(world.scope, { id: given.id, reason: 'letter', by: 'officer' });
  expect(purposes.check(caller, { consent: given.id })).toMatchObject({ problem: { kind: 'consent-withdrawn' } });
  await expect.poll(() => allows(elsewhere), { timeout: 10_000, interval: 20 }).toBe(false);
  expect(await recordsOf(given.id)).toEqual(['consent.given', 'consent.withdrawn']);
});

test('R17: who consented stands sealed beside the record only, and is found again in any spelling', async () => {
  const { rows } = await world.store.pool.query('select c::text as row from consents c');
  const records: unknown[] = [];
  for await (const { facts } of world.ledger.records()) records.push(facts);
  expect(JSON.stringify([rows, records])).not.toMatch(/123456|Fassi/);
  const [found] = await world.privacy.purposes.consents(world.scope, 'ab 123-456');
  expect(await world.ledger.unseal(found?.record as never)).toEqual({
    subject: 'AB123456',
    evidence: 'form of Amina El Fassi',
  });
});

test('a consent for a purpose that no project declares is refused, and so is a second withdrawal', async () => {
  const { purposes } = world.privacy;
  const consent = { purpose: 'marketing', subject: 'AB123456', evidence: 'form', by: 'officer' };
  await expect(purposes.give(world.scope, consent)).rejects.toMatchObject({
    code: 'request.invalid',
    field: 'purpose',
  });
  const [gone] = await purposes.consents(world.scope);
  await expect(
    purposes.withdraw(world.scope, { id: gone?.id ?? '', reason: 'again', by: 'officer' }),
  ).rejects.toMatchObject({ code: 'request.invalid', field: 'id' });
});

test('R17: without news from the database what depends on a purpose is refused, not guessed', async () => {
  let now = 0;
  let failing = false;
  const book = await openPurposeBook({
    purposes: {
      ...world.store.purposes,
      declarations: () => (failing ? Promise.reject(new Error('away')) : world.store.purposes.declarations()),
    },
    tenantKey: world.privacy.tenantKeys.get,
    ledger: world.ledger,
    clock: { now: Date.now, monotonic: () => now },
    logger: quiet,
  });
  failing = true;
  now = 6000;
  expect(() => book.check(caller, { purpose: 'enrolment' })).toThrow(/cannot be read/);
  await book.close();
});
