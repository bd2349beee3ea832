import type { TextStage } from './text-stage.ts';

/** Puts the texts of an answer through stages. */
export interface Rewriter {
  push(bytes: Buffer): Buffer;
  end(): Buffer;
  /** Every stage so far, for what they counted. */
  stages(): readonly TextStage[];
}
