import { characterTables, foldWord } from '../text/characters.ts';

/** What a word may be. A word can be several things. */
export const flag = {
  given: 1 << 0,
  family: 1 << 1,
  /** As a name; it is also a common word. */
  ambiguous: 1 << 2,
  common: 1 << 3,
  place: 1 << 4,
  title: 1 << 5,
  /** Ben, El, Aït: goes before a family name. */
  particle: 1 << 6,
  month: 1 << 7,
  number: 1 << 8,
  street: 1 << 9,
  phrase: 1 << 10,
  /** Institutions and other things called after people. */
  institution: 1 << 11,
  /** As a given name. */
  feminine: 1 << 12,
  person: 1 << 13,
  sensitive: 1 << 14,
  /** A name only beside others: common in other countries' history. */
  foreign: 1 << 15,
  /** Begins a provider's key. */
  secret: 1 << 16,
  /** Darija in Latin letters. */
  darija: 1 << 17,
  /** A street word that begins an address by itself. */
  sureStreet: 1 << 18,
  /** Stands between the words of an address. */
  connector: 1 << 19,
  /** A word for @. */
  at: 1 << 20,
  /** A commune: a place within an address, a name like any other elsewhere. */
  commune: 1 << 21,
  /** As a given name. */
  masculine: 1 << 22,
} as const;

/** What a word is with its article as well as without. */
const wordFlags = flag.common | flag.phrase | flag.title | flag.institution | flag.street | flag.person;

export interface Phrase {
  /** Ids of the words after the first. */
  readonly rest: readonly number[];
  readonly cue: number;
}

/** All words that detectors look for, in one table: a text is looked up once, whatever the number of lists. */
export interface Lexicon {
  /** Word id for a hash of folded code units, or 0. */
  find(hash: number, text: string, span: { readonly start: number; readonly end: number }): number;
  flagsOf(id: number): number;
  /** Phrases that begin with this word and, if they are longer, go on with the next one; longest first. */
  phrasesOf(id: number, next: number): readonly Phrase[];
  /** Id of a word given as text, 0 when unknown. */
  idOf(word: string): number;
  /** The word without its article, where the lexicon holds both. */
  bareOf(id: number): number;
  /** The folded word. */
  wordOf(id: number): string;
}

export interface LexiconBuilder {
  add(word: string, flags: number): number;
  /** `cue` is the caller's number for what the phrase announces. Also taken written as one word. */
  addPhrase(phrase: string, cue: number): void;
  /** A name that is also a common word: from now on a name that needs company. */
  soften(word: string): void;
  /** What was added so far. */
  flagsOf(word: string): number;
  build(): Lexicon;
}

export const hashSeed = 0x81_1c_9d_c5;

export function hashStep(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01_00_01_93);
}

export function createLexiconBuilder(): LexiconBuilder {
  const ids = new Map<string, number>();
  const flags: number[] = [0];
  const phrases: Phrase[][] = [[]];
  const add = (word: string, more: number): number => {
    // Names keep their article; other words are found with and without it.
    const isName = (more & (flag.given | flag.family)) !== 0;
    const folded = foldWord(isName ? word : withoutArticle(word));
    const id = ids.get(folded) ?? flags.length;
    if (id === flags.length) {
      ids.set(folded, id);
      flags.push(0);
      phrases.push([]);
    }
    flags[id] = (flags[id] ?? 0) | more;
    return id;
  };
  const addWords = (words: readonly string[], cue: number): void => {
    const [first, ...rest] = words.map((word) => add(word, 0));
    if (first === undefined) return;
    flags[first] = (flags[first] ?? 0) | flag.phrase;
    phrases[first]?.push({ rest, cue });
  };
  return {
    add,
    addPhrase: (phrase, cue) => {
      const words = phrase.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
      addWords(words, cue);
      const joined = words.join('');
      if (words.length > 1 && words.length < 4 && joined.length > 3) addWords([joined], cue);
    },
    soften: (word) => {
      const id = ids.get(foldWord(word)) ?? 0;
      const own = flags[id] ?? 0;
      if ((own & flag.common) !== 0) flags[id] = (own & ~flag.common) | flag.ambiguous;
    },
    flagsOf: (word) => flags[ids.get(foldWord(word)) ?? 0] ?? 0,
    build: () => {
      for (const ofWord of phrases) ofWord.sort((left, right) => right.rest.length - left.rest.length);
      return freeze(ids, flags, phrases);
    },
  };
}

