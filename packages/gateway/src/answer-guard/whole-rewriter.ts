import { PlatformError } from '@riad/contracts';

import { answerTexts, isMembers } from './answer-texts.ts';
import type { Rewriter } from './rewriter.ts';
import type { Encoding, TextStage } from './text-stage.ts';

/** Largest answer in which values can be put back. */
const MAX_BYTES = 32 * 1024 * 1024;
const empty = Buffer.alloc(0);

/** The same for one JSON document, which is kept until it is complete. */
export class WholeRewriter implements Rewriter {
  readonly #makeStage: (encoding: Encoding) => TextStage;
  readonly #stages: TextStage[] = [];
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(makeStage: (encoding: Encoding) => TextStage) {
    this.#makeStage = makeStage;
  }

  push(bytes: Buffer): Buffer {
    this.#chunks.push(bytes);
    this.#size += bytes.length;
    if (this.#size > MAX_BYTES)
      throw new PlatformError(
        'upstream.failed',
        `the answer is larger than ${MAX_BYTES} bytes, the most that is guarded`,
      );
    return empty;
  }

  end(): Buffer {
    const document = Buffer.concat(this.#chunks);
    this.#chunks = [];
    if (document.length === 0) return empty;
    const answer = parseAnswer(document);
    const choices: readonly unknown[] = isMembers(answer) && Array.isArray(answer['choices']) ? answer['choices'] : [];
    let changed = false;
    for (const choice of choices.filter(isMembers)) {
      for (const { encoding, text, write } of answerTexts(choice)) {
        const stage = this.#makeStage(encoding);
        this.#stages.push(stage);
        const shown = stage.push(text) + stage.end();
        if (shown === text) continue;
        write(shown);
        changed = true;
      }
    }
    return changed ? Buffer.from(JSON.stringify(answer)) : document;
  }

  stages(): readonly TextStage[] {
    return this.#stages;
  }
}

function parseAnswer(document: Buffer): unknown {
  try {
    return JSON.parse(document.toString('utf8'));
  } catch (error) {
    throw new PlatformError('upstream.failed', 'the answer is not JSON', { cause: error });
  }
}
