import { z } from 'zod';

import { entityTypes } from '../guard.ts';
import { policySchema } from '../policy.ts';

/** How many, by name. */
const counts = z.record(z.string(), z.number());
const moment = z.iso.datetime();
const words = z.array(z.string().min(1).max(200)).max(100);

/** What a person may ask for: to see, put right or erase their data, or that it is processed no further. */
export const rightsKinds = ['access', 'rectify', 'erase', 'oppose'] as const;
export type RightsKind = (typeof rightsKinds)[number];

export const rightsRequestSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(rightsKinds),
  state: z.enum(['open', 'done', 'refused']),
  receivedAt: moment,
  /** The end of the tenth clear day. */
  dueAt: moment,
  closedAt: moment.nullable(),
  /** Who the person is, is sealed beside this record. */
  record: z.string(),
  closingRecord: z.string().nullable(),
  outcome: z.record(z.string(), z.unknown()).nullable(),
});
export type RightsRequestView = z.infer<typeof rightsRequestSchema>;

export const rightsListSchema = z.strictObject({ data: z.array(rightsRequestSchema) });

export const newRightsRequestSchema = z.strictObject({
  kind: z.enum(rightsKinds),
  /** Every number, name and spelling that the person is known by. */
  identifiers: z.array(z.string().min(1).max(500)).min(1).max(50),
});

export const personalTextSchema = z.strictObject({
  /** `messages.content`, `documents.original`, `ledger`, `vaults` … */
  place: z.string(),
  id: z.string(),
  text: z.string(),
});

export const rightsFoundSchema = z.strictObject({ data: z.array(personalTextSchema) });

const unsearchedSchema = z.strictObject({
  place: z.string(),
  id: z.string(),
  why: z.string(),
  waits: z.boolean(),
});

/** What a person is given who asks for their data. */
export const accessPackageSchema = z.strictObject({
  request: z.string(),
  madeAt: moment,
  identifiers: z.array(z.string()),
  places: counts,
  data: z.array(personalTextSchema),
  unsearched: z.array(unsearchedSchema),
  logic: z.strictObject({
    requests: z.number(),
    models: counts,
    locations: counts,
    decisions: counts,
    policyVersions: z.array(z.string()),
    note: z.string(),
  }),
});

/** An erasure or rectification that was done. */
export const erasureSchema = z.strictObject({
  request: z.string(),
  erased: counts,
  /** What legal holds keep: the request stays open until they are released and it is done again. */
  kept: z.array(z.strictObject({ place: z.string(), id: z.string(), hold: z.string() })),
  unsearched: z.array(unsearchedSchema),
  remaining: z.int().nonnegative(),
  /** A signed note. */
  certificate: z.string(),
});

export const oppositionSchema = z.strictObject({
  id: z.string(),
  type: z.string(),
  reference: z.string(),
  createdAt: moment,
});
export const oppositionListSchema = z.strictObject({ data: z.array(oppositionSchema) });
export const newOppositionSchema = z.strictObject({
  type: z.enum(entityTypes),
  /** Only a keyed hash of it is kept. */
  value: z.string().min(1).max(500),
  /** The request it comes from; no name. */
  reference: z.string().min(1).max(120),
});

const retentionRuleSchema = z.strictObject({
  class: z.string(),
  /** Null: as long as what it belongs to. */
  days: z.int().nonnegative().nullable(),
  purpose: z.string(),
  source: z.enum(['default', 'organisation']),
  /** Ids of the holds that stop it, wholly or in part. */
  holds: z.array(z.string()),
});
export const legalHoldSchema = z.strictObject({
  id: z.string(),
  class: z.string(),
  projectId: z.string().nullable(),
  collectionId: z.string().nullable(),
  /** The record beside which the person is sealed whom it is about. */
  personRecord: z.string().nullable(),
  reason: z.string(),
  placedAt: moment,
  placedBy: z.string(),
  releasedAt: moment.nullable(),
});
export const retentionSchema = z.strictObject({
  data: z.array(retentionRuleSchema),
  holds: z.array(legalHoldSchema),
});
export const retentionPeriodSchema = z.strictObject({
  class: z.string().min(1).max(60),
  days: z.int().nonnegative().max(36_500),
  /** Why this long; stands in the register. */
  purpose: z.string().min(3).max(500),
});
export const newLegalHoldSchema = z.strictObject({
  /** A class of retention, or `all`. */
  class: z.string().min(1).max(60),
  reason: z.string().min(3).max(2000),
  project: z.string().min(1).max(200).optional(),
  collection: z.string().min(1).max(200).optional(),
  /** Every number, name and spelling of one person: what names them is kept, in every class. */
  identifiers: z.array(z.string().min(1).max(500)).min(1).max(50).optional(),
});
export const retentionRunSchema = z.strictObject({
  dryRun: z.boolean(),
  /** Rows by class: what is gone, or what would be. */
  deleted: counts,
  held: z.array(z.string()),
  certificate: z.string().optional(),
  record: z.string().optional(),
});

