/** `node tools/screens.ts`: starts a server of its own and photographs every page of the console into docs/screens. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Browser, Page } from 'playwright-core';

import { findChromium, launchBrowser } from '../e2e/support/browser.ts';
import { startRiad, type RunningRiad } from '../e2e/support/start-riad.ts';

interface Look {
  readonly name: string;
  readonly locale: string;
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
  readonly question: string;
}

const looks: readonly Look[] = [
  {
    name: 'fr-light',
    locale: 'fr',
    colorScheme: 'light',
    width: 1200,
    height: 750,
    question: 'Merci d’écrire à Ahmed Benali, CIN AB123456.',
  },
  {
    name: 'ar-dark',
    locale: 'ar',
    colorScheme: 'dark',
    width: 1200,
    height: 750,
    question: 'اكتب إلى أحمد بنعلي، بطاقة AB123456، هاتف 0661234567.',
  },
  { name: 'zgh-light', locale: 'zgh', colorScheme: 'light', width: 1200, height: 750, question: 'ⴰⵣⵓⵍ, AB123456' },
  {
    name: 'fr-360',
    locale: 'fr',
    colorScheme: 'light',
    width: 360,
    height: 720,
    question: 'Bonjour, mon numéro est le 0661234567.',
  },
];
const pages = ['collections', 'keys', 'usage', 'models', 'ledger', 'people', 'status', 'account'] as const;
const folder = fileURLToPath(new URL('../docs/screens', import.meta.url));

const chromium = findChromium();
if ('missing' in chromium) throw new Error(chromium.missing);
const riad = startRiad(process.env['RIAD_TEST_MODELS'] ?? join(homedir(), '.cache/riad-test-models'));
const browser = await launchBrowser(chromium.path);
try {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const look of looks) await photograph(look);
} finally {
  await browser.close();
  riad.stop();
}

async function photograph(look: Look): Promise<void> {
  const page = await openPage(browser, look);
  await page.goto(`${riad.address}/sign-in`);
  await page.locator('h1').waitFor();
  await shoot(page, look, 'sign-in');
  await page.goto(linkOf(riad));
  await page.waitForURL((url) => url.pathname === '/' || url.pathname === '/welcome');
  await page.locator('h1').first().waitFor();
  if (page.url().endsWith('/welcome')) {
    await shoot(page, look, 'welcome');
    await page.locator('input').nth(0).fill('Salma');
    await page.locator('input').nth(1).fill('salma@example.org');
    await page.locator('form button[type=submit]').click();
    await page.waitForURL((url) => url.pathname === '/');
  }
  await page.locator('.select-value').last().waitFor();
  await shoot(page, look, 'assistant');
  await page.locator('.composer textarea').fill(look.question);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/c/**');
  const where = page.locator('.message-assistant .button-quiet');
  // A very small model may not find its end; a person would stop it too.
  await where.waitFor({ timeout: 15_000 }).catch(() => page.locator('.composer .icon-button-main').click());
  await where.waitFor();
  await shoot(page, look, 'conversation');
  await where.click();
  await page.locator('.facts').waitFor();
  await shoot(page, look, 'origin');
  await page.locator('.facts a').click();
  await page.locator('.page .button-main').click();
  await page.getByTestId('verified').waitFor();
  await shoot(page, look, 'record');
  for (const name of pages) {
    await page.goto(`${riad.address}/${name}`);
    await page.locator('.page h1').waitFor();
    await page.waitForLoadState('networkidle');
    await shoot(page, look, name);
  }
  await page.context().close();
}

async function openPage(from: Browser, { locale, colorScheme, width, height }: Look): Promise<Page> {
  const context = await from.newContext({ locale, colorScheme, viewport: { width, height }, reducedMotion: 'reduce' });
  await context.addInitScript((wanted) => localStorage.setItem('riad.locale', wanted), locale);
  return context.newPage();
}

function linkOf({ riad: run }: RunningRiad): string {
  const created: unknown = JSON.parse(run('sign-in', '--json'));
  if (typeof created === 'object' && created !== null && 'link' in created && typeof created.link === 'string')
    return created.link;
  throw new Error('sign-in printed no link');
}

async function shoot(page: Page, look: Look, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready');
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 70 });
  writeFileSync(join(folder, `${name}-${look.name}.webp`), Buffer.from(data, 'base64'));
  await session.detach();
}
