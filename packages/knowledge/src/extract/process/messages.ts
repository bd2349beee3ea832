import type { ErrorCode } from '@riad/contracts';

import type { ExtractedDocument } from '../document.ts';
import type { ExtractionLimits } from '../limits.ts';

/** To the reading process: one document, then it ends. */
export interface ExtractionOrder {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly limits: ExtractionLimits;
}

/** From it: pages done, then the document or why there is none. */
export type ExtractionReport =
  | { readonly kind: 'page'; readonly done: number; readonly total: number }
  | { readonly kind: 'document'; readonly document: ExtractedDocument }
  | {
      readonly kind: 'refused';
      readonly code: ErrorCode;
      readonly message: string;
      readonly remedy: string | undefined;
    };
