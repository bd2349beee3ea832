import { randomBytes } from 'node:crypto';

import type { Policy } from '@riad/contracts';
import { createGuard, createVault, defaultPolicy, onlyGiven, type Vault } from '@riad/guard';
import { chatEvents, cutEvery } from '@riad/testkit';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';

import { vaultCrypto } from '../conversations/vault-crypto.ts';
import { createAnswerGuard, type AnswerGuard } from './answer-guard.ts';
import { answerTexts, type Members } from './answer-texts.ts';

const guard = createGuard();
let vault: Vault;
let given: string[];
beforeEach(() => {
  vault = createVault({ crypto: vaultCrypto, tenantKey: randomBytes(32), conversationKey: randomBytes(32) });
  given = [];
});

function surrogate(type: 'person' | 'cin' | 'phone', value: string): string {
  const made = vault.surrogateFor(type, value);
  given.push(made);
  return made;
}

function open(stream: boolean, policy: Policy = defaultPolicy): AnswerGuard {
  return createAnswerGuard({ operation: 'chat', stream, guard, policy, surrogates: onlyGiven(vault, given) });
}

function run(answer: AnswerGuard, reads: readonly Buffer[]): string {
  return Buffer.concat([...reads.map((piece) => answer.push(piece)), answer.end()]).toString('utf8');
}

/** What a client makes of a stream, channel by channel. */
function read(stream: string): Readonly<Record<string, string>> {
  const said: Record<string, string> = {};
  for (const event of stream.split('\n\n').filter((line) => line.startsWith('data: {'))) {
    const { choices } = JSON.parse(event.slice(6)) as { choices: Members[] };
    for (const choice of choices) {
      for (const { channel, text } of answerTexts(choice)) {
        const name = `${String(choice['index'])} ${channel}`;
        said[name] = (said[name] ?? '') + text;
      }
    }
  }
  return said;
}

function events(...deltas: readonly (readonly [number, object])[]): string {
  const chunks = deltas.map(([index, delta]) => ({
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index, delta, finish_reason: null }],
  }));
  const ends = [...new Set(deltas.map(([index]) => index))].map((index) => ({
    id: 'c',
    choices: [{ index, delta: {}, finish_reason: 'stop' }],
  }));
  return [...chunks, ...ends].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('') + 'data: [DONE]\n\n';
}

function pieces(text: string, size: number): readonly string[] {
  return text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'gu')) ?? [];
}

