import type { RecordId, Scope } from '@riad/contracts';
import type { LegalHold, MatchText } from '@riad/store';

/** One text about a person, as they may read it. */
export interface PersonalText {
  /** Where it stands: `messages.content`, `ledger`, `vaults` … */
  readonly place: string;
  /** Which row or record. */
  readonly id: string;
  readonly text: string;
  /** The whole that it is part of, by its class of retention. */
  readonly unit?: { readonly class: string; readonly id: string } | undefined;
}

export interface ErasedText {
  readonly place: string;
  readonly id: string;
}

/** What a legal hold keeps from an erasure. */
export interface KeptText extends ErasedText {
  readonly hold: string;
}

export interface ErasureOutcome {
  readonly erased: readonly ErasedText[];
  readonly kept: readonly KeptText[];
}

/** Something that nobody can search: a document that could not be read. */
export interface Unsearched {
  readonly place: string;
  readonly id: string;
  readonly why: string;
  /** It can be searched in a while. */
  readonly waits: boolean;
}

export interface Erasing {
  /** Named in records that say why. */
  readonly request: string;
  /** Who the person is stands beside this record: it stays while something is kept. */
  readonly record: RecordId;
  readonly holds: readonly LegalHold[];
  /** Something is kept already, elsewhere. */
  readonly keepsSome: boolean;
}

/** Somewhere data about people are kept. Every one takes part in search, access and erasure. */
export interface PersonalStore {
  readonly name: string;
  find(scope: Scope, subject: Subject): AsyncIterable<PersonalText>;
  /** Makes unreadable what `find` finds and no hold keeps. */
  erase(scope: Scope, subject: Subject, erasing: Erasing): Promise<ErasureOutcome>;
  unsearched?(scope: Scope): Promise<readonly Unsearched[]>;
}

export interface Subject {
  readonly identifiers: readonly string[];
  readonly match: MatchText;
}
