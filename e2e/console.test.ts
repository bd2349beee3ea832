import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { findChromium, launchBrowser, withRoutes } from './support/browser.ts';
import { conversationOf, payloads } from './support/exfiltration-payloads.ts';
import { startRiad, type RunningRiad } from './support/start-riad.ts';

const models = process.env['RIAD_TEST_MODELS'] ?? join(homedir(), '.cache/riad-test-models');
const chromium = findChromium();
const ready = 'path' in chromium && existsSync(join(models, 'smollm2-135m-instruct.gguf'));
const why = 'missing' in chromium ? `: ${chromium.missing}` : '';
if (why !== '') process.stderr.write(`SKIPPED: the console in a browser${why}\n`);

/** The words of the journey in each language. */
const words = {
  fr: {
    name: 'Nom',
    email: 'Adresse électronique',
    begin: 'Commencer',
    question: 'Votre question',
    recognised: 'La garde a reconnu 1 valeur.',
    where: 'Où est-ce allé ?',
    here: 'Sur ce serveur : rien n’est sorti.',
    keys: 'Clés d’API',
    create: 'Créer une clé',
    close: 'Fermer',
    revoke: 'Révoquer',
    revoked: 'Révoquée',
    usage: 'Consommation',
    verify: 'Vérifier dans ce navigateur',
  },
  ar: {
    name: 'الاسم',
    email: 'البريد الإلكتروني',
    begin: 'ابدأ',
    question: 'سؤالك',
    recognised: 'تعرف الحارس على قيمة واحدة.',
    where: 'أين ذهب هذا؟',
    here: 'على هذا الخادم: لم يخرج شيء.',
    keys: 'مفاتيح الواجهة',
    create: 'إنشاء مفتاح',
    close: 'إغلاق',
    revoke: 'إلغاء المفتاح',
    revoked: 'ملغى',
    usage: 'الاستهلاك',
    verify: 'تحقق في هذا المتصفح',
  },
} as const;
const languages = ['fr', 'ar'] as const;
const pages = [
  '/',
  '/collections',
  '/playground',
  '/keys',
  '/usage',
  '/models',
  '/ledger',
  '/data',
  '/data/policy',
  '/data/rights',
  '/data/register',
  '/data/retention',
  '/data/incidents',
  '/people',
  '/status',
  '/account',
  '/accessibility',
];

const wide = { width: 1280, height: 720 };
/** What 1280 px look like at more than three times their size. */
const narrow = { width: 360, height: 720 };
/** How wide the page is; what scrolls by itself is as wide as it likes. */
const widest = `Math.max(document.documentElement.scrollWidth, document.querySelector('.frame-main')?.scrollWidth ?? 0)`;

