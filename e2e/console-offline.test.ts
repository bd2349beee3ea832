import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { findChromium, launchBrowser } from './support/browser.ts';
import { startRiadWith, type RunningRiad } from './support/start-riad.ts';

const chromium = findChromium();

describe.skipIf('missing' in chromium)('the console without a network', () => {
  let riad: RunningRiad;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    riad = startRiadWith({});
    browser = await launchBrowser('path' in chromium ? chromium.path : '');
    page = await (await browser.newContext({ locale: 'fr' })).newPage();
    await page.goto((JSON.parse(riad.riad('sign-in', '--json')) as { link: string }).link);
    await page.getByLabel('Nom', { exact: true }).fill('Salma');
    await page.getByLabel('Adresse électronique').fill('salma@example.org');
    await page.getByRole('button', { name: 'Commencer' }).click();
    await page.getByLabel('Votre question').waitFor();
    await page.evaluate('navigator.serviceWorker.ready');
    // Loaded once through the worker, so that it has kept every file of the shell.
    await page.reload();
    await page.getByLabel('Votre question').waitFor();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    riad.stop();
  });

  test('it says so, keeps what was being written, and goes on when the network is back', async () => {
    await page.getByLabel('Votre question').fill('Une question à demi écrite');
    await page.context().setOffline(true);
    await page.getByText('Vous êtes hors ligne').first().waitFor();
    await page.reload();
    await page.getByText('Vous êtes hors ligne').first().waitFor();
    await page.context().setOffline(false);
    await expect.poll(() => page.getByLabel('Votre question').inputValue()).toBe('Une question à demi écrite');
  }, 60_000);

  test('only files of the shell are kept, and no answer of an interface', async () => {
    const kept = await page.evaluate<string[]>(
      `caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((shell) => shell.keys()))))
        .then((all) => all.flat().map((request) => new URL(request.url).pathname))`,
    );
    expect(kept).toContain('/');
    expect(kept.filter((path) => !/^\/(?:assets\/[\w.-]+|icon\.svg|riad\.webmanifest)?$/.test(path))).toEqual([]);
  });
});
