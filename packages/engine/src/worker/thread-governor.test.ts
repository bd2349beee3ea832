import { expect, test } from 'vitest';

import { createThreadGovernor } from './thread-governor.ts';

/** Decodes for so many seconds on a machine that gives this much of what is asked for. */
function run(governor: ReturnType<typeof createThreadGovernor>, seconds: number, cores: number): number {
  for (let second = 0; second < seconds; second++)
    for (let decode = 0; decode < 10; decode++) governor.observe(100, 100 * Math.min(cores, governor.threads()));
  return governor.threads();
}

test('gives up threads that the machine does not serve, one by one, and takes them back when it is quiet', () => {
  const governor = createThreadGovernor({ most: 4, adapts: true });
  expect(run(governor, 5, 4)).toBe(4);
  expect(run(governor, 5, 1)).toBe(1);
  expect(run(governor, 60, 4)).toBe(4);
});

test('does not try again and again while others keep the machine busy', () => {
  const governor = createThreadGovernor({ most: 2, adapts: true });
  let changes = 0;
  let before = governor.threads();
  for (let second = 0; second < 600; second++) {
    const now = run(governor, 1, 1);
    if (now !== before) changes++;
    before = now;
  }
  expect(changes).toBeLessThan(16);
  expect(governor.threads()).toBe(1);
});

test('a pinned number stays', () => {
  const governor = createThreadGovernor({ most: 3, adapts: false });
  expect(run(governor, 20, 1)).toBe(3);
});
