import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

import type { Finding, GuardAction } from '@riad/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createGuard } from '../guard.ts';
import { pseudonymise } from './pseudonymise.ts';
import { createRestorer, restore } from './restore.ts';
import { createVault, type SurrogateStyle, type Vault, type VaultCrypto } from './vault.ts';

const crypto: VaultCrypto = {
  hmacSha256: (key, message) => createHmac('sha256', key).update(message).digest(),
  seal: (key, plain) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  },
  open: (key, sealed) => {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(12, 28));
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
  },
};
const keys = { tenantKey: randomBytes(32), conversationKey: randomBytes(32) };
const vaultOf = (style: SurrogateStyle = 'tag'): Vault => createVault({ crypto, ...keys, style });
const guard = createGuard();

function hide(text: string, vault: Vault): string {
  const findings = guard.inspect([text])[0] ?? [];
  const actions = findings.map((): GuardAction => 'pseudonymise');
  return pseudonymise({ text, findings, actions }, { vault }).output;
}

const letter =
  'Mme Khadija Benani, CIN BK654321, tél. 06 61 22 33 44, khadija@example.ma, RIB 011780000012345678901268.';

test('what leaves holds surrogates instead of values, and the answer gets the values back', () => {
  const vault = vaultOf();
  const sent = hide(letter, vault);
  for (const value of ['Khadija', 'BK654321', '61 22 33', 'khadija@', '0117800']) expect(sent).not.toContain(value);
  expect(sent).toMatch(/^Mme \[\[PER_F?_?[0-9A-Z]{3}\]\], CIN \[\[CIN_[0-9A-Z]{3}\]\]/);
  expect(restore(sent, { vault })).toEqual({ output: letter, counts: { restored: 5, unknown: 0 } });
});

