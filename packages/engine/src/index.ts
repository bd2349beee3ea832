export { createEmbeddedEngine, type EmbeddedEngineOptions, type InstalledModel } from './embedded-engine.ts';
export type { ChatFormatName, EmbeddingConvention } from './protocol/messages.ts';
export {
  createModelStore,
  type ExportOptions,
  type FirstPullOptions,
  type ModelStore,
} from './model-store/model-store.ts';
export type {
  ModelStoreOptions,
  PullOptions,
  PullProgress,
  SourceSettings,
  StoreEvent,
} from './model-store/model-store-options.ts';
export type { InstalledModelFile } from './model-store/installed-model-file.ts';
export type { ModelListing } from './model-store/model-listing.ts';
export type { FirstPull } from './model-store/pull-first.ts';
export type { PullResult } from './model-store/pull-into-store.ts';
export type { ImportOptions } from './model-store/import-model.ts';
export { keyFingerprint } from './model-store/signed-folder.ts';
