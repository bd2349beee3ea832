import { createGgufWriter, type GgufWriter } from './gguf-writer.ts';

/**
 * Rewrites the "E5S1" container of multilingual-e5-small, 4 bit, as GGUF. The quantised blocks are the same bytes as
 * ggml's Q4_0; only the container changes. The input's digest was checked before, so its layout is known; a byte out of
 * place still ends in an error, not in a wrong file, because the result's digest is checked too.
 */
export function convertE5ToGguf(input: Buffer): Uint8Array[] {
  const source = readContainer(input);
  const writer = createGgufWriter();
  writeMetadata(writer, source);
  for (const tensor of tensorPlan(source.shape)) writer.tensor(readTensor(input, source.directory, tensor));
  return writer.chunks();
}

interface Shape {
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly vocabulary: number;
  readonly positions: number;
  readonly tokenTypes: number;
  readonly epsilon: number;
}

interface SpecialTokens {
  readonly bos: number;
  readonly eos: number;
  readonly pad: number;
  readonly unknown: number;
}

interface Container {
  readonly shape: Shape;
  readonly special: SpecialTokens;
  /** Pieces the tokenizer has; the vocabulary is padded beyond them. */
  readonly pieces: readonly Buffer[];
  readonly scores: readonly number[];
  readonly directory: ReadonlyMap<string, { readonly offset: number; readonly bytes: number }>;
}

function readContainer(input: Buffer): Container {
  if (input.toString('latin1', 0, 4) !== 'E5S1') throw new RangeError('it is no E5S1 container');
  let at = 4;
  const int32 = (): number => input.readInt32LE(advance(4));
  const uint32 = (): number => input.readUInt32LE(advance(4));
  const float32 = (): number => input.readFloatLE(advance(4));
  const uint64 = (): number => Number(input.readBigUInt64LE(advance(8)));
  function advance(length: number): number {
    const start = at;
    at += length;
    if (at > input.length) throw new RangeError('it is cut off');
    return start;
  }

  advance(4); // version
  const shape: Shape = {
    hidden: int32(),
    layers: int32(),
    heads: int32(),
    feedForward: int32(),
    vocabulary: int32(),
    positions: int32(),
    tokenTypes: int32(),
    epsilon: float32(),
  };
  advance(4); // values in a block
  const pieceCount = int32();
  const special = { bos: int32(), eos: int32(), pad: int32(), unknown: int32() };
  const textBytes = uint64();
  const offsets = Array.from({ length: pieceCount + 1 }, uint32);
  const scores = Array.from({ length: pieceCount }, float32);
  const text = input.subarray(advance(textBytes), at);
  const pieces = scores.map((_, index) => text.subarray(offsets[index], offsets[index + 1]));
  advance(4); // entries of the normaliser, which GGUF has no use for
  advance(uint32());
  const directory = new Map(
    Array.from({ length: int32() }, () => {
      const nameBytes = input.readUInt16LE(advance(2));
      const name = input.toString('utf8', advance(nameBytes), at);
      advance(5); // type and count: both follow from the name
      return [name, { offset: uint64(), bytes: uint64() }] as const;
    }),
  );
  return { shape, special, pieces, scores, directory };
}

const tokenKinds = { normal: 1, unknown: 2, control: 3, unused: 5 } as const;

function writeMetadata(writer: GgufWriter, { shape, special, pieces, scores }: Container): void {
  const padding = Array.from({ length: shape.vocabulary - pieces.length }, (_, index) => index + pieces.length);
  const tokens = [...pieces, ...padding.map((index) => Buffer.from(`[PAD${index}]`))];

  writer.string('general.architecture', 'bert');
  writer.string('general.name', 'multilingual-e5-small');
  writer.string('general.license', 'mit');
  writer.uint32('general.file_type', 2);
  writer.uint32('general.quantization_version', 2);
  writer.uint32('bert.block_count', shape.layers);
  writer.uint32('bert.context_length', shape.positions);
  writer.uint32('bert.embedding_length', shape.hidden);
  writer.uint32('bert.feed_forward_length', shape.feedForward);
  writer.uint32('bert.attention.head_count', shape.heads);
  writer.float32('bert.attention.layer_norm_epsilon', shape.epsilon);
  writer.bool('bert.attention.causal', false);
  writer.uint32('bert.pooling_type', 1);
  writer.string('tokenizer.ggml.model', 't5');
  writer.string('tokenizer.ggml.pre', 'default');
  writer.strings('tokenizer.ggml.tokens', tokens);
  writer.float32s('tokenizer.ggml.scores', [...scores, ...padding.map(() => -10_000)]);
  writer.int32s(
    'tokenizer.ggml.token_type',
    tokens.map((token, index) => tokenKind(token, index, { special, pieces: pieces.length })),
  );
  writer.uint32('tokenizer.ggml.token_type_count', shape.tokenTypes);
  writer.bool('tokenizer.ggml.add_space_prefix', true);
  writer.bool('tokenizer.ggml.remove_extra_whitespaces', true);
  writer.uint32('tokenizer.ggml.bos_token_id', special.bos);
  writer.uint32('tokenizer.ggml.eos_token_id', special.eos);
  writer.uint32('tokenizer.ggml.seperator_token_id', special.eos); // spelt as llama.cpp spells it
  writer.uint32('tokenizer.ggml.padding_token_id', special.pad);
  writer.uint32('tokenizer.ggml.unknown_token_id', special.unknown);
  writer.bool('tokenizer.ggml.add_bos_token', true);
  writer.bool('tokenizer.ggml.add_eos_token', true);
}

