import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type {
  CollectionId,
  ConversationId,
  DocumentAnswerView,
  DocumentAttributes,
  DocumentId,
  DocumentState,
  EntityType,
  FileBatchId,
  FileId,
  AttachmentView,
  FindingView,
  KeyId,
  KeyLimits,
  MessageId,
  MessageView,
  OrganisationId,
  PlacedSentence,
  PolicyState,
  ProjectId,
  StoredDocument,
  OriginView,
  Role,
  UploadPurpose,
  UserId,
} from '@riad/contracts';

import type { UpstreamTables } from './upstreams/schema.ts';
import type { BudgetTables } from './budgets/schema.ts';
import type { PurposeTables } from './purposes/schema.ts';
import type { RightsTables } from './rights/schema.ts';

type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>;

interface OrganisationTable {
  id: OrganisationId;
  name: string;
  created_at: Timestamp;
}

interface ProjectTable {
  id: ProjectId;
  organisation_id: OrganisationId;
  name: string;
  created_at: Timestamp;
}

interface ApiKeyTable {
  id: KeyId;
  organisation_id: OrganisationId;
  project_id: ProjectId;
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
  role: ColumnType<string, string | undefined, string>;
}

interface UsageDailyTable {
  organisation_id: OrganisationId;
  project_id: ProjectId;
  key_id: KeyId;
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
  organisation_id: OrganisationId;
  expires_at: Timestamp;
  used_at: NullableTimestamp;
  /** Whom it signs in; the organisation's owner when there is nobody named. */
  user_id: ColumnType<UserId | null, UserId | undefined, never>;
}

interface SecondFactorTable {
  user_id: UserId;
  sealed_secret: Buffer;
  confirmed: ColumnType<boolean, boolean | undefined, boolean>;
  used_step: ColumnType<string, number | undefined, number>;
}

interface RecoveryCodeTable {
  code_hash: Buffer;
  user_id: UserId;
}

interface PasskeyTable {
  id: string;
  user_id: UserId;
  name: string;
  public_key: Buffer;
  counter: ColumnType<string, number, number>;
  created_at: Timestamp;
  last_used_at: NullableTimestamp;
}

interface ExternalIdentityTable {
  issuer: string;
  subject: string;
  user_id: UserId;
}

