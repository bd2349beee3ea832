import { expect, test } from 'vitest';

import { hostile } from '../eval/hostile.ts';
import { createGuard } from './guard.ts';
import { createOutputScanner } from './output-scanner.ts';

const guard = createGuard();
const size = 1_000_000;
/** Processor time, well over the second that is promised on an idle core: machines that run tests are busy. */
const longestSeconds = 6;

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

test.each(Object.entries(hostile))('one megabyte of %s is read in linear time', (_name, unit) => {
  const text = unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
  const started = processorSeconds();
  guard.inspect([text]);
  expect(processorSeconds() - started).toBeLessThan(longestSeconds);
});

test('ten megabytes of digits and a text of every plane are read', () => {
  expect(guard.inspect(['7'.repeat(10_000_000)])).toEqual([[]]);
  const planes = Array.from({ length: 0x11_00 }, (_, block) => String.fromCodePoint(block * 0x1_00 + 0x21)).join(' ');
  expect(guard.inspect([planes])).toHaveLength(1);
});

test('a value split over two chunks of an answer is found whole, and the text comes out unchanged', () => {
  const answer = `Voici la réponse demandée, avec quelques mots avant. CIN BL123456 et téléphone 06 61 22 33 44. ${'Fin du texte. '.repeat(9)}`;
  for (const step of [1, 3, 7, 60]) {
    const scanner = createOutputScanner(guard);
    const parts = [];
    for (let at = 0; at < answer.length; at += step) parts.push(scanner.push(answer.slice(at, at + step)));
    parts.push(scanner.end());
    expect(parts.map(({ text }) => text).join('')).toBe(answer);
    const values = parts
      .flatMap(({ findings }) => findings)
      .map(({ type, start, end }) => [type, answer.slice(start, end)]);
    expect(values).toEqual([
      ['cin', 'BL123456'],
      ['phone', '06 61 22 33 44'],
    ]);
  }
});
