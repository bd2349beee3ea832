import type { Scope } from '@riad/contracts';
import type { MatchText } from '@riad/store';

/** One text about a person, as they may read it. */
export interface PersonalText {
  /** Where it stands: `messages.content`, `ledger`, `vaults` … */
  readonly place: string;
  /** Which row or record. */
  readonly id: string;
  readonly text: string;
}

export interface ErasedText {
  readonly place: string;
  readonly id: string;
}

/** Somewhere data about people are kept. Every one takes part in search, access and erasure. */
export interface PersonalStore {
  readonly name: string;
  find(scope: Scope, subject: Subject): AsyncIterable<PersonalText>;
  /** Makes unreadable what `find` finds; `request` is named in records that say why. */
  erase(scope: Scope, subject: Subject, request: string): Promise<readonly ErasedText[]>;
}

export interface Subject {
  readonly identifiers: readonly string[];
  readonly match: MatchText;
}