interface UserTable {
  id: UserId;
  organisation_id: OrganisationId;
  role: Role;
  name: string;
  email: string;
  email_verified: ColumnType<boolean, boolean | undefined, boolean>;
  /** False until the first person has said who they are. */
  set_up: ColumnType<boolean, boolean | undefined, boolean>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

interface SessionTable {
  id: string;
  user_id: UserId;
  /** SHA-256 of the token in the cookie, base64url. */
  token: string;
  expires_at: Timestamp;
  user_agent: string | null;
  created_at: Timestamp;
}

interface AccountTable {
  user_id: UserId;
  provider_id: string;
  password: string | null;
}

interface InvitationTable {
  id: string;
  token_hash: Buffer;
  organisation_id: OrganisationId;
  name: string;
  email: string;
  role: Role;
  expires_at: Timestamp;
  created_at: Timestamp;
}

interface ConversationTable {
  id: ConversationId;
  organisation_id: OrganisationId;
  project_id: ProjectId;
  user_id: UserId;
  title: string;
  folder: string | null;
  model: string | null;
  instructions: ColumnType<string, string | undefined, string>;
  /** What its questions are answered from. */
  collection_id: ColumnType<CollectionId | null, CollectionId | null | undefined, CollectionId | null>;
  shared: ColumnType<boolean, boolean | undefined, boolean>;
  /** The title as a search reads it. */
  folded_title: ColumnType<string, string | undefined, string>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

interface MessageTable {
  id: MessageId;
  organisation_id: OrganisationId;
  conversation_id: ConversationId;
  parent_id: MessageId | null;
  position: ColumnType<string, never, never>;
  role: MessageView['role'];
  content: string;
  /** The content as a search reads it. */
  folded: string;
  state: MessageView['state'];
  findings: JSONColumnType<FindingView[]>;
  attachments: JSONColumnType<AttachmentView[]>;
  /** The answer's sentences with the places that support them. */
  cited: ColumnType<DocumentAnswerView | null, string | undefined, string>;
  origin: ColumnType<OriginView | null, string | undefined, string>;
  error: ColumnType<{ readonly code: string; readonly message: string } | null, string | undefined, string>;
  created_at: Timestamp;
}

/** The last batch that each running server has written. */
interface UsageWriterTable {
  id: string;
  batch: ColumnType<string, number, number>;
  written_at: Timestamp;
}

interface PolicyTable {
  organisation_id: OrganisationId;
  /** Empty: the organisation's own. */
  project_id: ProjectId | '';
  version: number;
  state: PolicyState;
  document: ColumnType<unknown, string, string>;
  created_at: Timestamp;
  created_by: string;
  approved_by: ColumnType<string | null, string | null | undefined, string | null>;
  revision: ColumnType<string, never, string>;
}

interface VaultTable {
  id: ConversationId;
  organisation_id: OrganisationId;
  project_id: ProjectId | '';
  lookup: Buffer;
  wrapped_key: Buffer;
  created_at: Timestamp;
  expires_at: ColumnType<Date, Date, Date>;
}

interface VaultEntryTable {
  vault_id: ConversationId;
  code: string;
  variant: number;
  /** In the order in which they were given. */
  place: ColumnType<string, never, never>;
  type: EntityType;
  surrogate: string;
  entity: string;
  spelling: string;
  sealed: Buffer;
}

interface OppositionTable {
  id: string;
  organisation_id: OrganisationId;
  type: EntityType;
  digest: Buffer;
  reference: string;
  created_at: Timestamp;
}

interface EgressDailyTable {
  day: string;
  purpose: string;
  country: string;
  host: string;
  opened: ColumnType<string, number, number>;
  refused: ColumnType<string, number, number>;
}

interface FactTable {
  name: string;
  value: string;
}

interface CollectionTable {
  id: CollectionId;
  organisation_id: OrganisationId;
  project_id: ProjectId;
  name: string;
  description: string | null;
  metadata: ColumnType<Readonly<Record<string, string>>, string | undefined, string>;
  revision: ColumnType<string, number | undefined, number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

interface DocumentTable {
  id: DocumentId;
  organisation_id: OrganisationId;
  project_id: ProjectId;
  collection_id: CollectionId;
  name: string;
  title: string | null;
  format: string | null;
  bytes: ColumnType<string, number, number>;
  sha256: string;
  file_key: string;
  state: ColumnType<DocumentState, DocumentState | undefined, DocumentState>;
  problem: ColumnType<StoredDocument['problem'], string | null | undefined, string | null>;
  pages: Generated<number>;
  passages: Generated<number>;
  progress_done: Generated<number>;
  progress_total: Generated<number>;
  quality: number | null;
  quality_problems: ColumnType<readonly string[], string | undefined, string>;
  attributes: ColumnType<DocumentAttributes, string | undefined, string>;
  file_id: ColumnType<FileId | null, FileId | null | undefined, FileId | null>;
  version: Generated<number>;
  found_at: ColumnType<string | null, number | null | undefined, number | null>;
  attempts: Generated<number>;
  lease_until: Timestamp;
  rewritten_at: NullableTimestamp;
  original_removed_at: NullableTimestamp;
  created_at: Timestamp;
  updated_at: Timestamp;
}

interface UploadedFileTable {
  id: FileId;
  organisation_id: OrganisationId;
  project_id: ProjectId;
  name: string;
  purpose: UploadPurpose;
  mime_type: string | null;
  bytes: ColumnType<string, number, number>;
  sha256: string;
  file_key: string;
  created_at: Timestamp;
}

interface FileBatchTable {
  id: FileBatchId;
  organisation_id: OrganisationId;
  project_id: ProjectId;
  collection_id: CollectionId;
  documents: ColumnType<readonly DocumentId[], string, string>;
  cancelled_at: NullableTimestamp;
  created_at: Timestamp;
}

interface DocumentPageTable {
  document_id: DocumentId;
  number: number;
  width: number;
  height: number;
  text: string;
  quality: number;
  problems: ColumnType<readonly string[], string, string>;
  source: 'text' | 'ocr';
}

interface PassageTable {
  id: GeneratedAlways<string>;
  organisation_id: OrganisationId;
  project_id: ProjectId;
  document_id: DocumentId;
  ordinal: number;
  heading: string;
  text: string;
  page: number;
  sentences: ColumnType<readonly PlacedSentence[], string, string>;
  reference_keys: ColumnType<readonly string[], string, string>;
  vector: Buffer | null;
  vector_model: string | null;
}

export interface Database extends RightsTables, PurposeTables, BudgetTables, UpstreamTables {
  collections: CollectionTable;
  documents: DocumentTable;
  document_pages: DocumentPageTable;
  uploaded_files: UploadedFileTable;
  file_batches: FileBatchTable;
  passages: PassageTable;
  organisations: OrganisationTable;
  projects: ProjectTable;
  api_keys: ApiKeyTable;
  usage_daily: UsageDailyTable;
  usage_writers: UsageWriterTable;
  sign_in_links: SignInLinkTable;
  facts: FactTable;
  policies: PolicyTable;
  vaults: VaultTable;
  vault_entries: VaultEntryTable;
  oppositions: OppositionTable;
  egress_daily: EgressDailyTable;
  users: UserTable;
  sessions: SessionTable;
  accounts: AccountTable;
  invitations: InvitationTable;
  second_factors: SecondFactorTable;
  recovery_codes: RecoveryCodeTable;
  passkeys: PasskeyTable;
  external_identities: ExternalIdentityTable;
  conversations: ConversationTable;
  messages: MessageTable;
}
