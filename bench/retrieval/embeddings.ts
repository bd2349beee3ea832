import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));
const AT_A_TIME = 16;

export interface Embeddings {
  readonly model: string;
  embed(kind: 'query' | 'passage', texts: readonly string[]): Promise<readonly Float32Array[]>;
  stop(): void;
}

/** Riad started as a person does, asked for vectors over its API; each text once. */
export function startEmbeddings(model: string): Embeddings {
  const data = mkdtempSync(join(tmpdir(), 'riad-bench-'));
  chmodSync(data, 0o711);
  const riad = (...args: string[]): string =>
    execFileSync(process.execPath, [command, ...args, '--data', data], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own command's answer
  const { address } = JSON.parse(
    riad('up', '--detach', '--json', '--port', '0', '--model', 'smollm2-135m-instruct'),
  ) as { readonly address: string };
  const key = readFileSync(join(data, 'keys/first-api-key'), 'utf8').trim();
  const known = new Map<string, Float32Array>();

  async function ask(input: readonly string[]): Promise<void> {
    const response = await fetch(`${address}/v1/embeddings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, input }),
    });
    if (response.status === 400 && input.length > 1) {
      for (const text of input) await ask([text]);
      return;
    }
    const [first = ''] = input;
    if (response.status === 400) {
      known.set(first, await inHalves(first));
      return;
    }
    if (!response.ok) throw new Error(await response.text());
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
    const { data: vectors } = (await response.json()) as {
      readonly data: readonly { readonly embedding: readonly number[] }[];
    };
    for (const [index, text] of input.entries()) known.set(text, Float32Array.from(vectors[index]?.embedding ?? []));
  }

  /** As Riad does with a passage that the model cannot read at once. */
  async function inHalves(text: string): Promise<Float32Array> {
    const middle = text.lastIndexOf(' ', text.length / 2);
    const halves = [text.slice(0, middle), `passage: ${text.slice(middle + 1)}`];
    for (const half of halves) await ask([half]);
    const [left, right] = halves.map((half) => known.get(half) ?? new Float32Array(0));
    return (left ?? new Float32Array(0)).map((value, axis) => (value + (right?.[axis] ?? 0)) / 2);
  }

  return {
    model,
    async embed(kind, texts) {
      const inputs = texts.map((text) => `${kind}: ${text}`);
      const missing = [...new Set(inputs)].filter((text) => !known.has(text));
      for (let at = 0; at < missing.length; at += AT_A_TIME) await ask(missing.slice(at, at + AT_A_TIME));
      return inputs.map((text) => known.get(text) ?? new Float32Array(0));
    },
    stop() {
      riad('down');
      rmSync(data, { recursive: true, force: true });
    },
  };
}
