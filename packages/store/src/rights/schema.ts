import type { CollectionId, OrganisationId, ProjectId, RecordId, RightsKind, Role, UserId } from '@riad/contracts';
import type { ColumnType, JSONColumnType } from 'kysely';

type Moment = ColumnType<Date, Date, Date>;
type NullableMoment = ColumnType<Date | null, Date | null | undefined, Date | null>;

interface RightsRequestTable {
  id: string;
  organisation_id: OrganisationId;
  kind: RightsKind;
  state: ColumnType<'open' | 'done' | 'refused', undefined, 'done' | 'refused'>;
  received_at: Moment;
  due_at: Moment;
  closed_at: NullableMoment;
  record: RecordId;
  closing_record: ColumnType<RecordId | null, undefined, RecordId>;
  outcome: ColumnType<Record<string, unknown> | null, undefined, string>;
}

interface LegalHoldTable {
  id: string;
  organisation_id: OrganisationId;
  class: string;
  project_id: ProjectId | null;
  collection_id: CollectionId | null;
  person_record: RecordId | null;
  reason: string;
  placed_at: Moment;
  placed_by: string;
  released_at: NullableMoment;
}

interface RetentionPeriodTable {
  organisation_id: OrganisationId;
  class: string;
  days: number;
  purpose: string;
  set_at: Moment;
}

interface ProcessingActivityTable {
  organisation_id: OrganisationId;
  project_id: ProjectId;
  purpose: string;
  legal_basis: string;
  people: JSONColumnType<readonly string[]>;
  categories: JSONColumnType<readonly string[]>;
  recipients: JSONColumnType<readonly string[]>;
  authority_reference: string | null;
  updated_at: Moment;
}

interface RegisterControllerTable {
  organisation_id: OrganisationId;
  name: string;
  address: string;
  contact: string;
  updated_at: Moment;
}

interface IncidentTable {
  id: string;
  organisation_id: OrganisationId;
  summary: string;
  known_at: Moment;
  began_at: Moment;
  ended_at: NullableMoment;
  closed_at: NullableMoment;
  notices: JSONColumnType<Readonly<Record<string, string>>, string | undefined>;
  record: RecordId;
}

interface RevealGrantTable {
  id: string;
  organisation_id: OrganisationId;
  user_id: UserId | null;
  role: Role | null;
  reason: string;
  granted_by: string;
  granted_at: Moment;
  expires_at: Moment;
  revoked_at: NullableMoment;
}

/** Tables of migrations 0030 and 0061. */
export interface RightsTables {
  reveal_grants: RevealGrantTable;
  rights_requests: RightsRequestTable;
  legal_holds: LegalHoldTable;
  retention_periods: RetentionPeriodTable;
  processing_activities: ProcessingActivityTable;
  register_controllers: RegisterControllerTable;
  incidents: IncidentTable;
}
