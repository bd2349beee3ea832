import { expect, test } from 'vitest';
import { surrogateInstruction } from './instruction.ts';

test.each([
  ['Je suis [[PER_7QK]], écris une lettre.', /^Les codes/],
  ['My name is [[PER_7QK]], write a letter for me.', /^Codes in/],
  ['أنا السيدة [[PER_F_2X7Q3]]، اكتب رسالة.', /^الرموز/],
  ['السيدة [[PER_F_A2B]] و[[PER_M_C3D]] و[[ADR_E4F]]', /^الرموز/],
])('the language of a text is told by its words, not by its codes: %s', (text, beginning) => {
  expect(surrogateInstruction(text)).toMatch(beginning);
});