/** The Arabic article comes and goes. */
function withoutArticle(word: string): string {
  return word.length > 4 && word.startsWith('ال') ? word.slice(2) : word;
}

function freeze(
  ids: ReadonlyMap<string, number>,
  flagList: readonly number[],
  phrases: readonly (readonly Phrase[])[],
): Lexicon {
  let capacity = 1024;
  while (capacity < ids.size * 3) capacity *= 2;
  const hashes = new Int32Array(capacity);
  const slots = new Int32Array(capacity);
  const words: string[] = [''];
  for (const [word, id] of ids) {
    words[id] = word;
    const hash = hashOf(word);
    let slot = hash & (capacity - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (capacity - 1);
    hashes[slot] = hash;
    slots[slot] = id;
  }
  const flags = Int32Array.from(flagList);
  /** Of a name with an article, the word without it. */
  const bare = words.map((word, id) => (word.startsWith('ال') ? (ids.get(withoutArticle(word)) ?? id) : id));
  for (const [id, other] of bare.entries()) flags[id] = (flags[id] ?? 0) | ((flags[other] ?? 0) & wordFlags);
  const mask = capacity - 1;
  const byNext = indexPhrases(phrases);
  return {
    find: (hash, text, span) => {
      for (let slot = hash & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
        const id = slots[slot] ?? 0;
        if (hashes[slot] === hash && isWord(words[id] ?? '', text, span)) return id;
      }
      return 0;
    },
    flagsOf: (id) => flags[id] ?? 0,
    idOf: (word) => ids.get(foldWord(word)) ?? 0,
    phrasesOf: (id, next) => byNext.find(bare[id] ?? id, bare[next] ?? next),
    bareOf: (id) => bare[id] ?? id,
    wordOf: (id) => words[id] ?? '',
  };
}

interface PhraseIndex {
  find(first: number, next: number): readonly Phrase[];
}

const noPhrases: readonly Phrase[] = [];

/** Some words begin hundreds of phrases: the second word picks the few that may fit. */
function indexPhrases(phrases: readonly (readonly Phrase[])[]): PhraseIndex {
  const single = phrases.map((ofWord) => ofWord.filter(({ rest }) => rest.length === 0));
  const longer = phrases.map((ofWord, id) => {
    const bySecond = new Map<number, Phrase[]>();
    for (const phrase of ofWord) {
      const second = phrase.rest[0];
      if (second === undefined) continue;
      const list = bySecond.get(second);
      if (list === undefined) bySecond.set(second, [phrase]);
      else list.push(phrase);
    }
    for (const list of bySecond.values()) list.push(...(single[id] ?? []));
    return bySecond.size === 0 ? undefined : bySecond;
  });
  return { find: (first, next) => longer[first]?.get(next) ?? single[first] ?? noPhrases };
}

function hashOf(word: string): number {
  let hash = hashSeed;
  for (let index = 0; index < word.length; index += 1) hash = hashStep(hash, word.charCodeAt(index));
  return hash;
}

const alef = 0x06_27;
const lam = 0x06_44;

/** Two words may share a hash; only the same letters, folded as `foldWord` does, are the same word. */
function isWord(word: string, text: string, { start, end }: { readonly start: number; readonly end: number }): boolean {
  if (word.length !== end - start) return false;
  const { folded } = characterTables();
  for (let index = 0; index < word.length; index += 1) {
    const code = folded[text.charCodeAt(start + index)] ?? 0;
    // Only alef-alef-lam is put in another order: what looks different is compared as a whole.
    if (code !== word.charCodeAt(index))
      return code === alef || code === lam ? word === foldWord(text.slice(start, end)) : false;
  }
  return true;
}
