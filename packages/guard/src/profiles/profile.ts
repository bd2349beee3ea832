import type { EntityType } from '@riad/contracts';

import type { ChecksumName } from '../checks/checksums.ts';

/** What a cue announces: a type of finding, or that what follows is none. */
export type CueClass =
  | EntityType
  | 'order'
  | 'amount'
  /** A secret that a person chose, a program made up, a short code. */
  | 'password'
  | 'token'
  | 'code'
  | 'name'
  | 'introduction'
  | 'label'
  | 'place'
  /** A quarter, a school, a town called after somebody. */
  | 'namesake'
  /** Somebody of public life or of history, by the whole name. */
  | 'figure'
  /** An office or a calling of public life. */
  | 'office'
  | 'plain';

/** Words or phrases separated by commas. */
export type PhraseList = string;

/** One written form of an identifier. Patterns see the compact form: digits and upper-case letters, at most 40 of them. */
export interface IdentifierRule {
  readonly type: EntityType;
  readonly shape: RegExp;
  /** Shortest and longest compact form. */
  readonly length: readonly [number, number];
  /** `bare`: the form speaks for itself. `cue`: only beside a word that announces it. */
  readonly evidence: 'bare' | 'cue';
  readonly check?: ChecksumName;
  /** When the check fails: report it all the same, as invalid. Otherwise it is no finding. */
  readonly reportsInvalid?: boolean;
  /** Which characters may stand between groups; a space and a dash when absent. */
  readonly separators?: string;
  /** Lengths of the groups as written, `4 4 4 4`; any when absent. */
  readonly groups?: RegExp;
  /** How far before it a cue may stand, in characters; 70 when absent. */
  readonly reach?: number;
  /** Letters must be capitals. */
  readonly capitals?: boolean;
  readonly score: number;
}

/** What a country knows about its identifiers, places and people. Pure data: adding a country touches no detector. */
export interface CountryProfile {
  readonly country: string;
  readonly identifiers: readonly IdentifierRule[];
  /** Words that announce something, all languages of the country together. */
  readonly cues: Readonly<Partial<Record<CueClass, PhraseList>>>;
  readonly names: NameLists;
  readonly addresses: AddressWords;
  /** Month names to their number. */
  readonly months: Readonly<Record<string, number>>;
  readonly plates: readonly PlateRule[];
  readonly sensitive: Readonly<Record<string, PhraseList>>;
  readonly words: LanguageWords;
}

/** Words of the country's languages, all of them together. */
export interface LanguageWords {
  /** Stand before a name: M., Dr, السيد. */
  readonly titles: PhraseList;
  /** Phrases after which a name always stands. */
  readonly introductions: PhraseList;
  /** Labels of name fields and words that go before names among others. */
  readonly nameCues: PhraseList;
  /** Announce a name only with a colon behind them: De, À. */
  readonly nameLabels: PhraseList;
  readonly numbers: Readonly<Record<string, number>>;
  /** Tie a sentence to a person: patient, my daughter, she. */
  readonly personWords: PhraseList;
  /** Never names. */
  readonly common: readonly string[];
  /** Things called after people. */
  readonly institutions: readonly string[];
  /** Common words of Darija in Latin letters: where they stand, names need no capitals. */
  readonly darija: string;
}

export interface NameLists {
  /** Entries as described in `lexicon/given-men.ts`. */
  readonly given: readonly string[];
  readonly givenMen: readonly string[];
  readonly givenWomen: readonly string[];
  readonly family: readonly string[];
  /** Names that history and geography use more than people here do: they count only in company. */
  readonly foreignGiven: readonly string[];
  readonly foreignFamily: readonly string[];
  readonly particles: readonly string[];
  /** Latin endings of family names made from places and tribes. */
  readonly familyEndings: readonly string[];
}

export interface AddressWords {
  /** Words that begin a part of an address: street, quarter, building, flat. */
  readonly street: readonly string[];
  /** Those that begin an address by themselves; the others (place, route, centre …) only beside a number. */
  readonly sure: readonly string[];
  /** Stand between the words of an address. */
  readonly connectors: readonly string[];
  readonly places: readonly string[];
  /** Small places, separated by commas: known in addresses, and no person's name where nothing announces one. */
  readonly communes: readonly PhraseList[];
  /** Postcode as written. */
  readonly postcode: RegExp;
}

export interface PlateRule {
  /** Over the form without separators: digits, one letter (Arabic or capital Latin), digits. */
  readonly shape: RegExp;
  readonly evidence: 'bare' | 'cue';
}
