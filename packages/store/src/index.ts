export type { Installation } from './installation/installation.ts';
export {
  startEmbeddedDatabase,
  type EmbeddedDatabase,
  type EmbeddedDatabaseOptions,
} from './embedded/embedded-database.ts';
export { openLedger, type OpenLedgerOptions } from './ledger/open-ledger.ts';
export { openStore, type OpenStoreOptions, type Store } from './open-store.ts';
export type { SignInLinks } from './sign-in/sign-in-links.ts';
export type { Organisation, Project, Tenancy } from './tenancy/tenancy.ts';
