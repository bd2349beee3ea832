import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { findChromium, launchBrowser } from './support/browser.ts';
import { startRiad, type RunningRiad } from './support/start-riad.ts';
import { haveSmallModel, testModels } from './support/test-models.ts';

const chromium = findChromium();
const ready = 'path' in chromium && haveSmallModel;
const why = 'missing' in chromium ? `: ${chromium.missing}` : '';
const law = JSON.parse(readFileSync(new URL('laws/law-55-19.json', import.meta.url), 'utf8')) as {
  readonly title: string;
  readonly provisions: readonly { readonly title: string; readonly content: string }[];
};
/** Of article 16: how long the administration may take. */
const questions = {
  ary: 'شحال هو الأجل الأقصى باش الإدارة تعالج الطلبات وتعطي القرار الإداري؟',
  fr: 'Quel est le délai maximal pour traiter une demande et délivrer une décision administrative ?',
  ar: 'ما هو الأجل الأقصى لمعالجة الطلبات وتسليم القرار الإداري؟',
};
const words = {
  name: 'الاسم',
  email: 'البريد الإلكتروني',
  begin: 'ابدأ',
  places: 'الوثائق',
  create: 'مجموعة جديدة',
  collection: 'اسم المجموعة',
  ready: 'جاهز',
  question: 'سؤال إلى الوثائق',
  send: 'اسأل',
  inConversation: 'اسألها في محادثة',
  ask: 'سؤالك',
  read: 'المقاطع التي قُرئت للجواب',
  image: /كما طُبعت$/,
  marked: /والمقطع المستشهد به مظلل$/,
};

describe.skipIf(!ready)(`documents in the console${why}`, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'riad-law-'));
  const printed = join(scratch, 'قانون 55-19.pdf');
  let riad: RunningRiad;
  let browser: Browser;
  beforeAll(async () => {
    riad = startRiad(testModels);
    browser = await launchBrowser('path' in chromium ? chromium.path : '');
    await printLaw(browser, printed);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    riad.stop();
    rmSync(scratch, { recursive: true, force: true });
  });

  /** A browser in Arabic with the law in a new collection; what the page did that it should not is in `refused`. */
  async function withLaw(): Promise<{ readonly page: Page; readonly refused: string[]; close(): Promise<void> }> {
    const context = await browser.newContext({ locale: 'ar' });
    const page = await context.newPage();
    const refused: string[] = [];
    page.on('pageerror', (error) => refused.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) refused.push(message.text());
    });
    await signIn(page);
    await page.getByRole('link', { name: words.places }).click();
    await page.getByRole('button', { name: words.create }).click();
    await page.getByRole('dialog').getByLabel(words.collection).fill('قوانين');
    await page.getByRole('dialog').getByRole('button', { name: words.create }).click();
    await page.waitForURL('**/collections/col_*');
    await page.locator('input[type=file]').setInputFiles(printed);
    await page.getByText(words.ready).waitFor({ timeout: 300_000 });
    return { page, refused, close: () => context.close() };
  }

  async function waitForImage(page: Page, name: RegExp): Promise<void> {
    const image = page.getByRole('img', { name });
    await image.waitFor();
    const width = (): Promise<number> =>
      image.evaluate((drawn) => (drawn as unknown as { naturalWidth: number }).naturalWidth);
    await expect.poll(width, { timeout: 120_000 }).toBeGreaterThan(1000);
  }

  test('in Arabic: a printed law is added, read, and its first page shown as it was printed', async () => {
    const { page, refused, close } = await withLaw();
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    expect(await faults(page)).toEqual([]);
    await page.getByRole('table').getByRole('link').first().click();
    await waitForImage(page, words.image);
    // Lam-alef, which the file has reversed, is right again.
    expect(await page.locator('.document-text').textContent()).toContain('الإدارية');
    expect(await faults(page)).toEqual([]);
    await page.goto(`${riad.address}/collections`);
    await page.getByRole('link', { name: 'قوانين' }).first().waitFor();
    expect(await faults(page)).toEqual([]);
    expect(refused).toEqual([]);
    await close();
  }, 600_000);

  test.skipIf(process.env['RIAD_TEST_FULL'] !== '1').each(Object.entries(questions))(
    'asked in %s, the article is opened with its words marked (with --full)',
    async (language, question) => {
      const { page, refused, close } = await withLaw();
      await (language === 'fr' ? askInConversation(page, question) : askOnPage(page, question));
      const places = page.locator('.citations > li');
      await places.first().waitFor({ state: 'attached', timeout: 600_000 });
      const article = places.filter({ hasText: 'المادة 16' }).first();
      expect([question, await article.count()]).toEqual([question, 1]);
      // What a small model says may be of any passage; those that it read are all there to be opened.
      if (!(await article.isVisible())) await page.getByText(words.read).click();
      await article.getByRole('link').click();
      await waitForImage(page, words.marked);
      expect(await page.locator('.document-text').textContent()).toContain('المادة 16');
      expect(await faults(page)).toEqual([]);
      expect(refused).toEqual([]);
      await close();
    },
    1_200_000,
  );

  async function askOnPage(page: Page, question: string): Promise<void> {
    await page.getByLabel(words.question).fill(question);
    await page.getByRole('button', { name: words.send, exact: true }).click();
  }

  async function askInConversation(page: Page, question: string): Promise<void> {
    await page.getByRole('link', { name: words.inConversation }).click();
    await page.getByLabel(words.ask).fill(question);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/c/cnv_*');
  }

  async function signIn(page: Page): Promise<void> {
    const { link } = JSON.parse(riad.riad('sign-in', '--json')) as { link: string };
    await page.goto(link);
    await page.waitForURL((url) => url.pathname === '/' || url.pathname === '/welcome');
    if (!page.url().endsWith('/welcome')) return;
    await page.getByLabel(words.name, { exact: true }).fill('Salma');
    await page.getByLabel(words.email).fill('salma@example.org');
    await page.getByRole('button', { name: words.begin }).click();
    await page.waitForURL((url) => url.pathname === '/');
  }

  async function faults(page: Page): Promise<readonly string[]> {
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
  }
});

/** As a clerk would: written as a page, printed to PDF. */
async function printLaw(browser: Browser, path: string): Promise<void> {
  const page = await browser.newPage();
  const articles = law.provisions.map(({ title, content }) => `<h2>${escape(title)}</h2><p>${escape(content)}</p>`);
  await page.setContent(
    `<html lang="ar" dir="rtl"><body><h1>قانون رقم 55.19 ${escape(law.title)}</h1>${articles.join('')}</body></html>`,
  );
  await page.pdf({ path, format: 'A4' });
  await page.close();
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>');
}
