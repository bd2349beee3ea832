import { PlatformError, type Tokenization, type TokenizerInfo } from '@riad/contracts';

import type { EmbeddingConvention, WorkerFacts, WorkerSetup } from '../protocol/messages.ts';
import { readGgufHeader } from '../model-store/gguf-header.ts';
import { openDriver } from './driver/open-driver.ts';
import type { RawTokenizer } from './driver/tokenizer.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

/** A loaded embedding model. */
export interface Embedder {
  readonly facts: WorkerFacts;
  embed(
    inputs: readonly (string | readonly number[])[],
  ): Promise<{ readonly vectors: readonly Float32Array[]; readonly promptTokens: number }>;
  tokenize(text: string, addSpecial: boolean): Omit<Tokenization, 'contextLength'>;
  detokenize(tokens: readonly number[]): string;
  info(): TokenizerInfo;
}

/** Loads an embedding model. `onProgress` is called after every text. */
export async function openEmbedder(setup: WorkerSetup, onProgress: () => void): Promise<Embedder> {
  const [{ driver, reason }, header] = await Promise.all([
    openDriver({ path: setup.path, threads: setup.threads, wanted: setup.driver ?? 'native' }),
    readGgufHeader(setup.path),
  ]);
  const vocabulary = createVocabulary(driver.tokenizer, header);
  const convention =
    setup.embedding ?? conventionOf(driver.tokenizer, Math.min(setup.contextLength, driver.trainContextLength));
  const encode = await driver.openEncoder({ maxTokens: convention.maxTokens, threads: setup.threads, ranking: false });

  async function vectorOf(tokens: readonly number[]): Promise<Float32Array> {
    const vector = await encode(tokens);
    onProgress();
    return vector;
  }

  return {
    facts: {
      contextLength: convention.maxTokens,
      supportsTools: false,
      supportsFim: false,
      dimensions: driver.embeddingLength,
      driver: driver.kind,
      ...(reason === undefined ? {} : { driverReason: reason }),
    },
    async embed(inputs) {
      // All are checked before the first is computed: a refusal costs nothing.
      const tokens = inputs.map((input, position) => inputTokens(input, { position, vocabulary, convention }));
      const vectors: Float32Array[] = [];
      for (const text of tokens) vectors.push(await vectorOf(text));
      return { vectors, promptTokens: tokens.reduce((sum, text) => sum + text.length, 0) };
    },
    tokenize(text, addSpecial) {
      const tokens = addSpecial ? framed(text, vocabulary, convention) : plain(text, vocabulary);
      return { tokens, texts: tokens.map((token) => vocabulary.text(token)) };
    },
    detokenize: (tokens) => vocabulary.detokenize(tokens),
    info: () => vocabulary.info(convention.maxTokens),
  };
}

/** As the tokenizer frames a text by itself: llama.cpp's rules for encoders, which its `tokenize` leaves to the caller. */
function conventionOf(tokenizer: RawTokenizer, maxTokens: number): EmbeddingConvention {
  const { kind, bos, eos, separator, addsBos, addsEos } = tokenizer;
  const first = kind === 'wpm' || (addsBos && kind !== 'ugm') ? bos : undefined;
  const last = kind === 'wpm' ? separator : kind === 'ugm' || addsEos ? eos : undefined;
  return { maxTokens, ...(first === undefined ? {} : { first }), ...(last === undefined ? {} : { last }) };
}

function plain(text: string, vocabulary: Vocabulary): readonly number[] {
  return vocabulary.tokenize(text.normalize('NFKC'));
}

function framed(text: string, vocabulary: Vocabulary, { first, last }: EmbeddingConvention): readonly number[] {
  return [...(first === undefined ? [] : [first]), ...plain(text, vocabulary), ...(last === undefined ? [] : [last])];
}

interface InputFacts {
  readonly position: number;
  readonly vocabulary: Vocabulary;
  readonly convention: EmbeddingConvention;
}

function inputTokens(input: string | readonly number[], facts: InputFacts): readonly number[] {
  const { position, vocabulary, convention } = facts;
  const field = `input[${position}]`;
  if (input.length === 0) throw new PlatformError('request.invalid', 'an empty text has no embedding', { field });
  const tokens = typeof input === 'string' ? framed(input, vocabulary, convention) : input;
  vocabulary.check(tokens, field);
  if (tokens.length <= convention.maxTokens) return tokens;
  throw new PlatformError(
    'request.context_length',
    `text ${position} has ${tokens.length} tokens and this model reads ${convention.maxTokens}`,
    { field, remedy: 'Split it; Riad never cuts a text silently.' },
  );
}
