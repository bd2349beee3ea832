import type { RestoredBackup, RestoreOptions } from './backup/restore-backup.ts';
import type { BackupReport, VerifyBackupOptions } from './backup/verify-backup.ts';
import type { RunningServer, StartOptions } from './start-server.ts';

export { attestationSchema, type AttestationView } from './attestation/present-attestation.ts';
export { dataFolderAt, prepareDataFolder, type DataFolder } from './data-folder/data-folder.ts';
export { findInstance, type Instance } from './data-folder/instance.ts';
export { diagnose } from './diagnose.ts';
export { presentError } from './local/present-error.ts';
export {
  addedDocumentsSchema,
  documentAnswerSchema,
  documentListSchema,
  searchResultSchema,
} from './knowledge/shapes.ts';
export {
  createdKeySchema,
  doctorSchema,
  keyListSchema,
  modelListSchema,
  modelResultSchema,
  signInSchema,
  statusSchema,
  welcomeSchema,
  type DoctorReport,
  type ServerStatus,
  type Welcome,
} from './local/shapes.ts';
export { policyListSchema, policyShownSchema, vaultListSchema } from './local/privacy-shapes.ts';
export * from './local/data-control-shapes.ts';
export { consentListSchema, consentSchema, purposeListSchema } from './local/purpose-shapes.ts';
export { adapterListSchema, adapterSchema } from './local/adapter-methods.ts';
export { madeBackupSchema, recipientSchema } from './local/backup-shapes.ts';
export { createLogger } from './logger.ts';
export { loadSettings, type LoadedSettings } from './settings/load-settings.ts';
export { settingAt } from './settings/setting-at.ts';
export { environmentVariableFor, settingPaths } from './settings/setting-paths.ts';
export type { RunningServer } from './start-server.ts';

/** Its parts are read only when they are started: the other commands answer in a third of the time. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const server = await import('./start-server.ts');
  return server.startServer(options);
}

export async function restoreBackup(options: RestoreOptions): Promise<RestoredBackup> {
  const restoring = await import('./backup/restore-backup.ts');
  return restoring.restoreBackup(options);
}

export async function verifyBackup(options: VerifyBackupOptions): Promise<BackupReport> {
  const verifying = await import('./backup/verify-backup.ts');
  return verifying.verifyBackup(options);
}
