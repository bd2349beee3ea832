import type { JsonObject, PlatformError } from '@riad/contracts';
import { describe, expect, test } from 'vitest';

import { readChat, readCompletion, readFim, readTokenizePrompt, type GenerationPlan } from './read-request.ts';
import { guardedRequest } from './test-support/embedded-with.ts';

const messages = [{ role: 'user', content: 'Bonjour' }];

function chat(body: JsonObject): GenerationPlan {
  const [plan] = readChat(guardedRequest({ body: { messages, ...body } }));
  if (plan === undefined) throw new Error('no plan');
  return plan;
}

function completions(body: JsonObject): readonly GenerationPlan[] {
  return readCompletion(guardedRequest({ operation: 'completion', body: { prompt: 'Il était', ...body } }));
}

function conversation(...given: readonly JsonObject[]): unknown {
  const { prompt } = chat({ messages: given });
  return prompt.kind === 'chat' ? prompt.messages : undefined;
}

function toolsOf(body: JsonObject): JsonObject {
  const { kind: _, messages: __, ...rest } = chat(body).prompt as unknown as Record<string, never>;
  return rest;
}

function refusal(read: () => unknown): Pick<PlatformError, 'code' | 'field'> | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    const { code, field } = error as PlatformError;
    return { code, field };
  }
}

describe('a request that says little', () => {
  test('is answered at temperature 0.7, without limits of its own', () => {
    expect(chat({})).toEqual({
      prompt: {
        kind: 'chat',
        messages: [{ role: 'user', content: 'Bonjour' }],
        tools: [],
        toolChoice: 'auto',
        parallelToolCalls: true,
      },
      sampling: { temperature: 0.7, topP: 1 },
      stop: [],
      format: { kind: 'text' },
      cacheKey: 'o/p/1',
      echo: false,
    });
  });

  test('of a text completion gets sixteen tokens, as OpenAI gives', () => {
    expect(completions({})).toMatchObject([{ prompt: { kind: 'text', text: 'Il était' }, maxTokens: 16, echo: false }]);
  });
});

describe('sampling', () => {
  test.each<[string, JsonObject]>([
    [
      'OpenAI',
      {
        temperature: 0,
        top_p: 0.9,
        seed: 5,
        max_completion_tokens: 9,
        max_tokens: 8,
        presence_penalty: 1,
        frequency_penalty: -1,
        stop: 'fin',
      },
    ],
    [
      'Mistral',
      {
        temperature: 0,
        top_p: 0.9,
        random_seed: 5,
        max_tokens: 9,
        presence_penalty: 1,
        frequency_penalty: -1,
        stop: ['fin', ''],
      },
    ],
  ])('is read in the words of %s', (_, body) => {
    expect(chat(body)).toMatchObject({
      sampling: { temperature: 0, topP: 0.9, seed: 5, presencePenalty: 1, frequencyPenalty: -1 },
      maxTokens: 9,
      stop: ['fin'],
    });
  });

  test('takes vLLM’s extras and a bias by token id', () => {
    expect(chat({ top_k: 40, min_p: 0.05, logit_bias: { 11: -100, 12: 5 } }).sampling).toEqual({
      temperature: 0.7,
      topP: 1,
      topK: 40,
      minP: 0.05,
      logitBias: new Map([
        [11, -100],
        [12, 5],
      ]),
    });
    expect(chat({ top_k: -1, logit_bias: {} }).sampling).toEqual({ temperature: 0.7, topP: 1 });
  });

  test.each<[JsonObject, string]>([
    [{ logit_bias: { hello: 1 } }, 'logit_bias.hello'],
    [{ logit_bias: { 5: 101 } }, 'logit_bias.5'],
    [{ top_k: 1.5 }, 'top_k'],
    [{ min_p: 2 }, 'min_p'],
    [{ stop: Array.from({ length: 17 }, String) }, 'stop'],
    [{ top_logprobs: 3 }, 'top_logprobs'],
    [{ reasoning_effort: 'extreme' }, 'reasoning_effort'],
  ])('%j names its wrong field', (body, field) => {
    expect(refusal(() => chat(body))).toEqual({ code: 'request.invalid', field });
  });
});

