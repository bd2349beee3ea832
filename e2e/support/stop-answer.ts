import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** A very small model may not find its end: a person would stop it too. */
export async function stopAfter(page: Page, words: number): Promise<void> {
  const answer = page.locator('.message-assistant .rich').last();
  const said = async (): Promise<number> => ((await answer.textContent()) ?? '').split(/\s+/).length;
  await expect.poll(said, { timeout: 90_000 }).toBeGreaterThanOrEqual(words);
  const stop = page.getByRole('button', { name: 'Arrêter la réponse' });
  if (await stop.isVisible()) await stop.click();
  await page.getByRole('button', { name: 'Où est-ce allé ?' }).last().waitFor();
}
