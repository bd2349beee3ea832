import type { ExpiringTable } from '@riad/store';

/** A class of data with the period that comes with Riad; an organisation may set another. */
export interface RetentionClass {
  readonly id: string;
  /** Null: as long as what it belongs to. */
  readonly days: number | null;
  /** Why this long. */
  readonly purpose: string;
  readonly tables: readonly ExpiringTable[];
  /** Sealed parts of the ledger of this age are erased. */
  readonly sealed?: true;
  /** Its files go with it. */
  readonly removesFiles?: true;
}

const year = 365;

/** The ledger's leaves hold no personal data and stay. */
export const retentionClasses: readonly RetentionClass[] = [
  {
    id: 'conversations',
    days: 30,
    purpose: 'questions and answers are kept for as long as people come back to them',
    tables: [{ table: 'conversations', key: ['id'], since: 'updated_at' }],
  },
  {
    id: 'documents',
    days: null,
    purpose: 'documents are searched as long as their collection is there',
    tables: [{ table: 'documents', key: ['id'], since: 'created_at' }],
    removesFiles: true,
  },
  {
    id: 'vaults',
    days: 30,
    purpose: 'what surrogates stand for is needed as long as its conversation',
    tables: [{ table: 'vaults', key: ['id'], since: 'expires_at' }],
  },
  {
    id: 'ledger-sealed',
    days: year,
    purpose: 'traces needed to analyse an incident are kept one year (law 05-20)',
    tables: [],
    sealed: true,
  },
  {
    id: 'rights-requests',
    days: 5 * year,
    purpose: 'proof that requests of persons were answered',
    tables: [{ table: 'rights_requests', key: ['id'], since: 'closed_at', where: "state <> 'open'" }],
  },
  {
    id: 'incidents',
    days: 5 * year,
    purpose: 'proof of what was done about an incident',
    tables: [{ table: 'incidents', key: ['id'], since: 'closed_at' }],
  },
  {
    id: 'consents',
    days: 5 * year,
    purpose: 'proof that a use was consented to, after the consent was withdrawn',
    tables: [{ table: 'consents', key: ['id'], since: 'withdrawn_at' }],
  },
  {
    id: 'usage',
    days: 10 * year,
    purpose: 'accounting documents (general tax code, art. 211)',
    tables: [
      {
        table: 'usage_daily',
        key: ['organisation_id', 'project_id', 'key_id', 'model', 'target', 'day'],
        since: 'day',
      },
    ],
  },
];