describe.skipIf(!ready)(`the console in a browser${why}`, () => {
  let riad: RunningRiad;
  let browser: Browser;

  beforeAll(async () => {
    riad = startRiad(models, 512);
    browser = await launchBrowser('path' in chromium ? chromium.path : '');
  });
  afterAll(async () => {
    await browser.close();
    riad.stop();
  });

  test.each(languages)(
    'first entry, ask, see the guard, open the record, create a key, call with it, see usage, revoke: %s',
    async (language) => {
      const say = words[language];
      const { page, refused, close } = await open(language);
      await signIn(page);
      await enterName(page, language);
      expect(await page.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');

      await page.getByLabel(say.question).fill('Hello, write to salma@example.org');
      await page.keyboard.press('Enter');
      await page.getByText(say.recognised).waitFor();
      await page.getByRole('button', { name: say.where }).click({ timeout: 150_000 });
      await page.getByText(say.here).waitFor();
      const record = (await page.locator('.facts a').textContent()) ?? '';
      await page.locator('.facts a').click();
      await page.waitForURL(`**/ledger/${record}`);
      await page.getByRole('button', { name: say.verify }).click();
      await page.getByTestId('verified').waitFor();
      expect(await faults(page)).toEqual([]);

      await page.getByRole('link', { name: say.keys }).click();
      await page.getByRole('button', { name: say.create }).click();
      await page.getByRole('dialog').getByLabel(say.name, { exact: true }).fill(`key ${language}`);
      await page.getByRole('dialog').getByRole('button', { name: say.create }).click();
      const secret = (await page.getByTestId('secret').textContent()) ?? '';
      await page.getByRole('button', { name: say.close }).click();
      expect(await callWith(secret)).toBe(200);

      await page.getByRole('link', { name: say.usage }).click();
      await page.getByRole('rowheader', { name: `key ${language}` }).waitFor();

      await page.getByRole('link', { name: say.keys }).click();
      await page
        .getByRole('row', { name: `key ${language}` })
        .getByRole('button')
        .click();
      await page.getByRole('dialog').getByRole('button', { name: say.revoke, exact: true }).click();
      await page
        .getByRole('row', { name: `key ${language}` })
        .getByText(say.revoked)
        .waitFor();
      await expect.poll(() => callWith(secret), { timeout: 2000 }).toBe(401);
      expect(refused).toEqual([]);
      await close();
    },
    300_000,
  );

  test.each([
    ['fr', 'light'],
    ['ar', 'dark'],
  ] as const)(
    'axe finds nothing on any page, nothing is wider than 360 px, nothing moves for who wants no motion: %s, %s',
    async (language, colorScheme) => {
      const { page, close } = await open(language, { colorScheme, reducedMotion: 'reduce' });
      await page.goto(`${riad.address}/sign-in`);
      await page.locator('h1').first().waitFor();
      expect(await faults(page)).toEqual([]);
      await signIn(page);
      await enterName(page, language);
      for (const path of pages) {
        await page.goto(`${riad.address}${path}`);
        await page.locator('h1').first().waitFor();
        expect([path, await faults(page)]).toEqual([path, []]);
        expect([path, await page.evaluate<number>('document.getAnimations().length')]).toEqual([path, 0]);
        await page.setViewportSize(narrow);
        expect([path, await page.evaluate<number>(widest)]).toEqual([path, narrow.width]);
        await page.setViewportSize(wide);
      }
      await close();
    },
    180_000,
  );

  test('a second tab stays in step; an edited question is a branch; what is deleted is gone', async () => {
    const { page, close } = await open('fr');
    await signIn(page);
    await enterName(page, 'fr');
    await ask(page, 'First question');
    const address = page.url();
    const tab = await page.context().newPage();
    await tab.goto(address);
    await tab.getByText('First question').first().waitFor();
    await ask(page, 'Second question');
    await tab.locator('.message-user', { hasText: 'Second question' }).waitFor();

    await page.locator('.message-user').first().getByRole('button', { name: 'Modifier et renvoyer' }).click();
    await page.getByLabel('Votre question').fill('First question, otherwise');
    await page.keyboard.press('Enter');
    await page.getByText('2 sur 2').first().waitFor();
    await page.getByRole('button', { name: 'Version précédente' }).first().click();
    await page.locator('.message-user', { hasText: 'Second question' }).waitFor();

    await page.reload();
    await page.locator('.message-user', { hasText: 'First question, otherwise' }).waitFor();
    await page.getByRole('button', { name: 'Supprimer la conversation' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Supprimer' }).click();
    await page.waitForURL(`${riad.address}/`);
    const gone = await page.evaluate(
      async (path) => (await fetch(path)).status,
      `/api/conversations/${address.split('/').at(-1) ?? ''}`,
    );
    expect(gone).toBe(404);
    await close();
  }, 120_000);

  test('one asks, looks where it went, and makes a key with the keyboard alone', async () => {
    const { page, close } = await open('fr');
    await signIn(page);
    await enterName(page, 'fr');
    await page.goto(`${riad.address}/`);
    await page.getByLabel(words.fr.question).waitFor();
    await page.keyboard.type('Hello');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: words.fr.where }).waitFor({ timeout: 150_000 });
    await tabTo(page, words.fr.where);
    await page.keyboard.press('Enter');
    await page.getByText(words.fr.here).waitFor();
    await page.keyboard.press('Escape');
    await page.goto(`${riad.address}/keys`);
    await tabTo(page, words.fr.create);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, words.fr.name);
    await page.keyboard.type('by keyboard');
    await page.keyboard.press('Enter');
    expect(await page.getByTestId('secret').textContent()).toMatch(/^riad_/);
    await close();
  }, 200_000);

  test('200 answers that try to reach elsewhere are drawn, and nothing is asked of anybody', async () => {
    const { page, refused, close } = await open('fr');
    await signIn(page);
    await enterName(page, 'fr');
    expect(payloads).toHaveLength(200);
    for (let start = 0; start < payloads.length; start += 50) {
      const part = payloads.slice(start, start + 50);
      await page.route('**/api/conversations/cnv_payloads', (route) => route.fulfill({ json: conversationOf(part) }));
      await page.route('**/api/conversations/cnv_payloads/events', (route) => route.abort());
      await page.goto(`${riad.address}/c/cnv_payloads`);
      await page.locator('.message-assistant').nth(49).waitFor({ state: 'attached' });
      // Each is brought into view: what is not on screen is not drawn.
      for (const answer of await page.locator('.message-assistant').all()) await answer.scrollIntoViewIfNeeded();
      const live = await page
        .locator(
          '.rich :is(img, iframe, object, embed, video, audio, svg:not(.icon), form, style, link, script, [style], [onerror], [onload])',
        )
        .count();
      expect(live).toBe(0);
      await page.unrouteAll();
    }
    expect(refused).toEqual([]);
    await close();
  }, 120_000);

  test('a link signs in once', async () => {
    const first = await open('fr');
    const link = makeLink();
    await first.page.goto(link);
    await first.page.waitForURL(/\/(?:welcome)?$/);
    const second = await open('fr');
    await second.page.goto(link);
    expect(await second.page.getByRole('alert').textContent()).toContain('Ce lien a déjà servi');
    await Promise.all([first.close(), second.close()]);
  });

  interface Opened {
    readonly page: Page;
    /** What the page tried against its security policy, and what failed in it. */
    readonly refused: string[];
    close(): Promise<void>;
  }

  async function open(
    locale: string,
    more: { readonly colorScheme?: 'light' | 'dark'; readonly reducedMotion?: 'reduce' } = {},
  ): Promise<Opened> {
    const context: BrowserContext = await browser.newContext({ locale, ...withRoutes, ...more });
    const page = await context.newPage();
    const refused: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) refused.push(message.text());
    });
    page.on('pageerror', (error) => refused.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(riad.address) && /^https?:/.test(request.url())) refused.push(request.url());
    });
    return { page, refused, close: () => context.close() };
  }

  function makeLink(): string {
    return (JSON.parse(riad.riad('sign-in', '--json')) as { link: string }).link;
  }

  async function signIn(page: Page): Promise<void> {
    await page.goto(makeLink());
    await page.waitForURL((url) => url.pathname === '/' || url.pathname === '/welcome');
    await page.locator('h1').first().waitFor();
  }

  /** The first time, the house asks who one is. */
  async function enterName(page: Page, language: 'fr' | 'ar'): Promise<void> {
    if (!page.url().endsWith('/welcome')) return;
    const say = words[language];
    await page.getByLabel(say.name, { exact: true }).fill('Salma');
    await page.getByLabel(say.email).fill('salma@example.org');
    await page.getByRole('button', { name: say.begin }).click();
    await page.waitForURL((url) => url.pathname === '/');
  }

  /** Asks, and waits for the whole answer. */
  async function ask(page: Page, question: string): Promise<void> {
    await page.getByLabel('Votre question').fill(question);
    await page.keyboard.press('Enter');
    await page.locator('.message-user', { hasText: question }).waitFor();
    await page.locator('.message-assistant').last().waitFor();
    const counts = async (): Promise<readonly number[]> => [
      await page.locator('.message-user').count(),
      await page.getByRole('button', { name: words.fr.where }).count(),
    ];
    await expect.poll(async () => new Set(await counts()).size, { timeout: 60_000 }).toBe(1);
  }

  /** Presses Tab until what has this name, by its words or its label, has the focus. */
  async function tabTo(page: Page, name: string): Promise<void> {
    const here = `(() => { const it = document.activeElement; return it?.labels?.[0]?.textContent ?? it?.textContent ?? ''; })()`;
    for (let steps = 0; steps < 60; steps++) {
      if ((await page.evaluate<string>(here)).trim() === name) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard does not reach ${name}`);
  }

  async function callWith(key: string): Promise<number> {
    const { status } = await fetch(`${riad.address}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'default', max_tokens: 4, messages: [{ role: 'user', content: 'Hi' }] }),
    });
    return status;
  }

  async function faults(page: Page): Promise<readonly string[]> {
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
  }
});
