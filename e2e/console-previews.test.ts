import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { findChromium, launchBrowser } from './support/browser.ts';

const chromium = findChromium();
const ready = process.env['RIAD_TEST_FULL'] === '1' && 'path' in chromium;
/** The first page waits until every module was read once. */
const FIRST_MS = 120_000;
const command = fileURLToPath(new URL('../apps/console/previews.ts', import.meta.url));

describe.skipIf(!ready)('the parts of the interface, each in every state (with --full)', () => {
  let browser: Browser;
  let server: ChildProcess;
  let address: string;

  beforeAll(async () => {
    browser = await launchBrowser('path' in chromium ? chromium.path : '');
    server = spawn(process.execPath, [command], {
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said: unknown = server.stdout === null ? [] : await once(server.stdout, 'data');
    address = String(Array.isArray(said) ? said[0] : '').trim();
    const first = await browser.newPage();
    await first.goto(address, { waitUntil: 'commit', timeout: FIRST_MS });
    await first.locator('[data-part=rows] table').waitFor({ timeout: FIRST_MS });
    await first.close();
  }, 3 * FIRST_MS);
  afterAll(async () => {
    server.kill();
    await browser.close();
  });

  test.each([
    ['fr', 'light', 1200],
    ['fr', 'dark', 360],
    ['ar', 'light', 360],
    ['ar', 'dark', 1200],
  ] as const)(
    'axe finds nothing, and nothing is wider than the screen: %s, %s, %i px',
    async (locale, colorScheme, width) => {
      const context = await browser.newContext({ locale, colorScheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      await page.goto(address);
      await page.locator('[data-part=rows] table').waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await context.close();
    },
    60_000,
  );
});
