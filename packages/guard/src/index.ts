export { createGuard, type Guard, type GuardOptions } from './guard.ts';
export { rememberClean, type CleanMemoryOptions, type RememberingGuard } from './remember-clean.ts';
export { findPatternProblem, type UserPattern } from './patterns/compile-patterns.ts';
export { guardWith } from './patterns/guard-with.ts';
export { createOutputScanner, type OutputScanner, type ScannedOutput } from './output-scanner.ts';
export { answerActionFor, holdsAnswers, strictestAnswerAction } from './policy/answers.ts';
export { countFindings, decide, policyFor } from './policy/decide.ts';
export { defaultPolicy } from './policy/default-policy.ts';
export { dryRun, type DryRun, type DryRunChange, type RecordedFindings } from './policy/dry-run.ts';
export { findWeakenings, type Weakening } from './policy/weaker.ts';
export { france } from './profiles/fr.ts';
export { morocco } from './profiles/ma.ts';
export type {
  AddressWords,
  CountryProfile,
  CueClass,
  IdentifierRule,
  LanguageWords,
  NameLists,
  PhraseList,
  PlateRule,
} from './profiles/profile.ts';
export { readSurrogate } from './surrogates/code.ts';
export { canonicalValue } from './surrogates/canonical.ts';
export { createCorpusSurrogates, type CorpusOptions } from './surrogates/corpus.ts';
export { surrogateInstruction } from './surrogates/instruction.ts';
export { jsonLiterals, type JsonLiteral } from './surrogates/json-literals.ts';
export { onlyGiven } from './surrogates/only-given.ts';
export {
  pseudonymise,
  type DecidedText,
  type PlacedSurrogate,
  type PseudonymiseOptions,
  type Pseudonymised,
} from './surrogates/pseudonymise.ts';
export {
  createRestorer,
  restore,
  type RestoreCounts,
  type Restorer,
  type RestorerOptions,
} from './surrogates/restore.ts';
export {
  createVault,
  type SurrogateGiver,
  type SurrogateSource,
  type SurrogateStyle,
  type Vault,
  type VaultCrypto,
  type VaultOptions,
} from './surrogates/vault.ts';
export { normalise, type NormalText } from './text/normalise.ts';
