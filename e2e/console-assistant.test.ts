import { existsSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { findChromium, launchBrowser, withRoutes } from './support/browser.ts';
import { distanceFromEnd, longConversation, scrollToTop } from './support/long-conversation.ts';
import { stopAfter } from './support/stop-answer.ts';
import { startRiad, type RunningRiad } from './support/start-riad.ts';

const models = process.env['RIAD_TEST_MODELS'] ?? join(homedir(), '.cache/riad-test-models');
const chromium = findChromium();
const ready = 'path' in chromium && existsSync(join(models, 'smollm2-135m-instruct.gguf'));

describe.skipIf(!ready)('the assistant with files, folders, a project and a long past', () => {
  let riad: RunningRiad;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    riad = startRiad(models);
    browser = await launchBrowser('path' in chromium ? chromium.path : '');
    page = await enter(linkOf('sign-in'), 'Salma', 'salma@example.org');
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    riad.stop();
  });

  test('a collection is attached to a conversation by keyboard, and an answer opens the page that it is from', async () => {
    const file = join(riad.data, 'delai.txt');
    writeFileSync(file, 'L’administration répond à la demande dans un délai de trente jours.\n');
    riad.riad('documents', 'add', '--collection', 'Délais', file);
    await page.goto(`${riad.address}/`);
    const choice = page.getByRole('button', { name: 'Documents interrogés' });
    await choice.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'Délais' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => choice.textContent()).toContain('Délais');
    await page.getByLabel('Votre question').fill('Dans quel délai l’administration répond-elle ?');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/c/cnv_*');
    const place = page.locator('.message-assistant .citation-link').last();
    await place.waitFor({ state: 'attached' });
    if (!(await place.isVisible())) await page.getByText('Passages lus pour répondre').click();
    await place.click();
    await page.waitForURL('**/documents/doc_*');
    await expect.poll(() => page.locator('.document-text').textContent()).toContain('trente jours');
    await page.goBack();
    await choice.click();
    await page.getByRole('option', { name: 'Sans documents' }).click();
    await expect.poll(() => choice.textContent()).toContain('Sans documents');
  });

  test('a file goes with the question, opens as the text that it is, and its values are hidden with one click', async () => {
    await page.goto(`${riad.address}/`);
    await page.setInputFiles('input[type=file]', {
      name: 'liste.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('nom;ville\nSalma;Fès\n'),
    });
    await page.getByRole('button', { name: 'liste.csv', exact: true }).waitFor();
    await page.setInputFiles('input[type=file]', {
      name: 'cassé.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"a":'),
    });
    await page.getByText('ce n’est pas du JSON valide').waitFor();
    await page.getByLabel('Votre question').fill('Résume ce fichier pour salma@example.org');
    await page.keyboard.press('Enter');
    await stopAfter(page, 1);

    const question = page.locator('.message-user');
    await question.getByRole('button', { name: 'liste.csv', exact: true }).click();
    expect(await page.getByRole('dialog').locator('pre').textContent()).toContain('Salma;Fès');
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Masquer les valeurs reconnues' }).click();
    await expect.poll(() => question.textContent()).not.toContain('salma@example.org');
    await page.getByRole('button', { name: 'Montrer les valeurs reconnues' }).click();
    await expect.poll(() => question.textContent()).toContain('salma@example.org');

    await page.getByRole('button', { name: 'Où est-ce allé ?' }).click();
    await page.getByText('Vos mots, tels quels.').waitFor();
    expect(await page.locator('.received').textContent()).toContain('Salma;Fès');
    await page.keyboard.press('Escape');
  }, 120_000);

  test('a conversation is filed, found whatever the accents, and read by a colleague until it is shared no more', async () => {
    await setUp({ title: 'Réunion de l’Été', folder: 'Mairie', shared: true });
    await page.locator('summary', { hasText: 'Mairie' }).waitFor();
    await page.getByRole('searchbox').fill('reunion de l’ete');
    await page.locator('.conversation', { hasText: 'Réunion de l’Été' }).waitFor();
    await page.getByRole('searchbox').fill('');

    const invited = await page.request.post(`${riad.address}/api/people/invitations`, {
      headers: { 'x-riad-csrf': await csrfOf(page) },
      data: { name: 'Karim', email: 'karim@example.org', role: 'member' },
    });
    const { link } = (await invited.json()) as { link: string };
    const colleague = await enter(link);
    await colleague.locator('summary', { hasText: 'Partagées avec le projet' }).click();
    await colleague.locator('.conversation', { hasText: 'Réunion de l’Été' }).click();
    await colleague.getByText('Partagée par Salma. Lecture seule.').waitFor();
    expect(await colleague.getByLabel('Votre question').count()).toBe(0);

    await setUp({ shared: false });
    const path = new URL(colleague.url()).pathname;
    expect((await colleague.request.get(`${riad.address}/api${path}`)).status()).toBe(404);
    await colleague.context().close();
  });

  test('of 2,000 messages every one can be reached, and only those in view are drawn', async () => {
    const conversation = longConversation(2000);
    await page.route('**/api/conversations/cnv_long', (route) => route.fulfill({ json: conversation }));
    await page.route('**/api/conversations/cnv_long/events', (route) => route.abort());
    await page.goto(`${riad.address}/c/cnv_long`);
    await page.getByText('Message 1998', { exact: true }).waitFor();
    await page.waitForTimeout(1000);
    expect(await page.evaluate<number>(distanceFromEnd)).toBeLessThan(2);
    await page.evaluate(scrollToTop);
    await page.getByText('Message 0', { exact: true }).waitFor();
    expect(await page.locator('.message').count()).toBe(2000);
    const drawn = await page.evaluate<number>(
      `[...document.querySelectorAll('.message > *')].filter((each) => each.checkVisibility({ contentVisibilityAuto: true })).length`,
    );
    expect(drawn).toBeLessThan(100);
    await page.unrouteAll();
  }, 120_000);

  async function setUp(wanted: { title?: string; folder?: string; shared: boolean }): Promise<void> {
    await page.getByRole('button', { name: 'Titre et consignes' }).click();
    const dialog = page.getByRole('dialog');
    if (wanted.title !== undefined) await dialog.getByLabel('Titre').fill(wanted.title);
    if (wanted.folder !== undefined) await dialog.getByLabel('Dossier').fill(wanted.folder);
    const box = dialog.getByRole('checkbox');
    if ((await box.isChecked()) !== wanted.shared) await dialog.getByText('Le projet peut la lire').click();
    await dialog.getByRole('button', { name: 'Enregistrer' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  async function enter(link: string, name?: string, email?: string): Promise<Page> {
    const context = await browser.newContext({ locale: 'fr', ...withRoutes });
    const opened = await context.newPage();
    await opened.goto(link);
    if (name !== undefined && email !== undefined) {
      await opened.getByLabel('Nom', { exact: true }).fill(name);
      await opened.getByLabel('Adresse électronique').fill(email);
      await opened.getByRole('button', { name: 'Commencer' }).click();
    }
    await opened.waitForURL(`${riad.address}/`);
    return opened;
  }

  function linkOf(...args: string[]): string {
    return (JSON.parse(riad.riad(...args, '--json')) as { link: string }).link;
  }

  async function csrfOf(signedIn: Page): Promise<string> {
    const session = (await (await signedIn.request.get(`${riad.address}/api/session`)).json()) as { csrf: string };
    return session.csrf;
  }
});
