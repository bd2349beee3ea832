import { PlatformError, type EnginePrompt } from '@riad/contracts';

import { renderMistral } from '../formats/mistral.ts';
import { tokenizeSegments } from '../formats/segments.ts';
import { createTemplateFormat, type TemplateFormat } from '../formats/template.ts';
import { mistralVersions } from '../formats/tool-style.ts';
import type { ChatFormatName } from '../protocol/messages.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Turns whatever a model should continue into its token ids. A person's words never become control tokens. */
export interface PromptRenderer {
  readonly supportsFim: boolean;
  /** `addSpecial`: with the tokens that the model wants in front of a plain text. */
  tokens(prompt: EnginePrompt, addSpecial: boolean): readonly number[];
}

export function createPromptRenderer(vocabulary: Vocabulary, format: ChatFormatName): PromptRenderer {
  const template = format === 'template' ? openTemplate(vocabulary) : undefined;
  const fim = findFimMarks(vocabulary);

  function chatTokens(prompt: Extract<EnginePrompt, { kind: 'chat' }>): readonly number[] {
    const { messages, reasoningEffort } = prompt;
    const tools = prompt.toolChoice === 'none' ? [] : prompt.tools;
    if (format !== 'template') {
      const conversation = { messages, tools, ...(reasoningEffort === undefined ? {} : { reasoningEffort }) };
      const segments = renderMistral(mistralVersions[format], conversation);
      return tokenizeSegments(segments, { control: vocabulary.control, tokenize: vocabulary.tokenizeTurn });
    }
    if (template !== undefined) return tokenizeSegments(template.render(messages, tools), vocabulary);
    throw new PlatformError('model.not_capable', 'this model has no chat format: it only continues text', {
      field: 'messages',
      remedy: 'Use /v1/completions, or choose a chat model.',
    });
  }

  function fimTokens(prefix: string, suffix: string, first: readonly number[]): readonly number[] {
    if (fim?.middle !== undefined)
      return [fim.prefix, ...vocabulary.tokenize(prefix), fim.suffix, ...vocabulary.tokenize(suffix), fim.middle];
    if (fim !== undefined)
      return [
        ...first,
        fim.suffix,
        ...vocabulary.tokenizeInfix(suffix),
        fim.prefix,
        ...vocabulary.tokenizeTurn(prefix),
      ];
    throw new PlatformError('model.not_capable', 'this model was not trained to fill in the middle', {
      field: 'suffix',
      remedy: 'Choose a model whose card says completion_fim.',
    });
  }

  return {
    supportsFim: fim !== undefined,
    tokens(prompt, addSpecial) {
      const first = addSpecial && vocabulary.addsBos && vocabulary.bos !== undefined ? [vocabulary.bos] : [];
      switch (prompt.kind) {
        case 'tokens':
          vocabulary.check(prompt.tokens, 'prompt');
          return prompt.tokens;
        case 'text':
          return [...first, ...vocabulary.tokenize(prompt.text)];
        case 'fim':
          return fimTokens(prompt.prefix, prompt.suffix, first);
        case 'chat':
          return chatTokens(prompt);
      }
    },
  };
}

function openTemplate(vocabulary: Vocabulary): TemplateFormat | undefined {
  if (vocabulary.chatTemplate === undefined) return undefined;
  const text = (token: number | undefined): string => (token === undefined ? '' : vocabulary.text(token));
  return createTemplateFormat(vocabulary.chatTemplate, vocabulary.control.keys(), {
    bos: text(vocabulary.bos),
    eos: text(vocabulary.eos),
  });
}

/** Qwen's and others' three marks, or Mistral's two, which put the suffix first. */
function findFimMarks({
  control,
}: Vocabulary): { readonly prefix: number; readonly suffix: number; readonly middle?: number } | undefined {
  const [prefix, suffix, middle] = ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'].map((name) =>
    control.get(name),
  );
  if (prefix !== undefined && suffix !== undefined && middle !== undefined) return { prefix, suffix, middle };
  const [mistralPrefix, mistralSuffix] = [control.get('[PREFIX]'), control.get('[SUFFIX]')];
  return mistralPrefix === undefined || mistralSuffix === undefined
    ? undefined
    : { prefix: mistralPrefix, suffix: mistralSuffix };
}
