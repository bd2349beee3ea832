import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { peerFolder, scratch } from '../work-folder.ts';
import type { Candidate } from './candidate.ts';

const masterKey = 'sk-bench-0123456789abcdef';

/** The most used gateway, in Python: one worker, a master key, no database, logs off. */
export function createLiteLlm(): Candidate {
  const folder = peerFolder('litellm');
  const program = join(folder, 'bin/litellm');
  return {
    name: 'LiteLLM',
    slow: true,
    async prepare() {
      if (existsSync(program)) return;
      execFileSync('python3', ['-m', 'venv', folder]);
      await Promise.resolve(
        execFileSync(join(folder, 'bin/pip'), ['install', '--quiet', 'litellm[proxy]==1.108.7'], { stdio: 'inherit' }),
      );
    },
    launch({ port, upstream }) {
      const file = join(scratch, 'litellm.yaml');
      writeFileSync(file, configuration(upstream));
      return {
        program,
        args: ['--config', file, '--host', '127.0.0.1', '--port', String(port)],
        environment: {
          LITELLM_LOCAL_MODEL_COST_MAP: 'True',
          LITELLM_TELEMETRY: 'False',
          LITELLM_LOG: 'ERROR',
          NO_PROXY: '127.0.0.1,localhost',
        },
      };
    },
    headers: () => [`authorization: Bearer ${masterKey}`],
  };
}

function configuration(upstream: number): string {
  const models = ['mock', 'mock-20ms', 'mock-paced'].map(
    (name) => `
  - model_name: ${name}
    litellm_params: { model: openai/${name}, api_base: "http://127.0.0.1:${upstream}/v1", api_key: sk-mock }`,
  );
  return `model_list:${models.join('')}
litellm_settings: { telemetry: false, num_retries: 0 }
general_settings: { master_key: ${masterKey} }
`;
}
