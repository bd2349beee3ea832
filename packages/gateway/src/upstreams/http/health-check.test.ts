import { expect, test, vi } from 'vitest';

import { startHealthCheck } from './health-check.ts';

test('two silences in a row make a server away, one answer brings it back', async () => {
  vi.useFakeTimers();
  const answers = [false, true, false, false, false, true];
  const seen: boolean[] = [];
  const check = startHealthCheck(async () => {
    const answer = answers.shift();
    if (answer === undefined) throw new Error('refused');
    return answer;
  }, 1000);
  try {
    for (let second = 0; second < 8; second++) {
      await vi.advanceTimersByTimeAsync(1000);
      seen.push(check.healthy());
    }
  } finally {
    check.stop();
    vi.useRealTimers();
  }
  expect(seen).toEqual([true, true, true, false, false, true, true, false]);
});
