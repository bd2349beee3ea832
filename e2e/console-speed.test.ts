import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { findChromium, launchBrowser, withRoutes } from './support/browser.ts';
import { longConversation, scrollToTop } from './support/long-conversation.ts';
import { stopAfter } from './support/stop-answer.ts';
import { startRiad, type RunningRiad } from './support/start-riad.ts';

const models = process.env['RIAD_TEST_MODELS'] ?? join(homedir(), '.cache/riad-test-models');
const chromium = findChromium();
const full = process.env['RIAD_TEST_FULL'] === '1';
const ready = full && 'path' in chromium && existsSync(join(models, 'smollm2-135m-instruct.gguf'));

/** 3G as Chromium's own tools have it. */
const thirdGeneration = { offline: false, latency: 100, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };

/** Figures that depend on the machine: run on a quiet one, `./riad test --full e2e/console-speed`. */
describe.skipIf(!ready)('the speed of the console', () => {
  let riad: RunningRiad;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    riad = startRiad(models);
    browser = await launchBrowser('path' in chromium ? chromium.path : '');
    page = await (await browser.newContext({ locale: 'fr', ...withRoutes })).newPage();
    await page.goto((JSON.parse(riad.riad('sign-in', '--json')) as { link: string }).link);
    await page.getByLabel('Nom', { exact: true }).fill('Salma');
    await page.getByLabel('Adresse électronique').fill('salma@example.org');
    await page.getByRole('button', { name: 'Commencer' }).click();
    await page.waitForURL(`${riad.address}/`);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    riad.stop();
  });

  test('over 3G, with nothing kept from before, one can write within five seconds', async () => {
    const context = await browser.newContext({ locale: 'fr', storageState: await page.context().storageState() });
    const fresh = await context.newPage();
    const network = await context.newCDPSession(fresh);
    await network.send('Network.enable');
    await network.send('Network.emulateNetworkConditions', thirdGeneration);
    const started = performance.now();
    await fresh.goto(riad.address, { waitUntil: 'commit' });
    await fresh.getByLabel('Votre question').waitFor();
    const took = performance.now() - started;
    process.stdout.write(`over 3G: ${Math.round(took)} ms\n`);
    expect(took).toBeLessThan(5000);
    await context.close();
  }, 60_000);

  test('an event of an answer costs the page two milliseconds of work at most', async () => {
    const meter = await page.context().newCDPSession(page);
    await page.getByLabel('Votre question').fill('Tell a long story about a house with a garden.');
    await page.keyboard.press('Enter');
    await page.locator('.message-assistant .rich').waitFor({ timeout: 60_000 });
    await meter.send('Performance.enable', { timeDomain: 'threadTicks' });
    const said = async (): Promise<number> =>
      ((await page.locator('.message-assistant .rich').textContent()) ?? '').split(/\s+/).length;
    const words = await said();
    const before = await metric(meter, 'ScriptDuration');
    await stopAfter(page, words + 60);
    const events = (await said()) - words;
    const each = (((await metric(meter, 'ScriptDuration')) - before) * 1000) / events;
    process.stdout.write(`script per event: ${each.toFixed(2)} ms over at least ${events} events\n`);
    expect(each).toBeLessThanOrEqual(2);
  }, 120_000);

  test('scrolling through 2,000 messages costs less than a sixtieth of a second per frame', async () => {
    await page.route('**/api/conversations/cnv_long', (route) => route.fulfill({ json: longConversation(2000) }));
    await page.route('**/api/conversations/cnv_long/events', (route) => route.abort());
    await page.goto(`${riad.address}/c/cnv_long`);
    await page.getByText('Message 1998', { exact: true }).waitFor();
    const meter = await page.context().newCDPSession(page);
    await meter.send('Performance.enable', { timeDomain: 'threadTicks' });
    const before = await metric(meter, 'TaskDuration');
    const frames = await page.evaluate<number>(scrollToTop);
    const each = (((await metric(meter, 'TaskDuration')) - before) * 1000) / frames;
    process.stdout.write(`work per frame: ${each.toFixed(2)} ms over ${frames} frames\n`);
    expect(each).toBeLessThan(1000 / 60);
  }, 120_000);
});

async function metric(meter: CDPSession, name: string): Promise<number> {
  const { metrics } = await meter.send('Performance.getMetrics');
  return metrics.find((each) => each.name === name)?.value ?? Number.NaN;
}
