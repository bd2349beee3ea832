import { createGgufWriter } from '../gguf-writer.ts';

const F32 = 0;

interface AdapterFacts {
  /** Of the model; `llama` when absent. */
  readonly architecture?: string;
  /** Tensor of the model → its shape. */
  readonly tensors: Readonly<Record<string, readonly [number, number]>>;
  /** Value of every weight of the second half; the first holds ones. */
  readonly weight: number;
}

/** A LoRA of rank 1 as a GGUF file. */
export function writeAdapter({ architecture = 'llama', tensors, weight }: AdapterFacts): Buffer {
  const file = createGgufWriter();
  file.string('general.architecture', architecture);
  file.string('general.type', 'adapter');
  file.string('adapter.type', 'lora');
  file.float32('adapter.lora.alpha', 1);
  for (const [name, [columns, rows]] of Object.entries(tensors)) {
    file.tensor({ name: `${name}.lora_a`, shape: [columns, 1], type: F32, data: floats(columns, 1) });
    file.tensor({ name: `${name}.lora_b`, shape: [1, rows], type: F32, data: floats(rows, weight) });
  }
  return Buffer.concat(file.chunks());
}

function floats(count: number, value: number): Uint8Array {
  return new Uint8Array(Float32Array.from({ length: count }, () => value).buffer);
}
