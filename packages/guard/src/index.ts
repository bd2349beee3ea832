export { createGuard, type Guard, type GuardOptions } from './guard.ts';
export { createOutputScanner, type OutputScanner, type ScannedOutput } from './output-scanner.ts';
export { comparePolicies, type PolicyChange, type PolicySample } from './policy/compare.ts';
export { countFindings, decide, policyFor } from './policy/decide.ts';
export { defaultPolicy } from './policy/default-policy.ts';
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
  type SurrogateStyle,
  type Vault,
  type VaultCrypto,
  type VaultEntry,
  type VaultOptions,
} from './surrogates/vault.ts';
