import type { IndexRow } from '@riad/contracts';

import type { IndexQuery } from './collection-index.ts';

export type SearchOrder =
  | { readonly kind: 'loaded'; readonly collection: string }
  | {
      readonly kind: 'put';
      readonly collection: string;
      readonly documentId: string;
      readonly revision: number;
      readonly rows: readonly IndexRow[];
    }
  | { readonly kind: 'remove'; readonly collection: string; readonly documentId: string }
  | { readonly kind: 'drop'; readonly collection: string }
  | { readonly kind: 'search'; readonly collection: string; readonly query: IndexQuery };

export type SearchAnswer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly problem: string };