describe('values come back in a stream', () => {
  test('cut at every byte, with every size of event', () => {
    const text = `Chère ${surrogate('person', 'خديجة "بناني" \\ 👩🏽')}, votre CIN ${surrogate('cin', 'BK654321')}, [note] [[x]] fin`;
    const wanted = 'Chère خديجة "بناني" \\ 👩🏽, votre CIN BK654321, [note] [[x]] fin';
    for (const size of [1, 2, 3, 7, 500]) {
      const stream = chatEvents({ texts: pieces(text, size) }).join('');
      const bytes = Buffer.from(stream);
      for (let cut = 0; cut <= bytes.length; cut += size === 500 ? 1 : 101) {
        const shown = run(open(true), [bytes.subarray(0, cut), bytes.subarray(cut)]);
        expect(read(shown)['0 content']).toBe(wanted);
      }
      expect(read(run(open(true), cutEvery(1, stream)))['0 content']).toBe(wanted);
    }
  });

  test('twice in one event, and across events of other choices', () => {
    const code = surrogate('cin', 'BK654321');
    const left = code.slice(0, 4);
    const right = code.slice(4);
    const stream = events(
      [0, { content: `${code} ${code}${left}` }],
      [1, { content: left }],
      [0, { content: right }],
      [1, { content: `${right}.` }],
    );
    expect(read(run(open(true), [Buffer.from(stream)]))).toEqual({
      '0 content': 'BK654321 BK654321BK654321',
      '1 content': 'BK654321.',
    });
  });

  test('in reasoning, in both vendors’ form, without mixing with the content', () => {
    const name = surrogate('person', 'Khadija Benani');
    const stream = events(
      [0, { reasoning_content: `Qui est ${name.slice(0, 5)}` }],
      [0, { reasoning_content: name.slice(5) }],
      [0, { content: [{ type: 'thinking', thinking: [{ type: 'text', text: `${name} [[` }] }] }],
      [0, { content: [{ type: 'text', text: name.slice(0, 3) }] }],
      [0, { content: name.slice(3) }],
    );
    expect(read(run(open(true), cutEvery(9, stream)))).toEqual({
      '0 reasoning_content': 'Qui est Khadija Benani',
      '0 thinking': 'Khadija Benani [[',
      '0 content': 'Khadija Benani',
    });
  });

  test('in the arguments of several calls, which stay JSON', () => {
    const nasty = 'Youssef "Joe" \\ Ben\njelloun';
    const written = JSON.stringify({ to: surrogate('person', nasty), list: [[1, 2], [surrogate('cin', 'BK654321')]] });
    const call =
      (index: number) =>
      (text: string): readonly [number, object] => [0, { tool_calls: [{ index, function: { arguments: text } }] }];
    for (const size of [1, 3, 8, 100]) {
      const first = pieces(written, size).map(call(0));
      const second = pieces(written, size + 1).map(call(1));
      const mixed = first.flatMap((event, at) => [event, ...(second[at] === undefined ? [] : [second[at]])]);
      const said = read(run(open(true), [Buffer.from(events(...mixed, ...second.slice(first.length)))]));
      for (const name of ['0 call 0', '0 call 1'])
        expect(JSON.parse(said[name] ?? '')).toEqual({ to: nasty, list: [[1, 2], ['BK654321']] });
    }
  });

  test('as the model wrote them: other case, spaces, digits of another script; what it made up stays and is counted', () => {
    const code = surrogate('phone', '0661223344');
    const arabic = code.replaceAll(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit)));
    const answer = open(true);
    const stream = chatEvents({ texts: pieces(`${code.toLowerCase()}، ${arabic} [[CIN_222]] [[CIN_223]]`, 5) }).join(
      '',
    );
    expect(read(run(answer, [Buffer.from(stream)]))['0 content']).toBe(
      '0661223344، 0661223344 [[CIN_222]] [[CIN_223]]',
    );
    expect(answer.facts()).toMatchObject({ restored: 2, unknown: 2 });
  });

  test('text of completions; a stream that breaks off shows what it held', () => {
    const code = surrogate('cin', 'BK654321');
    const event = (text: string, finish: string | null = null) =>
      `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, text, finish_reason: finish }] })}\n\n`;
    expect(read(run(open(true), [Buffer.from(event(code.slice(0, 6)) + event(code.slice(6), 'stop'))]))['0 text']).toBe(
      'BK654321',
    );
    expect(read(run(open(true), [Buffer.from(event(`fin ${code.slice(0, 6)}`))]))['0 text']).toBe(
      `fin ${code.slice(0, 6)}`,
    );
  });

  test('an event in which nothing changes is passed on as the same bytes', () => {
    surrogate('cin', 'BK654321');
    const stream = chatEvents({ lineEnd: '\r\n' }).join('') + ': comment\n\n';
    expect(run(open(true), cutEvery(5, stream))).toBe(stream);
  });

  test('any text with any surrogates, cut anywhere', () => {
    const codes = [surrogate('cin', 'BK654321'), surrogate('person', 'سارة العلوي'), surrogate('phone', '06\u200b61')];
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(...codes, '[[', ']', '\\', 'PER_'),
    );
    const check = fc.check(
      fc.property(
        fc.array(part, { maxLength: 8 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 40 }),
        (parts, size, bytes) => {
          const text = parts.join('').toWellFormed();
          const whole = open(false);
          const document = JSON.stringify({ choices: [{ index: 0, message: { content: text } }] });
          const wanted = JSON.parse(run(whole, [Buffer.from(document)])) as {
            choices: { message: { content: string } }[];
          };
          const shown = read(run(open(true), cutEvery(bytes, chatEvents({ texts: pieces(text, size) }).join(''))));
          return (shown['0 content'] ?? '') === wanted.choices[0]?.message.content;
        },
      ),
      { numRuns: 400 },
    );
    expect(check.counterexample).toBeNull();
  });
});

