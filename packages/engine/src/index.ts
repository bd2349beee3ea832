export { createEmbeddedEngine, type EmbeddedEngineOptions, type InstalledModel } from './embedded-engine.ts';
export type { ChatFormatName, EmbeddingConvention } from './protocol/messages.ts';