describe('what cannot be honoured', () => {
  const parameters: Readonly<Record<string, readonly [asks: JsonObject[string], asksNothing: JsonObject[string]]>> = {
    best_of: [3, 1],
    min_tokens: [5, 0],
    ignore_eos: [true, false],
    repetition_penalty: [1.1, 1],
    length_penalty: [0.5, 1],
    use_beam_search: [true, false],
    stop_token_ids: [[2], []],
    bad_words: [['non'], []],
    prompt_logprobs: [1, null],
    truncate_prompt_tokens: [100, null],
    add_special_tokens: [false, true],
    guided_grammar: ['root ::= "a"', ''],
    chat_template: ['{{ messages }}', null],
    documents: [[{ text: 'x' }], []],
    guardrails: [[{ block_on_error: true }], []],
    safe_prompt: [true, false],
    web_search_options: [{}, null],
    modalities: [['text', 'audio'], ['text']],
  };
  test.each(Object.entries(parameters))(
    '%s is refused by name, unless it asks for nothing',
    (field, [asks, nothing]) => {
      expect(refusal(() => chat({ [field]: asks ?? null }))).toEqual({ code: 'request.unsupported', field });
      expect(refusal(() => completions({ [field]: nothing ?? null }))).toBeUndefined();
    },
  );

  test('best_of equal to n asks for what is done anyway', () => {
    expect(completions({ n: 2, best_of: 2 })).toHaveLength(2);
  });

  test('parameters without a meaning here are ignored', () => {
    const harmless = {
      user: 'u',
      metadata: { a: '1' },
      store: true,
      service_tier: 'auto',
      prediction: { type: 'content', content: 'x' },
      verbosity: 'low',
      prompt_cache_key: 'k',
      unheard_of: { of: 1 },
    };
    expect(chat(harmless)).toEqual(chat({}));
  });
});

describe('messages', () => {
  test('keep their order, whatever it is; developers speak as the system', () => {
    expect(
      conversation(
        { role: 'assistant', content: 'Je commence.' },
        { role: 'developer', content: 'Sois bref.' },
        { role: 'user', content: null },
      ),
    ).toEqual([
      { role: 'assistant', content: 'Je commence.' },
      { role: 'system', content: 'Sois bref.' },
      { role: 'user', content: '' },
    ]);
  });

  test('join their parts of text; reasoning comes back as reasoning; citations hold no text', () => {
    expect(
      conversation({
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'Je pèse.' }] },
          { type: 'text', text: 'Oui' },
          { type: 'reference', reference_ids: [1] },
          { type: 'text', text: '.' },
        ],
      }),
    ).toEqual([{ role: 'assistant', content: 'Oui.', reasoning: 'Je pèse.' }]);
    expect(conversation({ role: 'assistant', content: 'Oui.', reasoning_content: 'Je pèse.' })).toEqual([
      { role: 'assistant', content: 'Oui.', reasoning: 'Je pèse.' },
    ]);
  });

  test.each(['image_url', 'input_audio', 'file', 'document_url', 'video_url'])(
    'with a part of type %s are refused, naming its place',
    (type) => {
      const content = [
        { type: 'text', text: 'Regarde' },
        { type, [type]: 'x' },
      ];
      const read = (): unknown => conversation({ role: 'system', content: 'x' }, { role: 'user', content });
      expect(refusal(read)).toEqual({ code: 'model.not_capable', field: 'messages[1].content[1]' });
    },
  );

  test('carry calls and their answers; arguments sent as an object become JSON text', () => {
    const call = { id: 'aB3dE6gH9', type: 'function', function: { name: 'weather', arguments: { city: 'Fès' } } };
    expect(
      conversation(
        { role: 'assistant', content: '', tool_calls: [call] },
        { role: 'tool', name: 'weather', tool_call_id: 'aB3dE6gH9', content: '21' },
      ),
    ).toEqual([
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: 'aB3dE6gH9', name: 'weather', arguments: '{"city":"Fès"}' }],
      },
      { role: 'tool', content: '21', toolCallId: 'aB3dE6gH9', name: 'weather' },
    ]);
  });

  test('of the older function calls find each other by name', () => {
    const seen = conversation(
      { role: 'assistant', content: null, function_call: { name: 'weather', arguments: '{}' } },
      { role: 'function', name: 'weather', content: '21' },
    ) as [{ toolCalls: [{ id: string }] }, { role: string; toolCallId: string }];
    expect(seen[0].toolCalls[0].id).toMatch(/^[a-z0-9]{9}$/);
    expect(seen[1]).toMatchObject({ role: 'tool', toolCallId: seen[0].toolCalls[0].id });
  });

  test('may end with the beginning of the answer, in Mistral’s words or vLLM’s', () => {
    const begun = { role: 'assistant', content: 'Voici :' };
    expect(conversation(...messages, { ...begun, prefix: true })).toMatchObject([{}, { prefix: true }]);
    const { prompt } = chat({ messages: [...messages, begun], continue_final_message: true });
    expect(prompt).toMatchObject({ messages: [{}, { content: 'Voici :', prefix: true }] });
  });
});

