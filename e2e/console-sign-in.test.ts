import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { TOTP, Secret } from 'otpauth';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { findChromium, launchBrowser } from './support/browser.ts';
import { startSignInProvider, type SignInProvider } from './support/sign-in-provider.ts';
import { startRiadWith, type RunningRiad } from './support/start-riad.ts';

const chromium = findChromium();
const password = 'une phrase assez longue';

describe.skipIf('missing' in chromium)('ways to sign in', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'riad-sign-in-'));
  let provider: SignInProvider;
  let riad: RunningRiad;
  let browser: Browser;
  /** By name: a passkey belongs to one. */
  let house: string;

  beforeAll(async () => {
    provider = await startSignInProvider({
      'guest@example.org': { verified: true },
      'unproven@example.org': { verified: false },
    });
    const secretFile = join(scratch, 'client-secret');
    writeFileSync(secretFile, provider.clientSecret);
    const oidc = {
      name: 'Annuaire',
      issuer: provider.issuer,
      clientId: 'riad',
      clientSecret: { file: secretFile },
      country: 'local',
    };
    riad = startRiadWith({ signIn: { oidc } });
    house = riad.address.replace('127.0.0.1', 'localhost');
    provider.admit(`${house}/sign-in/return`);
    browser = await launchBrowser('path' in chromium ? chromium.path : '');
    await setUpOwner();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    riad.stop();
    provider.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  test('a passkey is made, signs in without a password, and no longer once it is removed', async () => {
    const page = await enterWithPassword();
    const device = await page.context().newCDPSession(page);
    await device.send('WebAuthn.enable');
    await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await page.goto(`${house}/account`);
    await page.getByLabel('Nom de l’appareil').fill('Téléphone');
    await page.getByRole('button', { name: 'Ajouter une clé d’accès' }).click();
    await page.getByRole('button', { name: 'Retirer Téléphone' }).waitFor();
    await page.context().clearCookies();
    await page.goto(`${house}/sign-in`);
    await page.getByRole('button', { name: 'Entrer avec une clé d’accès' }).click();
    await page.waitForURL(`${house}/`);

    await page.goto(`${house}/account`);
    await page.getByText('Dernier usage').waitFor();
    await page.getByRole('button', { name: 'Retirer Téléphone' }).click();
    await page.getByText('Dernier usage').waitFor({ state: 'detached' });
    await page.context().clearCookies();
    await page.goto(`${house}/sign-in`);
    await page.getByRole('button', { name: 'Entrer avec une clé d’accès' }).click();
    await page.getByText('Cette clé d’accès n’est pas connue ici.').waitFor();
    expect(page.url()).toBe(`${house}/sign-in`);
    await page.context().close();
  }, 150_000);

  test('the organisation’s provider lets in whoever was invited under a proven address, and nobody else', async () => {
    const owner = await enterWithPassword();
    await owner.goto(`${house}/people`);
    await owner.getByRole('button', { name: 'Inviter' }).click();
    await owner.getByRole('dialog').getByLabel('Nom').fill('Invitée');
    await owner.getByRole('dialog').getByLabel('Adresse électronique').fill('guest@example.org');
    await owner.getByRole('dialog').getByRole('button', { name: 'Inviter' }).click();
    await owner.getByTestId('link').waitFor();

    const guest = await openDoor();
    await throughProvider(guest, 'guest@example.org');
    await guest.waitForURL(`${house}/`);
    await guest.goto(`${house}/account`);
    expect(await guest.getByLabel('Adresse électronique').inputValue()).toBe('guest@example.org');

    const other = await openDoor();
    await throughProvider(other, 'unproven@example.org');
    await other.getByText('Personne à cette adresse n’a été invité ici.').waitFor();
    await Promise.all([owner, guest, other].map((page) => page.context().close()));
  });

  test('a return that this browser did not begin signs nobody in', async () => {
    const page = await openDoor();
    await page.goto(`${house}/sign-in/return?code=stolen&state=of-another-browser`);
    await page.getByText('La connexion unique n’a pas abouti.').waitFor();
    expect((await page.request.get(`${house}/api/session`)).status()).toBe(401);
    await page.context().close();
  });

  test('a one-time code is asked for, is taken once, and a recovery code stands in for it', async () => {
    const page = await enterWithPassword();
    await page.goto(`${house}/account`);
    await page.getByRole('button', { name: 'Commencer' }).click();
    const secret = (await page.getByTestId('factor-secret').textContent()) ?? '';
    const totp = new TOTP({ secret: Secret.fromBase32(secret.trim()) });
    const code = totp.generate();
    await page.getByLabel('Code à usage unique').fill(code);
    await page.getByRole('button', { name: 'Confirmer' }).click();
    const recovery = (await page.getByTestId('recovery-codes').textContent())?.split('\n') ?? [];
    expect(recovery).toHaveLength(10);
    await page.context().close();

    const again = await openDoor();
    await fillPassword(again);
    await again.getByLabel('Code à usage unique').fill(code);
    await again.getByRole('button', { name: 'Entrer', exact: true }).click();
    // It was spent when it was confirmed.
    await again.getByText('Ce code n’est pas juste, ou a déjà servi.').waitFor();
    await again.getByLabel('Code à usage unique').fill(recovery[0] ?? '');
    await again.getByRole('button', { name: 'Entrer', exact: true }).click();
    await again.waitForURL(`${house}/`);

    await again.goto(`${house}/account`);
    await again.getByText('9 codes de secours restent.').waitFor();
    await again.getByLabel('Code à usage unique').fill(recovery[1] ?? '');
    await again.getByRole('button', { name: 'Ne plus demander de code' }).click();
    await again.getByRole('button', { name: 'Commencer' }).waitFor();
    await again.context().close();
  });

  async function openDoor(): Promise<Page> {
    const context: BrowserContext = await browser.newContext({ locale: 'fr' });
    const page = await context.newPage();
    await page.goto(`${house}/sign-in`);
    return page;
  }

  async function fillPassword(page: Page): Promise<void> {
    await page.getByLabel('Adresse électronique').fill('salma@example.org');
    await page.getByLabel('Mot de passe').fill(password);
    await page.getByRole('button', { name: 'Entrer', exact: true }).click();
  }

  async function enterWithPassword(): Promise<Page> {
    const page = await openDoor();
    await fillPassword(page);
    await page.waitForURL(`${house}/`);
    return page;
  }

  /** The provider's own pages: who one is, then a consent. */
  async function throughProvider(page: Page, account: string): Promise<void> {
    await page.getByRole('button', { name: 'Entrer avec Annuaire' }).click();
    await page.locator('input[name=login]').fill(account);
    await page.locator('input[name=password]').fill('any');
    await page.locator('button[type=submit]').click();
    await page.getByRole('button', { name: 'Continue' }).click();
  }

  async function setUpOwner(): Promise<void> {
    const { link } = JSON.parse(riad.riad('sign-in', '--json')) as { link: string };
    const context = await browser.newContext({ locale: 'fr' });
    const page = await context.newPage();
    await page.goto(link.replace('127.0.0.1', 'localhost'));
    await page.getByLabel('Nom', { exact: true }).fill('Salma');
    await page.getByLabel('Adresse électronique').fill('salma@example.org');
    await page.getByLabel('Mot de passe').fill(password);
    await page.getByRole('button', { name: 'Commencer' }).click();
    await page.waitForURL(`${house}/`);
    await context.close();
  }
});
