import { PlatformError, type TokenizerInfo } from '@riad/contracts';

import type { NativeModel } from './native.ts';

/** llama.cpp's token types, as the GGUF file stores them. */
const CONTROL = 3;
/** Stands in front of an infix while it is tokenised, so that the added space does not touch it; no token spans it. */
const INFIX = '☺';

/** What the scheduler and the formats need to know of a tokenizer. */
export interface Vocabulary {
  readonly size: number;
  readonly bos: number | undefined;
  readonly eos: number | undefined;
  /** The Jinja template of the model file. */
  readonly chatTemplate: string | undefined;
  readonly addsBos: boolean;
  /** Tokens that only a format may write, by their text: `<|im_end|>`, `[INST]`. Never made from a person's words. */
  readonly control: ReadonlyMap<string, number>;
  /** Plain text: whatever it spells, no control token comes out. */
  tokenize(text: string): readonly number[];
  /** Like `tokenize`, with the space that Mistral's SentencePiece tokenizers put in front of every text. */
  tokenizeTurn(text: string): readonly number[];
  /** Like `tokenize`, without any space in front: text that goes on in the middle of something. */
  tokenizeInfix(text: string): readonly number[];
  /** What a token reads as; a token that is part of a character is shown as `<0xE9>`. */
  text(token: number): string;
  /** The bytes a token stands for; empty for control tokens. */
  bytes(token: number): Uint8Array;
  /** The text of a control token, `undefined` for any other. */
  controlText(token: number): string | undefined;
  endsGeneration(token: number): boolean;
  /** Text of a list of tokens, control tokens left out. */
  detokenize(tokens: readonly number[]): string;
  /** Fails with `request.invalid` on an id that the vocabulary does not have; native code would not be so kind. */
  check(tokens: readonly number[], field: string): void;
  info(contextLength: number): TokenizerInfo;
}

export function createVocabulary(native: NativeModel): Vocabulary {
  const { model } = native;
  const ggml = model.fileInfo.metadata.tokenizer.ggml;
  const control = new Map<string, number>();
  const controlTexts = new Map<number, string>();
  const types = ggml.token_type ?? [];
  for (let token = 0; token < types.length; token++) {
    if (types[token] !== CONTROL) continue;
    const text = native.tokenString(token);
    control.set(text, token);
    controlTexts.set(token, text);
  }
  const byteLevel = model.vocabularyType === 'bpe';
  const bytes = (token: number): Uint8Array =>
    controlTexts.has(token) ? new Uint8Array() : bytesOf(native.tokenString(token), byteLevel);
  const tokenize = (text: string): readonly number[] => (text === '' ? [] : model.tokenize(text, false));
  // Files state whether their tokenizer adds the space by itself; Mistral's format always has it.
  const lacksSpace = model.vocabularyType === 'spm' && ggml.add_space_prefix === false;
  const text = (token: number): string => controlTexts.get(token) ?? readable(bytes(token));
  const size = ggml.tokens.length;
  const { bos, eos } = model.tokens;
  const template: unknown = model.fileInfo.metadata.tokenizer.chat_template;
  return {
    size,
    bos: bos ?? undefined,
    eos: eos ?? undefined,
    chatTemplate: typeof template === 'string' ? template : undefined,
    addsBos: model.tokens.shouldPrependBosToken,
    control,
    tokenize,
    tokenizeTurn: (turn) => tokenize(lacksSpace && turn !== '' ? ` ${turn}` : turn),
    tokenizeInfix: (infix) => (byteLevel ? tokenize(infix) : tokenize(INFIX + infix).slice(tokenize(INFIX).length)),
    bytes,
    text,
    controlText: (token) => controlTexts.get(token),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the library brands its tokens
    endsGeneration: (token) => model.isEogToken(token as Parameters<typeof model.isEogToken>[0]),
    detokenize(tokens) {
      const decoder = new TextDecoder();
      return tokens.map((token) => decoder.decode(bytes(token), { stream: true })).join('') + decoder.decode();
    },
    check(tokens, field) {
      const wrong = tokens.findIndex((token) => !Number.isInteger(token) || token < 0 || token >= size);
      if (wrong === -1) return;
      throw new PlatformError('request.invalid', `${tokens[wrong]} is not one of this model's ${size} tokens`, {
        field: `${field}[${wrong}]`,
      });
    },
    info: (contextLength) => ({
      ...(bos === null ? {} : { bosToken: text(bos) }),
      ...(eos === null ? {} : { eosToken: text(eos) }),
      ...(typeof template === 'string' ? { chatTemplate: template } : {}),
      vocabularySize: size,
      contextLength,
    }),
  };
}

function readable(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf8', { fatal: true }).decode(bytes);
  } catch {
    return [...bytes].map((byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`).join('');
  }
}

function bytesOf(entry: string, byteLevel: boolean): Uint8Array {
  if (byteLevel) return byteLevelBytes(entry);
  const byte = /^<0x(?<hex>[0-9A-F]{2})>$/.exec(entry)?.groups?.['hex'];
  if (byte !== undefined) return Uint8Array.of(Number.parseInt(byte, 16));
  return new TextEncoder().encode(entry.replaceAll('▁', ' '));
}

/** GPT-2's map from bytes to printable characters, the other way round (Radford et al. 2019, `bytes_to_unicode`). */
const byteOfCharacter = buildByteMap();

function byteLevelBytes(entry: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of entry) {
    const byte = byteOfCharacter.get(character);
    if (byte === undefined) bytes.push(...new TextEncoder().encode(character));
    else bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

function buildByteMap(): ReadonlyMap<string, number> {
  const printable = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  const map = new Map<string, number>();
  let next = 0x100;
  for (let byte = 0; byte < 0x100; byte++) {
    map.set(String.fromCodePoint(printable(byte) ? byte : next), byte);
    if (!printable(byte)) next++;
  }
  return map;
}