test('a whole answer gets its values back in content, reasoning and arguments; logprobs keep what the model wrote', () => {
  const name = surrogate('person', 'Khadija "K" Benani');
  const logprobs = { content: [{ token: name.slice(0, 4), logprob: -0.1, bytes: null, top_logprobs: [] }] };
  const document = {
    id: 'c',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: `Chère ${name}`,
          reasoning_content: name,
          tool_calls: [
            { id: 'a', type: 'function', function: { name: 'send', arguments: JSON.stringify({ to: name }) } },
          ],
        },
        logprobs,
      },
    ],
  };
  const shown = JSON.parse(run(open(false), cutEvery(30, JSON.stringify(document)))) as typeof document;
  const [choice] = shown.choices;
  expect(choice?.message.content).toBe('Chère Khadija "K" Benani');
  expect(choice?.message.reasoning_content).toBe('Khadija "K" Benani');
  expect(JSON.parse(choice?.message.tool_calls[0]?.function.arguments ?? '')).toEqual({ to: 'Khadija "K" Benani' });
  expect(choice?.logprobs).toEqual(logprobs);
});

describe('what the model says by itself', () => {
  const withAnswers = (action: 'mask' | 'stop'): Policy => ({
    ...defaultPolicy,
    answers: [{ id: 'leaks', types: ['cin', 'phone', 'secret'], action }],
  });
  const leak =
    'Le voisin : CIN AB123456, tél. 0612345678. Voilà tout ce que je sais de lui, et rien de plus que cela, vraiment.';

  test('is counted, cut in two or not, and passed on as it is', () => {
    for (const size of [1, 4, 200]) {
      const answer = open(true);
      const stream = chatEvents({ texts: pieces(leak, size) }).join('');
      expect(read(run(answer, cutEvery(11, stream)))['0 content']).toBe(leak);
      expect(answer.facts().findings).toMatchObject({ cin: 1, phone: 1 });
    }
  });

  test('is masked when the policy says so, but not the values of the question', () => {
    const own = surrogate('cin', 'BK654321');
    for (const size of [1, 4, 200]) {
      const stream = chatEvents({ texts: pieces(`${own} : ${leak}`, size) }).join('');
      const said = read(run(open(true, withAnswers('mask')), [Buffer.from(stream)]))['0 content'];
      expect(said).toBe(`BK654321 : ${leak.replace('AB123456', '[cin]').replace('0612345678', '[phone]')}`);
    }
  });

  test('is masked inside arguments without breaking them', () => {
    const written = JSON.stringify({ cin: 'CIN AB123456', gsm: 612345678, note: 'tél. 0612345678' });
    const stream = events(
      ...pieces(written, 4).map((text): readonly [number, object] => [
        0,
        { tool_calls: [{ index: 0, function: { arguments: text } }] },
      ]),
    );
    const said = read(run(open(true, withAnswers('mask')), [Buffer.from(stream)]))['0 call 0'] ?? '';
    expect(Object.keys(JSON.parse(said) as object)).toEqual(['cin', 'gsm', 'note']);
    expect(said).not.toMatch(/AB123456|0612345678/);
  });

  test('ends the answer when the policy says so', () => {
    const stream = chatEvents({ texts: pieces(leak, 4) }).join('');
    expect(() => run(open(true, withAnswers('stop')), [Buffer.from(stream)])).toThrow(
      expect.objectContaining({ code: 'guard.blocked', message: expect.not.stringContaining('AB123456') }),
    );
  });
});

test('R19: a surrogate of somebody else’s conversation is no surrogate here', () => {
  const theirs = createVault({ crypto: vaultCrypto, tenantKey: randomBytes(32), conversationKey: randomBytes(32) });
  const code = theirs.surrogateFor('cin', 'AB123456');
  surrogate('cin', 'BK654321');
  const stream = chatEvents({ texts: [code] }).join('');
  expect(read(run(open(true), [Buffer.from(stream)]))['0 content']).toBe(code);
});

test.each([true, false])('an answer that breaks off within a long text holds nobody up (stream: %s)', (stream) => {
  const answer = createAnswerGuard({
    operation: 'chat',
    stream,
    guard,
    policy: defaultPolicy,
    surrogates: undefined,
  });
  const said = `CIN AB123456 ${'mot '.repeat(50_000)}`;
  run(answer, [
    Buffer.from(`data: {"choices":[{"delta":{"content":"Bonjour"}}]}\n\ndata: {"delta":{"content":"${said}`),
  ]);
  expect(answer.facts().findings).toEqual({});
});
