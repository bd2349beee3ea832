import { modelName, type JsonObject } from '@riad/contracts';
import { describe, expect, test } from 'vitest';

import { scanJson } from '../../json/scan.ts';
import type { GuardedRequest } from '../upstream.ts';
import { adaptBody, type UpstreamKind } from './adapt-body.ts';

function adapt(kind: UpstreamKind, body: JsonObject, raw = JSON.stringify(body)): string {
  const request = {
    operation: 'chat',
    dialect: 'openai',
    model: modelName('m'),
    targetModel: 'm',
    stream: body['stream'] === true,
    raw: Buffer.from(raw),
    members: scanJson(Buffer.from(raw)).members,
    body,
  } as unknown as GuardedRequest;
  return adaptBody(request, kind).body.toString();
}

const messages = [{ role: 'user', content: 'Salut' }];

describe('a body that the server takes as it is', () => {
  test.each(['openai-compatible', 'vllm', 'mistral'] as const)('is sent byte for byte to %s', (kind) => {
    const raw = '{ "model":"m",\n  "messages" : [{"role":"user","content":"Salut \\u0041"}],"temperature":1.0 }';
    expect(adapt(kind, JSON.parse(raw) as JsonObject, raw)).toBe(raw);
  });
});

describe('Mistral’s API', () => {
  test('gets its own field names and nothing that it would refuse', () => {
    const body = { model: 'm', messages, seed: 7, max_completion_tokens: 5, user: 'u', store: true, logprobs: false };
    const sent = JSON.parse(adapt('mistral', { ...body, stream: true, stream_options: { include_usage: true } }));
    expect(sent).toEqual({ model: 'm', messages, random_seed: 7, max_tokens: 5, stream: true });
  });

  test('gets call ids of nine alphanumerics that still belong together, and messages without foreign members', () => {
    const call = { id: 'call_abc123', type: 'function', function: { name: 'f', arguments: '{}' } };
    const sent = JSON.parse(
      adapt('mistral', {
        model: 'm',
        messages: [
          { role: 'developer', content: 'Be brief', name: 'x' },
          { role: 'assistant', content: null, refusal: null, tool_calls: [call] },
          { role: 'tool', tool_call_id: 'call_abc123', content: '1' },
        ],
      }),
    ) as { messages: [unknown, { tool_calls: [{ id: string }] }, unknown] };
    const { id } = sent.messages[1].tool_calls[0];
    expect(id).toMatch(/^[a-zA-Z0-9]{9}$/);
    expect(sent.messages).toEqual([
      { role: 'system', content: 'Be brief' },
      { role: 'assistant', tool_calls: [{ ...call, id }] },
      { role: 'tool', tool_call_id: id, content: '1' },
    ]);
  });

  test('is not sent what it cannot honour: the client is told', () => {
    for (const [field, value] of Object.entries({ logprobs: true, logit_bias: { 5: 1 }, functions: [{ name: 'f' }] }))
      expect(() => adapt('mistral', { model: 'm', messages, [field]: value })).toThrow(
        expect.objectContaining({ code: 'request.unsupported', field }),
      );
  });
});

describe('OpenAI’s dialect', () => {
  test('gets its own field names, and use is asked for in streams', () => {
    const body = { model: 'm', messages, random_seed: 7, safe_prompt: true, tool_choice: 'any', stream: true };
    expect(JSON.parse(adapt('vllm', body))).toEqual({
      model: 'm',
      messages,
      seed: 7,
      tool_choice: 'required',
      stream: true,
      stream_options: { include_usage: true },
    });
    const options = { include_usage: false, include_obfuscation: false };
    expect(JSON.parse(adapt('vllm', { model: 'm', messages, stream: true, stream_options: options }))).toMatchObject({
      stream_options: { include_usage: true, include_obfuscation: false },
    });
  });

  test('is not sent an answer to continue: the client is told', () => {
    const prefixed = [...messages, { role: 'assistant', content: 'Bon', prefix: true }];
    expect(() => adapt('openai-compatible', { model: 'm', messages: prefixed })).toThrow(
      expect.objectContaining({ code: 'request.unsupported', field: 'messages[1].prefix' }),
    );
  });
});
