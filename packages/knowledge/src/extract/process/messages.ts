import type { ErrorCode } from '@riad/contracts';

import type { ExtractedDocument } from '../document.ts';
import type { ExtractionLimits } from '../limits.ts';
import type { Mark } from '../pdf/draw-page.ts';

/** To the reading process: one document, then it ends. */
export type Order =
  | { readonly kind: 'extract'; readonly bytes: Uint8Array; readonly name: string; readonly limits: ExtractionLimits }
  | {
      readonly kind: 'render';
      readonly bytes: Uint8Array;
      readonly page: number;
      readonly marks: readonly Mark[];
      readonly width: number;
    };

/** From it: pages done, then what was asked for or why there is none. */
export type Report =
  | { readonly kind: 'page'; readonly done: number; readonly total: number }
  | { readonly kind: 'document'; readonly document: ExtractedDocument }
  | { readonly kind: 'image'; readonly png: Uint8Array }
  | {
      readonly kind: 'refused';
      readonly code: ErrorCode;
      readonly message: string;
      readonly remedy: string | undefined;
    };
