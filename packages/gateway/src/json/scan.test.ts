import fc from 'fast-check';
import { expect, test } from 'vitest';

import { scanJson } from './scan.ts';
import { spliceMembers, type MemberEdit } from './splice.ts';

function splice(text: string, edits: Record<string, MemberEdit>, additions: Record<string, string> = {}): string {
  const raw = Buffer.from(text);
  const { members } = scanJson(raw);
  return spliceMembers({
    raw,
    members,
    edits: new Map(Object.entries(edits)),
    additions: new Map(Object.entries(additions)),
  }).toString();
}

test('members are found whatever the spacing and the values', () => {
  const text = ' { "a" : "x,}\\"" ,"b":[1,{"c":2}], "m\\u006fdel":null } ';
  const raw = Buffer.from(text);
  const { members, keys } = scanJson(raw);
  expect(members.map((member) => [member.key, raw.subarray(member.valueStart, member.end).toString()])).toEqual([
    ['a', '"x,}\\""'],
    ['b', '[1,{"c":2}]'],
    ['model', 'null'],
  ]);
  expect(keys).toBe(4);
});

test('the scan agrees with JSON.parse on any object', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 2), (value, indent) => {
      const raw = Buffer.from(JSON.stringify(value, null, indent));
      const { members } = scanJson(raw);
      const read = Object.fromEntries(
        members.map((member) => [member.key, JSON.parse(raw.subarray(member.valueStart, member.end).toString())]),
      );
      expect(read).toEqual(JSON.parse(raw.toString()));
    }),
  );
});

test('a member is replaced, renamed, removed or added, and every other byte stays', () => {
  const text = '{"model":"a",  "messages": [ {"role":"user"} ],"seed":7,"user":"u"}';
  expect(
    splice(text, { model: { value: '"b"' }, seed: { rename: 'random_seed' }, user: 'remove' }, { stream: 'true' }),
  ).toBe('{"model":"b","messages": [ {"role":"user"} ],"random_seed":7,"stream":true}');
  expect(splice('{ "a" : 1 , "b":2,"c":3 }', { c: 'remove' })).toBe('{"a" : 1 , "b":2}');
});

test('numbers that may be an identity are reported as written, beyond what a double can hold', () => {
  const raw = Buffer.from('{"max_tokens":131072,"rib":230780123456789012345678,"s":"1234567","f":1.5}');
  expect(scanJson(raw).longNumbers).toEqual(['230780123456789012345678']);
});

test('nothing to change gives back the same bytes', () => {
  const raw = Buffer.from('{"a":1}');
  expect(
    spliceMembers({ raw, members: scanJson(raw).members, edits: new Map([['b', 'remove']]), additions: new Map() }),
  ).toBe(raw);
});

test('nesting beyond the limit is refused', () => {
  expect(() => scanJson(Buffer.from('['.repeat(100_000)))).toThrow(
    expect.objectContaining({ code: 'request.malformed' }),
  );
});