describe('tools', () => {
  const weather = {
    type: 'function',
    function: { name: 'weather', description: 'Le temps', parameters: { type: 'object' }, strict: true },
  };
  const tools = [weather];

  test('are read with what they take', () => {
    expect(toolsOf({ tools: [weather, { function: { name: 'now' } }], parallel_tool_calls: false })).toEqual({
      tools: [
        { name: 'weather', description: 'Le temps', parameters: { type: 'object' }, strict: true },
        { name: 'now', parameters: { type: 'object', properties: {} } },
      ],
      toolChoice: 'auto',
      parallelToolCalls: false,
    });
  });

  test.each<[JsonObject[string], unknown]>([
    ['auto', 'auto'],
    ['none', 'none'],
    ['any', 'required'],
    ['required', 'required'],
    [null, 'auto'],
    [{ type: 'function', function: { name: 'weather' } }, { name: 'weather' }],
    [{ type: 'function', name: 'weather' }, { name: 'weather' }],
  ])('tool_choice %j means %j', (choice, meant) => {
    expect(toolsOf({ tools, tool_choice: choice ?? null })['toolChoice']).toEqual(meant);
  });

  test('are read from the older functions and function_call too, one call at most', () => {
    expect(toolsOf({ functions: [{ name: 'weather' }], function_call: { name: 'weather' } })).toEqual({
      tools: [{ name: 'weather', parameters: { type: 'object', properties: {} } }],
      toolChoice: { name: 'weather' },
      parallelToolCalls: false,
    });
  });

  test.each<[JsonObject, string, string]>([
    [{ tools: [{ type: 'web_search' }] }, 'request.unsupported', 'tools[0].type'],
    [{ tools: [weather, { type: 'code_interpreter' }] }, 'request.unsupported', 'tools[1].type'],
    [{ tools: [{ type: 'function' }] }, 'request.invalid', 'tools[0].function'],
    [{ tools: [weather, weather] }, 'request.invalid', 'tools'],
    [{ tools, tool_choice: 'sometimes' }, 'request.invalid', 'tool_choice'],
    [{ tools, tool_choice: { type: 'allowed_tools' } }, 'request.unsupported', 'tool_choice.type'],
    [{ tools, tool_choice: { type: 'function' } }, 'request.invalid', 'tool_choice'],
    [{ functions: [{}] }, 'request.invalid', 'functions[0].name'],
  ])('%j is refused', (body, code, field) => {
    expect(refusal(() => chat(body))).toEqual({ code, field });
  });
});

describe('the form of an answer', () => {
  const schema = { type: 'object', properties: { city: { type: 'string' } } };
  const asSchema = { kind: 'schema', name: 'city', schema, strict: true };

  test.each<[JsonObject, unknown]>([
    [{ response_format: { type: 'text' } }, { kind: 'text' }],
    [{ response_format: null }, { kind: 'text' }],
    [{ response_format: { type: 'json_object' } }, { kind: 'json' }],
    [{ response_format: { type: 'json_schema', json_schema: { name: 'city', schema, strict: true } } }, asSchema],
    [
      { response_format: { type: 'json_schema', json_schema: { name: 'city', schemaDefinition: schema } } },
      { ...asSchema, strict: false },
    ],
    [{ guided_json: schema }, { ...asSchema, name: 'answer' }],
    [{ guided_json: JSON.stringify(schema) }, { ...asSchema, name: 'answer' }],
    [{ structured_outputs: { json: schema } }, { ...asSchema, name: 'answer' }],
    [{ guided_regex: '[a-z]+' }, { kind: 'pattern', pattern: '[a-z]+' }],
    [{ structured_outputs: { regex: 'oui|non', choice: null } }, { kind: 'pattern', pattern: 'oui|non' }],
    [{ guided_choice: ['oui', 'non'] }, { kind: 'choice', choices: ['oui', 'non'] }],
  ])('%j', (body, format) => {
    expect(chat(body).format).toEqual(format);
  });

  test.each<[JsonObject, string, string]>([
    [{ response_format: { type: 'grammar' } }, 'request.invalid', 'response_format.type'],
    [{ response_format: { type: 'json_schema' } }, 'request.invalid', 'response_format.json_schema.schema'],
    [{ guided_json: '{' }, 'request.invalid', 'guided_json'],
    [{ structured_outputs: { grammar: 'root ::= "a"' } }, 'request.unsupported', 'structured_outputs.grammar'],
    [{ guided_choice: ['oui', 3] }, 'request.invalid', 'guided_choice'],
    [{ guided_regex: 'a', guided_choice: ['a'] }, 'request.invalid', 'guided_choice'],
    [{ response_format: { type: 'json_object' }, guided_regex: 'a' }, 'request.invalid', 'guided_regex'],
  ])('%j is refused', (body, code, field) => {
    expect(refusal(() => chat(body))).toEqual({ code, field });
  });
});

