import type { DeclaredUpstreamView, OrganisationId } from '@riad/contracts';
import type { ColumnType, Generated } from 'kysely';

export type DeclaredSettings = Omit<DeclaredUpstreamView, 'key'>;

export interface UpstreamTables {
  declared_upstreams: DeclaredUpstreamTable;
}

interface DeclaredUpstreamTable {
  organisation_id: OrganisationId;
  id: string;
  settings: ColumnType<DeclaredSettings, string, string>;
  sealed_key: Buffer | null;
  enabled: Generated<boolean>;
}
