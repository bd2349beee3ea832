export { createOpensslAuthority, type OpensslAuthority } from './ledger/openssl-authority.ts';
export { startLitewitness, type Litewitness } from './ledger/start-litewitness.ts';
export { checkEngineClose, engineContract, type EngineContractCase, type EngineSubject } from './engine-contract.ts';
export {
  createFakeEngine,
  fakeChat,
  fakeEmbed,
  type FakeAnswer,
  type FakeEngine,
  type FakeEngineOptions,
  type FakeModel,
} from './fake-engine.ts';
export { upstreamContract, type UpstreamContractCase, type UpstreamSubject } from './upstream-contract.ts';
export { chatAnswer, chatEvents, cutEvery, scriptedUsage, type ChatScript } from './upstream/chat-events.ts';
export {
  startFaultyUpstream,
  type FaultyUpstream,
  type ReceivedRequest,
  type ScriptedAnswer,
  type UpstreamScript,
} from './upstream/faulty-upstream.ts';
