import type { NativeModel } from './native.ts';

/** llama.cpp's token types, as the GGUF file stores them. */
const CONTROL = 3;

/** What the scheduler and the formats need to know of a tokenizer. */
export interface Vocabulary {
  readonly size: number;
  readonly bos: number | undefined;
  readonly eos: number | undefined;
  readonly addsBos: boolean;
  /** Tokens that only a format may write, by their text: `<|im_end|>`, `[INST]`. Never made from a person's words. */
  readonly control: ReadonlyMap<string, number>;
  /** Plain text: whatever it spells, no control token comes out. */
  tokenize(text: string): readonly number[];
  /** The bytes a token stands for; empty for control tokens. */
  bytes(token: number): Uint8Array;
  /** The text of a control token, `undefined` for any other. */
  controlText(token: number): string | undefined;
  endsGeneration(token: number): boolean;
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
  return {
    size: ggml.tokens.length,
    bos: model.tokens.bos ?? undefined,
    eos: model.tokens.eos ?? undefined,
    addsBos: model.tokens.shouldPrependBosToken,
    control,
    tokenize: (text) => (text === '' ? [] : model.tokenize(text, false)),
    bytes: (token) => (controlTexts.has(token) ? new Uint8Array() : bytesOf(native.tokenString(token), byteLevel)),
    controlText: (token) => controlTexts.get(token),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the library brands its tokens
    endsGeneration: (token) => model.isEogToken(token as Parameters<typeof model.isEogToken>[0]),
  };
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
