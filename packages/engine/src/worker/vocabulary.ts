import { PlatformError, type TokenizerInfo } from '@riad/contracts';

import type { GgufHeader } from '../model-store/gguf-header.ts';
import type { RawTokenizer } from './driver/tokenizer.ts';

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

/** What the file says of its tokenizer, beside the tokenizer itself. */
export type TokenizerFacts = Pick<GgufHeader, 'tokenTypes' | 'addsSpacePrefix' | 'chatTemplate' | 'vocabularySize'>;

export function createVocabulary(raw: RawTokenizer, facts: TokenizerFacts): Vocabulary {
  const control = new Map<string, number>();
  const controlTexts = new Map<number, string>();
  for (const [token, type] of facts.tokenTypes.entries()) {
    if (type !== CONTROL) continue;
    const text = raw.entry(token);
    control.set(text, token);
    controlTexts.set(token, text);
  }
  const byteLevel = raw.kind === 'bpe';
  const bytes = (token: number): Uint8Array =>
    controlTexts.has(token) ? new Uint8Array() : bytesOf(raw.entry(token), byteLevel);
  const tokenize = (text: string): readonly number[] => (text === '' ? [] : raw.tokenize(text));
  // Files state whether their tokenizer adds the space by itself; Mistral's format always has it.
  const lacksSpace = raw.kind === 'spm' && facts.addsSpacePrefix === false;
  const text = (token: number): string => controlTexts.get(token) ?? readable(bytes(token));
  const size = facts.vocabularySize ?? facts.tokenTypes.length;
  const { bos, eos } = raw;
  const { chatTemplate } = facts;
  return {
    size,
    bos,
    eos,
    chatTemplate,
    addsBos: raw.addsBos,
    control,
    tokenize,
    tokenizeTurn: (turn) => tokenize(lacksSpace && turn !== '' ? ` ${turn}` : turn),
    tokenizeInfix: (infix) => (byteLevel ? tokenize(infix) : tokenize(INFIX + infix).slice(tokenize(INFIX).length)),
    bytes,
    text,
    controlText: (token) => controlTexts.get(token),
    endsGeneration: (token) => raw.endsGeneration(token),
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
      ...(bos === undefined ? {} : { bosToken: text(bos) }),
      ...(eos === undefined ? {} : { eosToken: text(eos) }),
      ...(chatTemplate === undefined ? {} : { chatTemplate }),
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
