import { PlatformError } from '@riad/contracts';

import { readGgufHeader, type GgufHeader } from '../gguf-header.ts';

const PAIR = /^(?<tensor>.+)\.lora_(?<side>[ab])$/;
/** A table of words is multiplied the other way round. */
const WORD_TABLE = 'token_embd.weight';

/**
 * Reads the header of an adapter beside that of its model, before any native code sees the file: it must be a LoRA for this
 * architecture, in pairs, each of the shape of a tensor that the model has. Anything else fails with `model.damaged`, naming it as `label`.
 */
export async function checkAdapter(path: string, modelPath: string, label: string = path): Promise<void> {
  const [adapter, model] = await Promise.all([readGgufHeader(path, label), readGgufHeader(modelPath)]);
  const problem = problemOf(adapter, model);
  if (problem === undefined) return;
  throw new PlatformError('model.damaged', `${label} is no adapter for this model: ${problem}`, {
    remedy: 'Give a LoRA that was trained on this model, converted to GGUF.',
  });
}

function problemOf(adapter: GgufHeader, model: GgufHeader): string | undefined {
  if (adapter.adapterType === undefined) return 'it does not say that it is an adapter';
  if (adapter.adapterType !== 'lora') return 'it is not a LoRA';
  if (adapter.architecture !== model.architecture)
    return `it is made for ${adapter.architecture} and the model is ${model.architecture}`;
  if (adapter.tensorShapes.size === 0) return 'it changes nothing';
  for (const name of adapter.tensorShapes.keys()) {
    const problem = problemOfTensor(name, adapter.tensorShapes, model.tensorShapes);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

type Shapes = ReadonlyMap<string, readonly number[]>;

function problemOfTensor(name: string, adapter: Shapes, model: Shapes): string | undefined {
  const tensor = PAIR.exec(name)?.groups?.['tensor'];
  // Norms come as they are, and llama.cpp leaves them out.
  if (tensor === undefined) return name.endsWith('_norm.weight') ? undefined : `${name} is not half of a pair`;
  const [a, b, base] = [adapter.get(`${tensor}.lora_a`), adapter.get(`${tensor}.lora_b`), model.get(tensor)];
  if (a === undefined || b === undefined) return `${tensor} has one half only`;
  if (base === undefined) return `the model has no ${tensor}`;
  const [inner, outer] = tensor.endsWith(WORD_TABLE) ? [b.toReversed(), a.toReversed()] : [a, b];
  const fits = base[0] === inner[0] && base[1] === outer[1] && inner[1] === outer[0];
  return fits ? undefined : `${tensor} has another shape in the model`;
}