describe('reasoning', () => {
  test.each<[JsonObject, 'none' | 'high' | undefined]>([
    [{}, undefined],
    [{ reasoning_effort: 'none' }, 'none'],
    [{ reasoning_effort: 'minimal' }, 'none'],
    [{ reasoning_effort: 'medium' }, 'high'],
    [{ prompt_mode: 'reasoning' }, 'high'],
    [{ chat_template_kwargs: { enable_thinking: false } }, 'none'],
  ])('%j asks for %s', (body, effort) => {
    const { prompt } = chat(body);
    expect(prompt.kind === 'chat' ? prompt.reasoningEffort : 'not a chat').toBe(effort);
  });
});

describe('prompts of a completion', () => {
  test.each<[JsonObject[string], unknown]>([
    ['un', [{ kind: 'text', text: 'un' }]],
    [
      ['un', 'deux'],
      [
        { kind: 'text', text: 'un' },
        { kind: 'text', text: 'deux' },
      ],
    ],
    [[1, 2], [{ kind: 'tokens', tokens: [1, 2] }]],
    [
      [[1, 2], [3]],
      [
        { kind: 'tokens', tokens: [1, 2] },
        { kind: 'tokens', tokens: [3] },
      ],
    ],
  ])('%j', (prompt, read) => {
    expect(completions({ prompt: prompt ?? null }).map((plan) => plan.prompt)).toEqual(read);
  });

  test('with a suffix are filled in the middle', () => {
    expect(completions({ suffix: 'fin' })).toMatchObject([
      { prompt: { kind: 'fim', prefix: 'Il était', suffix: 'fin' } },
    ]);
    expect(refusal(() => completions({ suffix: 'fin', prompt: [1] }))).toMatchObject({ field: 'suffix' });
    expect(refusal(() => completions({ suffix: 'fin', echo: true }))).toMatchObject({ field: 'echo' });
  });

  test('ask for 128 answers at most', () => {
    const prompt = Array.from({ length: 64 }, () => 'un');
    expect(completions({ prompt, n: 2 })).toHaveLength(128);
    expect(refusal(() => completions({ prompt, n: 3 }))).toEqual({ code: 'request.invalid', field: 'prompt' });
  });

  test('score a text when no token is wanted', () => {
    expect(completions({ max_tokens: 0, echo: true, logprobs: 0 })).toMatchObject([
      { maxTokens: 0, echo: true, topLogprobs: 0 },
    ]);
  });

  test('of Mistral’s FIM may lack a suffix', () => {
    const [plan] = readFim(guardedRequest({ operation: 'fim', body: { prompt: 'def f(' } }));
    expect(plan?.prompt).toEqual({ kind: 'fim', prefix: 'def f(', suffix: '' });
  });
});

describe('what is counted', () => {
  test('is a text, under either name, or a conversation', () => {
    expect(readTokenizePrompt({ prompt: 'un' })).toEqual({ kind: 'text', text: 'un' });
    expect(readTokenizePrompt({ input: 'un' })).toEqual({ kind: 'text', text: 'un' });
    expect(readTokenizePrompt({ messages })).toMatchObject({ kind: 'chat', messages });
  });

  test('must be there', () => {
    expect(refusal(() => readTokenizePrompt({}))).toEqual({ code: 'request.invalid', field: 'prompt' });
    expect(refusal(() => readTokenizePrompt({ prompt: 'un', add_generation_prompt: false }))).toEqual({
      code: 'request.unsupported',
      field: 'add_generation_prompt',
    });
  });
});