const transferSchema = z.strictObject({
  upstream: z.string(),
  country: z.string(),
  adequacy: z.enum(['adequate', 'not-listed', 'local']),
  contract: z.string().nullable(),
  models: z.array(z.string()),
});
export const transferListSchema = z.strictObject({ data: z.array(transferSchema) });
export const controllerSchema = z.strictObject({
  name: z.string().min(1).max(200),
  address: z.string().min(1).max(500),
  contact: z.string().min(1).max(200),
});
/** One processing, by the points of law 09-08, art. 15. */
const registerEntrySchema = z.object({
  project: z.string(),
  controller: controllerSchema.nullable(),
  purpose: z.string().nullable(),
  legalBasis: z.string().nullable(),
  people: z.array(z.string()),
  categories: z.array(z.string()),
  recipients: z.array(z.string()),
  transfers: z.array(transferSchema),
  retention: z.array(z.strictObject({ class: z.string(), days: z.number().nullable(), purpose: z.string() })),
  rightsContact: z.string().nullable(),
  /** What protects it, by name; the console says it in the reader's language. */
  measures: z.array(
    z.strictObject({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) }),
  ),
  /** What the guard found so far. */
  observed: z.strictObject({ requests: z.number(), findings: counts, locations: counts }),
  interconnections: z.array(z.string()),
  authorityReference: z.string().nullable(),
  /** What a person must still fill in. */
  missing: z.array(z.string()),
});
export const registerSchema = z.strictObject({ data: z.array(registerEntrySchema) });
export const processingActivitySchema = z.strictObject({
  project: z.string().min(1).max(200).default('default'),
  purpose: z.string().min(3).max(1000),
  legalBasis: z.string().min(3).max(500),
  people: words,
  categories: words,
  recipients: words,
  authorityReference: z.string().max(200).nullable().default(null),
});
/** Connections by country, from the log of connections; whole days. */
export const residencySchema = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  countries: z.array(z.string()),
  data: z.array(
    z.strictObject({
      purpose: z.string(),
      country: z.string(),
      host: z.string(),
      opened: z.int(),
      refused: z.int(),
    }),
  ),
});

export const noticeAddressees = ['dgssi', 'cndp', 'gdpr', 'persons'] as const;
export type NoticeAddressee = (typeof noticeAddressees)[number];
const incidentDeadlineSchema = z.strictObject({
  to: z.enum(noticeAddressees),
  rule: z.string(),
  due: moment,
  toldAt: z.string().nullable(),
  hoursLeft: z.number(),
});
/** Its clocks stand in the list. */
export const incidentSchema = z.strictObject({
  id: z.string(),
  summary: z.string(),
  knownAt: moment,
  beganAt: moment,
  endedAt: moment.nullable(),
  closedAt: moment.nullable(),
  notices: z.record(z.string(), z.string()),
  record: z.string(),
});
export const incidentListSchema = z.strictObject({
  data: z.array(incidentSchema.extend({ deadlines: z.array(incidentDeadlineSchema) })),
});
export const newIncidentSchema = z.strictObject({
  summary: z.string().min(3).max(4000),
  began: z.iso.datetime({ offset: true }),
  ended: z.iso.datetime({ offset: true }).nullable().default(null),
});
export const incidentPackSchema = z.strictObject({
  incident: incidentSchema,
  madeAt: moment,
  deadlines: z.array(incidentDeadlineSchema),
  affected: z.strictObject({
    requests: z.int(),
    keys: z.array(z.string()),
    projects: z.array(z.string()),
    targets: counts,
    locations: counts,
    decisions: counts,
    classes: counts,
    leftInClear: z.int(),
  }),
  timeline: z.array(z.record(z.string(), z.unknown())),
  timelineComplete: z.boolean(),
  checkpoint: z.string(),
  verifierKey: z.string(),
  templates: z.array(
    z.strictObject({ to: z.enum(noticeAddressees), language: z.enum(['fr', 'ar']), text: z.string() }),
  ),
});

/** A policy document in YAML or JSON, for the organisation or one project. */
export const policyTextSchema = z.strictObject({
  text: z.string().max(512 * 1024),
  project: z.string().min(1).max(200).optional(),
});
export const policyViewSchema = z.strictObject({
  /** 0: the default policy that comes with Riad. */
  version: z.int(),
  /** YAML. */
  document: z.string(),
  /** The same, parsed. */
  policy: policySchema,
  versions: z.array(
    z.strictObject({
      version: z.int(),
      state: z.enum(['in-force', 'pending', 'replaced', 'refused']),
      createdAt: moment,
      createdBy: z.string(),
      approvedBy: z.string().nullable(),
    }),
  ),
  /** Stored documents that cannot be read; the one before them holds. */
  problems: z.array(z.string()),
});
export type PolicyView = z.infer<typeof policyViewSchema>;
export const policyCheckSchema = z.strictObject({
  rules: z.int(),
  weakenings: z.array(z.string()),
  /** The document, parsed. */
  policy: policySchema,
});
export const policyOutcomeSchema = z.strictObject({
  version: z.int(),
  state: z.enum(['in-force', 'pending']),
  weakenings: z.array(z.string()),
});
export const dryRunSchema = z.strictObject({
  requests: z.int(),
  changed: z.int(),
  changes: z.array(
    z.strictObject({
      type: z.string(),
      location: z.string(),
      before: z.string(),
      after: z.string(),
      findings: z.int(),
      requests: z.int(),
    }),
  ),
});

export type AccessPackageView = z.infer<typeof accessPackageSchema>;
export type ErasureView = z.infer<typeof erasureSchema>;
export type OppositionView = z.infer<typeof oppositionSchema>;
export type RetentionView = z.infer<typeof retentionSchema>;
export type RetentionRunView = z.infer<typeof retentionRunSchema>;
export type TransferView = z.infer<typeof transferSchema>;
export type ControllerView = z.infer<typeof controllerSchema>;
export type RegisterEntryView = z.infer<typeof registerEntrySchema>;
export type ResidencyView = z.infer<typeof residencySchema>;
export type IncidentListView = z.infer<typeof incidentListSchema>;
export type IncidentPackView = z.infer<typeof incidentPackSchema>;
export type PolicyCheckView = z.infer<typeof policyCheckSchema>;
export type PolicyOutcomeView = z.infer<typeof policyOutcomeSchema>;
export type DryRunView = z.infer<typeof dryRunSchema>;
