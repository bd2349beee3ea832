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
