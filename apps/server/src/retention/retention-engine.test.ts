import { verifyLedger } from '@riad/ledger/verify';
import { openCertificate } from '@riad/store';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Acting } from '../rights/acting.ts';
import { dataControlWith, type DataControlWorld } from '../testing/data-control-with.ts';

const DAY = 86_400_000;
let world: DataControlWorld;
let acting: Acting;

beforeAll(async () => {
  world = await dataControlWith();
  acting = { scope: world.scope, by: 'officer' };
});
afterAll(() => world.close());

async function usageRow(day: string): Promise<void> {
  const { organisationId, id } = world.project;
  await world.store.pool.query(
    `insert into usage_daily (organisation_id, project_id, key_id, model, target, day) values ($1, $2, 'key_1', 'm', 'embedded', $3)`,
    [organisationId, id, day],
  );
}

const usageDays = async (): Promise<readonly string[]> => {
  const { rows } = await world.store.pool.query<{ day: string }>(
    'select day::text as day from usage_daily order by day',
  );
  return rows.map(({ day }) => day);
};

test('R14: rows older than their period go, newer ones stay, and the certificate says how many', async () => {
  await usageRow('2010-01-01');
  await usageRow('2026-11-01');
  expect(await world.dataControl.retention.run(acting, { dryRun: true })).toMatchObject({ deleted: { usage: 1 } });
  expect(await usageDays()).toHaveLength(2);
  const run = await world.dataControl.retention.run(acting);
  expect(await usageDays()).toEqual(['2026-11-01']);
  const text = openCertificate(run.certificate ?? '', world.ledger.signer.verifierKey);
  expect(text).toMatch(/^riad certificate of deletion\n[^]*- usage: 1, list [0-9a-f]{64}$/m);
  expect((await world.ledger.find(run.record ?? ('' as never)))?.facts).toMatchObject({ deleted: { usage: 1 } });
  expect(await world.dataControl.retention.run(acting)).toEqual({ dryRun: false, deleted: {}, held: [] });
});

test('R14: nothing under a legal hold goes, until the hold is released', async () => {
  await usageRow('2011-01-01');
  const hold = await world.dataControl.retention.hold(acting, {
    class: 'usage',
    reason: 'case 12',
    projectId: world.project.id,
  });
  expect(await world.dataControl.retention.run(acting)).toEqual({ dryRun: false, deleted: {}, held: ['usage'] });
  const all = await world.dataControl.retention.hold(acting, { class: 'all', reason: 'case 13' });
  await world.dataControl.retention.release(acting, hold.id);
  expect((await world.dataControl.retention.run(acting)).deleted).toEqual({});
  await world.dataControl.retention.release(acting, all.id);
  expect((await world.dataControl.retention.run(acting)).deleted).toEqual({ usage: 1 });
  await expect(world.dataControl.retention.release(acting, all.id)).rejects.toMatchObject({ code: 'request.invalid' });
});

test('R14: with the clock a year on, what is sealed beside old records is erased and the log still verifies', async () => {
  const before = [...world.ledger.sealed()].length;
  expect(before).toBeGreaterThan(0);
  world.advance(366 * DAY);
  const run = await world.dataControl.retention.run(acting);
  expect(run.deleted).toMatchObject({ 'ledger-sealed': before });
  expect([...world.ledger.sealed()]).toEqual([]);
  await world.ledger.sign();
  expect(verifyLedger(world.folder.ledger)).toMatchObject({ problems: [], erased: before });
});

test('R14: an organisation sets its own period with a purpose, on record', async () => {
  await world.dataControl.retention.setPeriod(acting, { class: 'conversations', days: 7, purpose: 'drafts' });
  const rule = (await world.dataControl.retention.rules(world.scope)).find((each) => each.class === 'conversations');
  expect(rule).toEqual({ class: 'conversations', days: 7, purpose: 'drafts', source: 'organisation', holds: [] });
  await expect(
    world.dataControl.retention.setPeriod(acting, { class: 'nothing', days: 7, purpose: 'x' }),
  ).rejects.toMatchObject({ code: 'request.invalid', field: 'class' });
});