interface TokenFacts {
  readonly special: SpecialTokens;
  readonly pieces: number;
}

function tokenKind(token: Buffer, index: number, { special, pieces }: TokenFacts): number {
  if (index === special.unknown) return tokenKinds.unknown;
  if ([special.bos, special.eos, special.pad].includes(index)) return tokenKinds.control;
  if (index >= pieces) return tokenKinds.unused;
  return token.equals(Buffer.from('<mask>')) ? tokenKinds.control : tokenKinds.normal;
}

interface PlannedTensor {
  readonly name: string;
  /** Its name in the source container. */
  readonly from: string;
  readonly shape: readonly number[];
  readonly type: 'f32' | 'q4_0';
}

function tensorPlan(shape: Shape): readonly PlannedTensor[] {
  const { hidden, feedForward } = shape;
  const plan: PlannedTensor[] = [
    { name: 'token_embd.weight', from: 'emb.word', shape: [hidden, shape.vocabulary], type: 'q4_0' },
    { name: 'position_embd.weight', from: 'emb.pos', shape: [hidden, shape.positions], type: 'f32' },
    { name: 'token_types.weight', from: 'emb.type', shape: [hidden, shape.tokenTypes], type: 'f32' },
    ...normPair('token_embd_norm', 'emb.ln', hidden),
  ];
  for (let layer = 0; layer < shape.layers; layer += 1) {
    const [to, from] = [`blk.${layer}`, `l${layer}`];
    plan.push(
      ...linearPair(`${to}.attn_q`, `${from}.q`, [hidden, hidden]),
      ...linearPair(`${to}.attn_k`, `${from}.k`, [hidden, hidden]),
      ...linearPair(`${to}.attn_v`, `${from}.v`, [hidden, hidden]),
      ...linearPair(`${to}.attn_output`, `${from}.ao`, [hidden, hidden]),
      ...normPair(`${to}.attn_output_norm`, `${from}.aln`, hidden),
      ...linearPair(`${to}.ffn_up`, `${from}.fi`, [hidden, feedForward]),
      ...linearPair(`${to}.ffn_down`, `${from}.fo`, [feedForward, hidden]),
      ...normPair(`${to}.layer_output_norm`, `${from}.oln`, hidden),
    );
  }
  return plan;
}

function linearPair(name: string, from: string, [input, output]: readonly [number, number]): PlannedTensor[] {
  return [
    { name: `${name}.weight`, from: `${from}.w`, shape: [input, output], type: 'q4_0' },
    { name: `${name}.bias`, from: `${from}.b`, shape: [output], type: 'f32' },
  ];
}

function normPair(name: string, from: string, size: number): PlannedTensor[] {
  return [
    { name: `${name}.weight`, from: `${from}.w`, shape: [size], type: 'f32' },
    { name: `${name}.bias`, from: `${from}.b`, shape: [size], type: 'f32' },
  ];
}

function readTensor(
  input: Buffer,
  directory: Container['directory'],
  planned: PlannedTensor,
): Parameters<GgufWriter['tensor']>[0] {
  const place = directory.get(planned.from);
  if (place === undefined) throw new RangeError(`it does not hold ${planned.from}`);
  const values = planned.shape.reduce((product, length) => product * length, 1);
  const bytes = planned.type === 'q4_0' ? (values / 32) * 18 : values * 4;
  if (place.offset + Math.min(bytes, place.bytes) > input.length) throw new RangeError(`${planned.from} is cut off`);
  const data = Buffer.alloc(bytes);
  // Only the used rows of the token types are stored; the others are zero.
  const stored = planned.from === 'emb.type' ? Math.min(bytes, place.bytes) : bytes;
  input.copy(data, 0, place.offset, place.offset + stored);
  return { name: planned.name, shape: planned.shape, type: planned.type === 'q4_0' ? 2 : 0, data };
}
