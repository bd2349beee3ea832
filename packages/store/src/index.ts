export type { Installation } from './installation/installation.ts';
export {
  startEmbeddedDatabase,
  type EmbeddedDatabase,
  type EmbeddedDatabaseOptions,
} from './embedded/embedded-database.ts';
export type { EgressCount, EgressLog } from './egress/egress-log.ts';
export { askWitness, isCosigned, type WitnessAddress } from './ledger/attestations/ask-witness.ts';
export {
  askTimestampAuthority,
  readCertificates,
  type TimestampAuthority,
} from './ledger/attestations/ask-timestamp-authority.ts';
export type { Post, PostAnswer, PostRequest } from './ledger/attestations/post.ts';
export { openWitness, type Witness } from './ledger/attestations/open-witness.ts';
export { keepTimestamp, verifyTimestamps, type StampedCheckpoint } from './ledger/attestations/timestamp-files.ts';
export { keepCosigned, keptCheckpoints } from './ledger/kept-checkpoints.ts';
export { openVerifierKey } from './ledger/open-verifier-key.ts';
export { exportLedger } from './ledger/export-ledger.ts';
export { openLedger, type Ledger, type OpenLedgerOptions, type Sealed } from './ledger/open-ledger.ts';
export { openSegmentFiles } from './ledger/segment-files.ts';
export { readLedger, type LedgerReader, type RecordProof, type SignedCheckpoint } from './ledger/read-ledger.ts';
export type { Conversation, Conversations, PersonScope, StoredMessage } from './conversations/conversations.ts';
export type { SharedConversation, SharedConversations } from './conversations/shared-conversations.ts';
export { openStore, type OpenStoreOptions, type Store } from './open-store.ts';
export type { People, Person } from './people/people.ts';
export type { ExternalIdentities, ExternalIdentity } from './sign-in/external-identities.ts';
export type { Passkey, PasskeyOwner, Passkeys } from './sign-in/passkeys.ts';
export type { PersonIn } from './sign-in/person-in.ts';
export type { SecondFactors } from './sign-in/second-factors.ts';
export type { SignInLinks } from './sign-in/sign-in-links.ts';
export type { Organisation, Project, Tenancy } from './tenancy/tenancy.ts';
export type { TenantKeyChecks } from './vaults/tenant-key-checks.ts';
export type { OriginalFile, OriginalFiles, UnattachedUpload } from './documents/original-files.ts';
export type { DataControlStore } from './rights/data-control-store.ts';
export { newConsentId } from './purposes/purpose-repository.ts';
export { newRightsId, type RightsRequest } from './rights/rights-repository.ts';
export type { MatchText, Span } from './rights/match-text.ts';
export type { SweptCell, TextSweep } from './rights/text-sweep.ts';
export type { ExpiringTable, ExpiryLimit } from './retention/expired-rows.ts';
export { newHoldId, type LegalHold, type RetentionPeriod } from './retention/retention-repository.ts';
export { newRevealGrantId, type RevealGrant, type RevealGrants } from './reveals/reveal-grants.ts';
export { entryOf, type EnteredQuery, type Entry } from './ledger/entered-data.ts';
export type { Controller, ProcessingActivity } from './register/register-repository.ts';
export { newIncidentId, type Incident } from './incidents/incident-repository.ts';
export { createCertificates, openCertificate, type Certificates } from './ledger/certificates.ts';
export type { ArchiveEntry, ReadEntry } from './backup/archive.ts';
export {
  readBackupFile,
  readBackupHeader,
  writeBackupFile,
  type BackupHeader,
  type DraftBackupFile,
} from './backup/backup-file.ts';
export { openDatabaseDump, type DatabaseDump, type DatabaseShape } from './backup/database-dump.ts';
export { openDatabaseLoad } from './backup/load-database.ts';
export { createRecoveryKey, publicKeyOf } from './backup/recovery-key.ts';
export { damagedBackup } from './backup/sealed-chunks.ts';
export type { DatabaseLocation } from './connection/open-pool.ts';
export { openFileStore, type FileStore, type StoredFile } from './files/file-store.ts';
export { scanWithClamd, scanWithCommand, type VirusScanner } from './files/virus-scan.ts';
export type { Budget, Budgets, PriceList, SpentRow } from './budgets/budgets.ts';
export type { ModelPrice } from './budgets/schema.ts';
export type { DeclaredUpstream, DeclaredUpstreams } from './upstreams/declared-upstreams.ts';
