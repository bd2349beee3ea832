import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import { chromium, type Browser } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The system's Chromium, installed from Debian when root may; otherwise why there is none. */
export function findChromium(): { readonly path: string } | { readonly missing: string } {
  const found = places.find(existsSync);
  if (found !== undefined) return { path: found };
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return { missing: 'no Chromium, and no right to install one' };
  try {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: 'ignore' });
  } catch {
    return { missing: 'Chromium could not be installed' };
  }
  return existsSync('/usr/bin/chromium')
    ? { path: '/usr/bin/chromium' }
    : { missing: 'Chromium could not be installed' };
}

/** For tests that answer in the server's place: what goes through a service worker could not be answered by them. */
export const withRoutes = { serviceWorkers: 'block' } as const;

export function launchBrowser(path: string): Promise<Browser> {
  return chromium.launch({ executablePath: path, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}
