import { z } from 'zod';

import { authorityFormSchema } from '../register/documents/authority-form.ts';

export { printableDocumentSchema, type PrintableDocument } from '../register/documents/printable-document.ts';

const counts = z.record(z.string(), z.number());
const texts = z.array(z.object({ place: z.string(), id: z.string(), text: z.string() }));

/** `riad rights receive --json`, and each of `rights list --json`. */
export const rightsRequestSchema = z.object({
  id: z.string(),
  kind: z.enum(['access', 'rectify', 'erase', 'oppose']),
  state: z.enum(['open', 'done', 'refused']),
  receivedAt: z.string(),
  dueAt: z.string(),
  closedAt: z.string().nullable(),
  record: z.string(),
  closingRecord: z.string().nullable(),
  outcome: z.record(z.string(), z.unknown()).nullable(),
});
export const rightsListSchema = z.object({ data: z.array(rightsRequestSchema) });
export const rightsFoundSchema = z.object({ data: texts });
const unsearched = z.array(z.object({ place: z.string(), id: z.string(), why: z.string(), waits: z.boolean() }));
export const accessPackageSchema = z.object({
  request: z.string(),
  madeAt: z.string(),
  identifiers: z.array(z.string()),
  places: counts,
  data: texts,
  unsearched,
  logic: z.object({
    requests: z.number(),
    models: counts,
    locations: counts,
    decisions: counts,
    policyVersions: z.array(z.string()),
    note: z.string(),
  }),
});
export const erasureSchema = z.object({
  request: z.string(),
  erased: counts,
  /** What legal holds keep; the request stays open. */
  kept: z.array(z.object({ place: z.string(), id: z.string(), hold: z.string() })),
  unsearched,
  remaining: z.number(),
  certificate: z.string(),
});

const opposition = z.object({ id: z.string(), type: z.string(), reference: z.string(), createdAt: z.string() });
export const oppositionSchema = opposition;
export const oppositionListSchema = z.object({ data: z.array(opposition) });

export const unsealedSchema = z.object({ record: z.string(), sealed: z.record(z.string(), z.unknown()).nullable() });

const hold = z.object({
  id: z.string(),
  class: z.string(),
  projectId: z.string().nullable(),
  collectionId: z.string().nullable(),
  /** The record beside which the person is sealed whom it is about. */
  personRecord: z.string().nullable(),
  reason: z.string(),
  placedAt: z.string(),
  placedBy: z.string(),
  releasedAt: z.string().nullable(),
});
export const legalHoldSchema = hold;

/** `riad retention show --json`. */
export const retentionSchema = z.object({
  data: z.array(
    z.object({
      class: z.string(),
      days: z.number(),
      purpose: z.string(),
      source: z.enum(['default', 'organisation']),
      holds: z.array(z.string()),
    }),
  ),
  holds: z.array(hold),
});
export const retentionRunSchema = z.object({
  dryRun: z.boolean(),
  deleted: counts,
  held: z.array(z.string()),
  certificate: z.string().optional(),
  record: z.string().optional(),
});

const transfer = z.object({
  upstream: z.string(),
  country: z.string(),
  adequacy: z.enum(['adequate', 'not-listed', 'local']),
  contract: z.string().nullable(),
  models: z.array(z.string()),
});
export const transferListSchema = z.object({ data: z.array(transfer) });

/** `riad register show --json`: the points of law 09-08, art. 15. */
export const registerSchema = z.object({
  data: z.array(
    z.object({
      project: z.string(),
      controller: z.object({ name: z.string(), address: z.string(), contact: z.string() }).nullable(),
      purpose: z.string().nullable(),
      legalBasis: z.string().nullable(),
      people: z.array(z.string()),
      categories: z.array(z.string()),
      recipients: z.array(z.string()),
      transfers: z.array(transfer),
      retention: z.array(z.object({ class: z.string(), days: z.number(), purpose: z.string() })),
      rightsContact: z.string().nullable(),
      security: z.array(z.string()),
      /** What the guard found so far. */
      observed: z.object({ requests: z.number(), findings: counts, locations: counts }),
      interconnections: z.array(z.string()),
      authorityReference: z.string().nullable(),
      missing: z.array(z.string()),
    }),
  ),
});
/** `riad register forms --json`. */
export const authorityFormListSchema = z.object({ data: z.array(authorityFormSchema) });

const incident = z.object({
  id: z.string(),
  summary: z.string(),
  knownAt: z.string(),
  beganAt: z.string(),
  endedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  notices: z.record(z.string(), z.string()),
  record: z.string(),
});
const deadlines = z.array(
  z.object({ to: z.string(), rule: z.string(), due: z.string(), toldAt: z.string().nullable(), hoursLeft: z.number() }),
);
export const incidentSchema = incident;
export const incidentListSchema = z.object({ data: z.array(incident.extend({ deadlines })) });

/** What `riad incident pack` writes. */
export const incidentPackSchema = z.object({
  incident,
  madeAt: z.string(),
  deadlines,
  affected: z.object({
    requests: z.number(),
    keys: z.array(z.string()),
    projects: z.array(z.string()),
    targets: counts,
    locations: counts,
    decisions: counts,
    classes: counts,
    leftInClear: z.number(),
  }),
  timeline: z.array(z.record(z.string(), z.unknown())),
  timelineComplete: z.boolean(),
  checkpoint: z.string(),
  verifierKey: z.string(),
  templates: z.array(z.object({ to: z.string(), language: z.string(), text: z.string() })),
});