test.each([
  ['Mme Rahhali est là', /^Mme \[\[PER_F_/],
  ['M. Rahhali est là', /^M\. \[\[PER_M_/],
  ['Bonjour Khadija', /^Bonjour \[\[PER_F_/],
  ['Bonjour Youssef', /^Bonjour \[\[PER_M_/],
  ['السيدة نعيمة الورياغلي', /^السيدة \[\[PER_F_/],
  ['smiti khadija tazi', /^smiti \[\[PER_F_/],
  ['Nom : Zerwaloud', /^Nom : \[\[PER_[0-9A-Z]{3}\]\]/],
])('« %s » tells the model what to agree with, where the text does', (text, expected) => {
  const vault = vaultOf();
  const sent = hide(text, vault);
  expect(sent).toMatch(expected);
  expect(restore(sent, { vault }).output).toBe(text);
});

test('a clitic stays outside: the sentence agrees with it, not the name', () => {
  const vault = vaultOf();
  const sent = hide('عيط لمحمد الوزاني وقل لفاطمة الزهراء العلوي', vault);
  expect(sent).toMatch(/^عيط ل\[\[PER_M_[0-9A-Z]{3}\]\] وقل ل\[\[PER_F_[0-9A-Z]{3}\]\]$/);
});

test.each(['tag', 'format'] as const)('what was replaced once in style %s is not replaced again', (style) => {
  const vault = vaultOf(style);
  const sent = hide(letter, vault);
  expect(hide(sent, vault)).toBe(sent);
});

test('the same value keeps its surrogate, another spelling keeps its code', () => {
  const vault = vaultOf();
  const first = vault.surrogateFor('phone', '06 61 22 33 44');
  expect(vault.surrogateFor('phone', '06 61 22 33 44')).toBe(first);
  const second = vault.surrogateFor('phone', '+212661223344');
  expect(second).toBe(first.replace(']]', '-2]]'));
  expect(restore(`${first} ${second}`, { vault }).output).toBe('06 61 22 33 44 +212661223344');
});

test('a model may change case, spaces, digits, escapes and the type word of a surrogate', () => {
  const vault = vaultOf();
  const code = /_(.{3})\]/.exec(vault.surrogateFor('person', 'Youssef Benjelloun'))?.[1] ?? '';
  const arabicDigits = code.replaceAll(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit)));
  for (const written of [
    `[[per_${code.toLowerCase()}]]`,
    `[[ PER_${code} ]]`,
    `[ [PER ${code}] ]`,
    `\\[\\[PER\\_${code}\\]\\]`,
    `[[PERSONNE_${code}]]`,
    `[[شخص_${arabicDigits}]]`,
  ]) {
    expect(restore(`Bonjour ${written}.`, { vault }).output).toBe('Bonjour Youssef Benjelloun.');
  }
});

test('a wrong code stays visible and is counted, never another value', () => {
  const vault = vaultOf();
  const surrogate = vault.surrogateFor('cin', 'BK654321');
  const characters = '23456789BCDFGHJKMNPQRSTVWXYZ';
  for (const position of [6, 7, 8]) {
    for (const other of characters) {
      const wrong = surrogate.slice(0, position) + other + surrogate.slice(position + 1);
      if (wrong === surrogate) continue;
      expect(restore(wrong, { vault })).toEqual({ output: wrong, counts: { restored: 0, unknown: 1 } });
    }
  }
});

test('R19: a surrogate of one conversation or tenant means nothing in another', () => {
  const ours = vaultOf();
  const theirs = createVault({ crypto, tenantKey: randomBytes(32), conversationKey: randomBytes(32) });
  const sent = hide(letter, ours);
  const { output, counts } = restore(sent, { vault: theirs });
  expect(output).toBe(sent);
  expect(counts).toEqual({ restored: 0, unknown: 5 });
});

test('a stored vault opens again with its key, with another it refuses, and a destroyed one knows nothing', () => {
  const vault = vaultOf();
  const sent = hide(letter, vault);
  const entries = vault.entries();
  expect(restore(sent, { vault: createVault({ crypto, ...keys, entries }) }).output).toBe(letter);
  const stranger = createVault({ crypto, ...keys, conversationKey: randomBytes(32), entries });
  expect(() => restore(sent, { vault: stranger })).toThrow(/authenticate/);
  vault.destroy();
  expect(restore(sent, { vault }).output).toBe(sent);
  expect(() => vault.surrogateFor('cin', 'AB123456')).toThrow(expect.objectContaining({ code: 'guard.failed' }));
});

test('a text that already holds something like a surrogate gets it back unchanged', () => {
  const vault = vaultOf();
  const code = /_(.{3})\]/.exec(vaultOf().surrogateFor('cin', 'X1'))?.[1] ?? '';
  const text = `[[PER_${code}]] et ${letter}`;
  expect(restore(hide(text, vault), { vault }).output).toBe(text);
});

test('lookalikes pass the same checks, belong to nobody, and are restored', () => {
  const vault = vaultOf('format');
  const sent = hide(letter, vault);
  expect(sent).toMatch(/CIN ZZ\d{6}, tél\. 06 00 \d\d \d\d \d\d, p\d{6}@example\.invalid, RIB 999\d{21}/);
  const again = guard.inspect([sent])[0] ?? [];
  expect(again.filter(({ type }) => type === 'rib')).toMatchObject([{ checksum: true }]);
  expect(restore(sent, { vault }).output).toBe(letter);
});

test('lookalikes of numbers with a key have a key, and numbers that nobody has', () => {
  const vault = vaultOf('format');
  const text =
    'RIB 011780000012345678901268, IBAN MA64 0117 8000 0012 3456 7890 1268, ICE 001524878000088, carte 4000 0000 0000 0002.';
  const sent = hide(text, vault);
  expect(sent).toMatch(
    /RIB 999\d{21}, IBAN MA64 999\d \d{4} \d{4} \d{4} \d{4} \d{4}, ICE 999\d{12}, carte 4000 00\d\d \d{4} \d{4}/,
  );
  const again = guard.inspect([sent])[0] ?? [];
  expect(again.map(({ type, checksum }) => [type, checksum])).toEqual([
    ['rib', true],
    ['iban', true],
    ['ice', true],
    ['card', true],
  ]);
  expect(restore(sent, { vault }).output).toBe(text);
});

test('a name becomes a name of the same gender and script', () => {
  const vault = vaultOf('format');
  expect(hide('Mme Khadija Benani', vault)).toMatch(/^Mme (?:Safaa|Rim|Ghita|Nawal|Ilham|Houda) [A-Z][a-z]+$/);
  expect(hide('السيد يوسف العلوي', vault)).toMatch(/^السيد (?:نبيل|أنس|طارق|جلال|سمير|عادل) [\u0621-\u064A]+$/);
});

test('a stream cut anywhere gives the same text and never holds more than 24 characters', () => {
  const vault = vaultOf();
  const sent = `${hide(letter, vault)} [[note]] a[0] [[x`;
  const whole = restore(sent, { vault }).output;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (sizes) => {
      const restorer = createRestorer({ vault });
      let output = '';
      let shown = 0;
      for (let at = 0, turn = 0; at < sent.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        const piece = sent.slice(at, at + size);
        at += size;
        const part = restorer.push(piece);
        output += part;
        shown += restorer.counts().restored;
      }
      output += restorer.end();
      return output === whole && shown >= 0;
    }),
    { numRuns: 300 },
  );
  const restorer = createRestorer({ vault });
  let waiting = 0;
  for (const character of '[['.repeat(40) + '[['.padEnd(200, 'A')) {
    waiting += 1 - restorer.push(character).length;
    expect(waiting).toBeLessThanOrEqual(24);
  }
});

test('streamed tool arguments stay valid JSON whatever the value holds', () => {
  const vault = vaultOf();
  const nasty = 'Youssef "Joe" \\ Ben\njelloun';
  const surrogate = vault.surrogateFor('person', nasty);
  const source = JSON.stringify({ to: surrogate, list: [[1, 2], [surrogate]], note: `\\${surrogate}` });
  for (const size of [1, 2, 3, 7, 50]) {
    const restorer = createRestorer({ vault, encoding: 'json' });
    let output = '';
    for (let at = 0; at < source.length; at += size) output += restorer.push(source.slice(at, at + size));
    output += restorer.end();
    expect(JSON.parse(output)).toMatchObject({ to: nasty, list: [[1, 2], [nasty]] });
  }
});

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const piece = fc.oneof(
  anyText,
  fc.constantFrom(
    letter,
    '[[PER_7QK]]',
    '[[',
    ']]',
    'سارة العلوي',
    'BL123456 ',
    '0612345678',
    '\ud800',
    '\\[',
    '\\',
    '[',
    ']',
    '"',
  ),
);

const runs = Number(process.env['RIAD_PROPERTY_RUNS'] ?? 5000);

test(
  'restore after pseudonymise is the identity, for any text and any findings in it',
  { timeout: 60_000 + 10 * runs },
  () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.array(fc.nat(400), { maxLength: 12 }), (pieces, cuts) => {
        const text = pieces.join('');
        const edges = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
        const findings: Finding[] = [];
        for (let index = 0; index + 1 < edges.length; index += 2) {
          findings.push({
            type: 'person',
            start: edges[index] ?? 0,
            end: edges[index + 1] ?? 0,
            score: 1,
            checksum: null,
          });
        }
        const vault = vaultOf();
        const actions = findings.map((): GuardAction => 'pseudonymise');
        const { output } = pseudonymise({ text, findings, actions }, { vault });
        expect(restore(output, { vault }).output).toBe(text);
      }),
      { numRuns: runs },
    );
  },
);
