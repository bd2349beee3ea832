/** `node tools/screens.ts`: starts a server of its own and photographs every page of the console into docs/screens. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Browser, Page } from 'playwright-core';

import { findChromium, launchBrowser } from '../e2e/support/browser.ts';
import { startRiad, type RunningRiad } from '../e2e/support/start-riad.ts';
import { fillHouse } from './screens/example-house.ts';

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
    question: 'Rédige en trois phrases une lettre à Ahmed Benali, CIN AB123456 : son dossier est complet.',
  },
  {
    name: 'ar-dark',
    locale: 'ar',
    colorScheme: 'dark',
    width: 1200,
    height: 750,
    question: 'اكتب رسالة قصيرة إلى أحمد بنعلي، رقم بطاقته AB123456 وهاتفه 0661234567: وثيقته جاهزة.',
  },
  {
    name: 'zgh-light',
    locale: 'zgh',
    colorScheme: 'light',
    width: 1200,
    height: 750,
    question: 'Traduis en français : السيد أحمد بنعلي، رقم البطاقة AB123456.',
  },
  {
    name: 'fr-360',
    locale: 'fr',
    colorScheme: 'light',
    width: 360,
    height: 720,
    question: 'Réponds en une phrase : je peux être rappelé au 0661234567 demain matin ?',
  },
];
/** The name of the screen, and its address where that is another. */
const pages: readonly (readonly [name: string, path?: string])[] = [
  ['collections'],
  ['playground'],
  ['keys'],
  ['usage'],
  ['models'],
  ['ledger'],
  ['findings', 'data'],
  ['policy', 'data/policy'],
  ['rights', 'data/rights'],
  ['register', 'data/register'],
  ['retention', 'data/retention'],
  ['incidents', 'data/incidents'],
  ['people'],
  ['status'],
  ['account'],
  ['accessibility'],
];
const model = 'qwen2.5-coder-1.5b-instruct';
const ANSWER_MS = 120_000;
const folder = fileURLToPath(new URL('../docs/screens', import.meta.url));

const chromium = findChromium();
if ('missing' in chromium) throw new Error(chromium.missing);
const riad = startRiad(process.env['RIAD_TEST_MODELS'] ?? join(homedir(), '.cache/riad-test-models'), 4096, model);
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
    await fillHouse(page, riad.address);
  }
  await page.locator('.select-value').last().waitFor();
  await shoot(page, look, 'assistant');
  await page.locator('.composer textarea').fill(look.question);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/c/**');
  const where = page.locator('.message-assistant .button-quiet');
  await where.waitFor({ timeout: ANSWER_MS });
  await shoot(page, look, 'conversation');
  await where.click();
  await page.locator('.facts').waitFor();
  await shoot(page, look, 'origin');
  await page.locator('.facts a').click();
  await page.locator('.page .button-main').click();
  await page.getByTestId('verified').waitFor();
  await shoot(page, look, 'record');
  for (const [name, path = name] of pages) {
    await page.goto(`${riad.address}/${path}`);
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
