import type { ColumnType, JSONColumnType } from 'kysely';
import type { KeyLimits } from '@riad/contracts';

type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>;

interface OrganisationTable {
  id: string;
  name: string;
  created_at: Timestamp;
}

interface ProjectTable {
  id: string;
  organisation_id: string;
  name: string;
  created_at: Timestamp;
}

interface ApiKeyTable {
  id: string;
  organisation_id: string;
  project_id: string;
  name: string;
  /** First characters of the secret. */
  hint: string;
  /** SHA-256 of the whole key. */
  secret_hash: Buffer;
  limits: JSONColumnType<KeyLimits>;
  created_at: Timestamp;
  expires_at: NullableTimestamp;
  revoked_at: NullableTimestamp;
  last_used_at: NullableTimestamp;
}

interface UsageDailyTable {
  organisation_id: string;
  project_id: string;
  key_id: string;
  model: string;
  target: string;
  day: string;
  requests: number;
  failed: number;
  estimated: number;
  prompt_tokens: ColumnType<string, number, number>;
  completion_tokens: ColumnType<string, number, number>;
}

interface SignInLinkTable {
  token_hash: Buffer;
  organisation_id: string;
  expires_at: Timestamp;
  used_at: NullableTimestamp;
}

interface FactTable {
  name: string;
  value: string;
}

export interface Database {
  organisations: OrganisationTable;
  projects: ProjectTable;
  api_keys: ApiKeyTable;
  usage_daily: UsageDailyTable;
  sign_in_links: SignInLinkTable;
  facts: FactTable;
}
