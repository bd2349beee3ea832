import type { OrganisationId, ProjectId } from '@riad/contracts';
import type { ColumnType, Generated } from 'kysely';

type NullableMoment = ColumnType<Date | null, Date | null | undefined, Date | null>;

interface ProjectPurposeTable {
  organisation_id: OrganisationId;
  project_id: ProjectId;
  purpose: string;
  description: string;
  consent_required: boolean;
}

interface ConsentTable {
  id: string;
  organisation_id: OrganisationId;
  project_id: ProjectId | null;
  purpose: string;
  subject: Buffer;
  given_at: Generated<Date>;
  expires_at: NullableMoment;
  withdrawn_at: NullableMoment;
  record: string;
  /** bigint, as its digits. */
  change: Generated<string>;
}

/** Tables of migration 0050. */
export interface PurposeTables {
  project_purposes: ProjectPurposeTable;
  consents: ConsentTable;
}
