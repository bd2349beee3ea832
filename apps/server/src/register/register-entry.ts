import type { Controller } from '@riad/store';

import type { ObservedProject } from './observed-findings.ts';
import type { SecurityMeasure } from './security-measures.ts';

/** A place outside the organisation that data may go to (R16). */
export interface Transfer {
  readonly upstream: string;
  readonly country: string;
  /** Whether the authority's list names the country as adequate; read from the country profile of the data, not legal advice. */
  readonly adequacy: 'adequate' | 'not-listed' | 'local';
  readonly contract: string | null;
  readonly models: readonly string[];
}

/** One processing as law 09-08, art. 15 asks for it, points a to i. */
export interface RegisterEntry {
  readonly project: string;
  readonly controller: Controller | null;
  readonly purpose: string | null;
  readonly legalBasis: string | null;
  readonly people: readonly string[];
  readonly categories: readonly string[];
  readonly recipients: readonly string[];
  readonly transfers: readonly Transfer[];
  readonly retention: readonly { readonly class: string; readonly days: number | null; readonly purpose: string }[];
  readonly rightsContact: string | null;
  /** In English; `measures` says the same in any language. */
  readonly security: readonly string[];
  readonly measures: readonly SecurityMeasure[];
  /** What the guard found in the requests so far. */
  readonly observed: ObservedProject;
  readonly interconnections: readonly string[];
  readonly authorityReference: string | null;
  /** What a person must still fill in. */
  readonly missing: readonly string[];
}
