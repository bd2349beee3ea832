import { PlatformError } from '@riad/contracts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { FakeReply } from '../test-support/gateway-with.ts';
import { Answer } from './answer.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function answerWith(stream: boolean): { readonly answer: Answer; readonly reply: FakeReply } {
  const reply = new FakeReply();
  const answer = new Answer({
    reply,
    stream,
    headers: () => ({ 'x-request-id': 'req_1' }),
    facts: () => ({ id: 'req_1', model: 'm', created: 1, operation: 'completion' }),
    onReady: () => undefined,
  });
  return { answer, reply };
}

const head = { status: 200, contentType: 'text/event-stream' };
const broken = new PlatformError('upstream.truncated', 'it broke off');

describe('a silent stream', () => {
  test('gets a comment every 15 seconds, and none while it speaks', () => {
    const { answer, reply } = answerWith(true);
    answer.keepAlive();
    answer.begin(head);
    vi.advanceTimersByTime(14_999);
    answer.push(Buffer.from('data: a\n\n'));
    vi.advanceTimersByTime(14_999);
    expect(reply.text()).toBe('data: a\n\n');
    vi.advanceTimersByTime(15_001);
    expect(reply.text()).toBe('data: a\n\n: keep-alive\n\n: keep-alive\n\n');
    answer.end(() => undefined);
    vi.advanceTimersByTime(60_000);
    expect(reply.text().match(/keep-alive/g)).toHaveLength(2);
  });

  test('is begun before its model says anything, so that nobody on the way gives up; what then fails is told in the stream', () => {
    const { answer, reply } = answerWith(true);
    answer.keepAlive();
    vi.advanceTimersByTime(15_000);
    expect(reply.status).toBe(200);
    expect(answer.started).toBe(true);
    answer.fail(broken, () => undefined);
    const last = reply.text().split('\n\n')[1] ?? '';
    expect(JSON.parse(last.slice(6))).toMatchObject({
      object: 'text_completion',
      choices: [{ text: '', finish_reason: 'error' }],
      error: { code: 'upstream.truncated' },
    });
  });

  test('is not begun while its record is not on disk', () => {
    const { answer, reply } = answerWith(true);
    answer.hold();
    answer.keepAlive();
    vi.advanceTimersByTime(60_000);
    expect(reply.status).toBeUndefined();
  });
});

test('nothing goes out before the record is on disk, not even an error', () => {
  const { answer, reply } = answerWith(true);
  const done = vi.fn<() => void>();
  answer.hold();
  answer.begin(head);
  answer.push(Buffer.from('data: a\n\n'));
  answer.fail(broken, done);
  expect([reply.status, done.mock.calls.length]).toEqual([undefined, 0]);
  answer.release();
  expect([reply.status, done.mock.calls.length]).toEqual([502, 1]);
});

test('an answer of several pieces that is not streamed begins with the second', () => {
  const { answer, reply } = answerWith(false);
  answer.begin({ status: 200, contentType: 'application/json' });
  answer.push(Buffer.from('{"a":'));
  expect(reply.status).toBeUndefined();
  answer.push(Buffer.from('1}'));
  expect(reply.text()).toBe('{"a":1}');
  answer.end(() => undefined);
  expect(reply.headers['content-length']).toBeUndefined();
});
