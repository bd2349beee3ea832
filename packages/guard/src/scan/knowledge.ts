import { foldWord } from '../text/characters.ts';
import type {
  AddressWords,
  CountryProfile,
  CueClass,
  IdentifierRule,
  LanguageWords,
  PhraseList,
  PlateRule,
} from '../profiles/profile.ts';
import { separatedSecrets } from '../detectors/secret-shapes.ts';
import { codeWords, passwordWords, tokenWords } from '../detectors/secret-words.ts';
import { createLexiconBuilder, flag, type Lexicon, type LexiconBuilder } from './lexicon.ts';
import { gap } from './gaps.ts';
import { nameKey } from './name-key.ts';

/** A rule with its separators as bits. */
export interface CompiledRule {
  readonly rule: IdentifierRule;
  /** Bit of the rule's type: a cue or column with the same bit announces it. */
  readonly bit: number;
  /** No number fits: the form begins with a letter. */
  readonly lettered: boolean;
  /** Nothing with letters fits. */
  readonly figuresOnly: boolean;
  readonly separators: number;
}

/** How @ is said, in brackets or without. */
const atWords = ['at', 'arobase', 'arobas', 'arrobase', 'chez', 'أروباس', 'أروباز'];

/** All profiles in the form that a scan uses. Built once per guard. */
export interface Knowledge {
  readonly lexicon: Lexicon;
  readonly cueClasses: readonly CueClass[];
  /** Bit that a cue and the rules it announces share, 0 when no rule is of that type. */
  bitOf(cue: CueClass): number;
  readonly identifiersByLength: readonly (readonly CompiledRule[] | undefined)[];
  readonly plates: readonly PlateRule[];
  readonly postcodes: readonly RegExp[];
  /** Word id to month, to number. */
  readonly months: ReadonlyMap<number, number>;
  readonly numbers: ReadonlyMap<number, number>;
  /** Sensitive category by cue number beyond the cue classes. */
  readonly sensitive: readonly string[];
  /** Flags of names by their key without vowels, for spellings no list holds. */
  readonly nameKeys: ReadonlyMap<string, number>;
  readonly familyEndings: readonly string[];
}

export function buildKnowledge(profiles: readonly CountryProfile[]): Knowledge {
  const builder = createLexiconBuilder();
  const cueClasses: CueClass[] = [];
  const sensitive: string[] = [];
  const nameKeys = new Map<string, number>();
  const months = new Map<number, number>();
  const numbers = new Map<number, number>();
  const announce = (name: CueClass, phrases: PhraseList): void => {
    const cue = cueClasses.push(name) - 1;
    for (const phrase of phrasesOf(phrases)) builder.addPhrase(phrase, cue);
  };
  announce('password', passwordWords);
  announce('token', tokenWords);
  announce('code', codeWords);
  for (const { opener } of separatedSecrets) builder.add(opener, flag.secret);
  for (const word of atWords) builder.add(word, flag.at);
  for (const profile of profiles) {
    addWords(builder, profile.words, numbers);
    announce('name', profile.words.nameCues);
    announce('label', profile.words.nameLabels);
    announce('introduction', profile.words.introductions);
    for (const [name, phrases] of Object.entries(profile.cues)) announce(asClass(name), phrases);
    addNames(builder, profile, nameKeys);
    addAddressWords(builder, profile.addresses);
    addCommunes(builder, profile.addresses, announce);
    for (const [word, month] of Object.entries(profile.months))
      months.set(builder.add(word, flag.month | flag.common), month);
  }
  for (const profile of profiles) {
    for (const [category, terms] of Object.entries(profile.sensitive)) {
      const cue = cueClasses.length + sensitive.push(category) - 1;
      for (const term of phrasesOf(terms)) builder.addPhrase(term, cue);
    }
  }
  const rules = profiles.flatMap(({ identifiers }) => identifiers);
  const bits = typeBits(rules);
  return {
    lexicon: builder.build(),
    cueClasses,
    sensitive,
    months,
    numbers,
    nameKeys,
    bitOf: (cue) => bits.get(cue) ?? 0,
    identifiersByLength: byLength(rules, bits),
    plates: profiles.flatMap(({ plates }) => plates),
    postcodes: profiles.map(({ addresses }) => addresses.postcode),
    familyEndings: profiles.flatMap(({ names }) => names.familyEndings),
  };
}

function addAddressWords(builder: LexiconBuilder, { street, sure, connectors, places }: AddressWords): void {
  for (const word of street.flatMap(wordsOf)) addWord(builder, word, flag.street | flag.common);
  for (const word of sure.flatMap(wordsOf)) builder.add(word, flag.sureStreet);
  for (const word of connectors.flatMap(wordsOf)) builder.add(word, flag.connector);
  for (const word of places.flatMap(wordsOf)) addWord(builder, word, flag.place);
}

/** Of several words: a phrase. Of one: a word that only addresses take for a place. */
function addCommunes(
  builder: LexiconBuilder,
  { communes }: AddressWords,
  announce: (name: CueClass, phrases: PhraseList) => void,
): void {
  const names = communes.flatMap(phrasesOf);
  announce('place', names.filter((name) => name.includes(' ')).join(', '));
  for (const name of names) if (!name.includes(' ')) builder.add(name, flag.commune);
}

function addWords(builder: LexiconBuilder, words: LanguageWords, numbers: Map<number, number>): void {
  for (const list of words.common) for (const word of wordsOf(list)) builder.add(word, flag.common);
  for (const list of words.institutions) {
    for (const word of wordsOf(list)) addWord(builder, word, flag.institution | flag.common);
  }
  for (const word of phrasesOf(words.titles)) builder.add(word, flag.title);
  for (const word of phrasesOf(words.personWords)) builder.add(word, flag.person);
  for (const word of wordsOf(words.darija)) builder.add(word, flag.common | flag.darija);
  for (const [word, value] of Object.entries(words.numbers)) numbers.set(builder.add(word, flag.number), value);
}

function asClass(name: string): CueClass {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keys of a record typed by CueClass
  return name as CueClass;
}

function phrasesOf(list: PhraseList): readonly string[] {
  return list
    .split(',')
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '');
}

function wordsOf(list: string): readonly string[] {
  return list.split(/[\s,]+/).filter((word) => word !== '');
}

/** A word, or the last word of several joined by `_`: the one that tells. */
function addWord(builder: LexiconBuilder, entry: string, flags: number): void {
  const word = entry.split(/[_.-]/).at(-1) ?? '';
  if (word.length > 1) builder.add(word, flags);
}

function addNames(builder: LexiconBuilder, { names }: CountryProfile, keys: Map<string, number>): void {
  for (const list of names.givenMen) addForms(builder, list, { role: flag.given | flag.masculine, keys });
  for (const list of names.givenWomen) addForms(builder, list, { role: flag.given | flag.feminine, keys });
  for (const list of names.given) addForms(builder, list, { role: flag.given, keys });
  for (const list of names.family) addForms(builder, list, { role: flag.family, keys });
  for (const list of names.foreignGiven) addForms(builder, list, { role: flag.given | flag.foreign, keys: undefined });
  for (const list of names.foreignFamily)
    addForms(builder, list, { role: flag.family | flag.foreign, keys: undefined });
  for (const word of names.particles) builder.add(word, flag.particle);
}

interface NameRole {
  readonly role: number;
  readonly keys: Map<string, number> | undefined;
}

function addForms(builder: LexiconBuilder, list: string, role: NameRole): void {
  const forms = list.split(/[\s:,]+/).filter((form) => form.length > 1);
  for (const form of forms) if (!form.includes('_')) addForm(builder, form, role);
  // Then names of several words: what is a name by itself stays one.
  for (const form of forms) if (form.includes('_')) addCompound(builder, form.replace('?', '').split('_'), role.role);
}

function addForm(builder: LexiconBuilder, form: string, { role, keys }: NameRole): void {
  const ambiguous = form.endsWith('?');
  const word = ambiguous ? form.slice(0, -1) : form;
  builder.add(word, role | (ambiguous ? flag.ambiguous : 0));
  // Arabic has no capitals: سعيد is a name and a word everywhere.
  if (word.charCodeAt(0) > 0x06_00) builder.soften(word);
  if (keys !== undefined && !ambiguous) addKey(keys, word, role);
}

function addCompound(builder: LexiconBuilder, parts: readonly string[], role: number): void {
  const behindArticle = parts.length === 2 && /^(?:el|al)$/.test(parts[0] ?? '') ? parts[1] : undefined;
  for (const part of parts)
    if ((builder.flagsOf(part) & ~flag.phrase) === 0)
      builder.add(part, part === behindArticle ? role : partRole(part, role));
  builder.add(parts.join(''), role);
}

/** Of a name of several words only the words that are names by themselves count: not `el`, `ben`, عبد. */
function partRole(part: string, role: number): number {
  if (/^(?:el|al|ben|ait|bou|eddine|بن|أيت|آيت|أم|الدين)$/.test(part)) return flag.particle;
  return role | flag.ambiguous;
}

const shortestFamilyKey = 3;

function addKey(keys: Map<string, number>, word: string, role: number): void {
  const key = nameKey(foldWord(word));
  // Short keys fit too many words; given names are worth it.
  if (key !== undefined && (key.length > shortestFamilyKey || (role & flag.given) !== 0))
    keys.set(key, (keys.get(key) ?? 0) | role);
}

const mostBits = 31;

/** A bit for each type; types beyond the last bit share it. */
function typeBits(rules: readonly IdentifierRule[]): ReadonlyMap<CueClass, number> {
  const bits = new Map<CueClass, number>();
  for (const { type } of rules) if (!bits.has(type)) bits.set(type, 1 << Math.min(bits.size, mostBits - 1));
  return bits;
}

function byLength(
  rules: readonly IdentifierRule[],
  bits: ReadonlyMap<CueClass, number>,
): readonly (readonly CompiledRule[] | undefined)[] {
  const lists: CompiledRule[][] = [];
  for (const rule of rules) {
    for (let length = rule.length[0]; length <= rule.length[1]; length += 1)
      (lists[length] ??= []).push({
        rule,
        bit: bits.get(rule.type) ?? 0,
        lettered: /^\^(?:\[A-Z\](?![?]|\{0)|[A-Z])/.test(rule.shape.source),
        figuresOnly: !/[A-Z+]/.test(rule.shape.source),
        separators: separatorKinds(rule.separators ?? ' -'),
      });
  }
  for (const list of lists) list?.sort((left, right) => right.rule.score - left.rule.score);
  return lists;
}

/** Tabs part cells, a bar goes with a line end. */
function separatorKinds(separators: string): number {
  let bits: number = gap.tab;
  if (separators.includes(' ')) bits |= gap.space;
  if (separators.includes('-')) bits |= gap.dash;
  if (separators.includes('.')) bits |= gap.dot;
  if (separators.includes('/')) bits |= gap.slash;
  if (separators.includes('_')) bits |= gap.underscore;
  if (separators.includes('(')) bits |= gap.bracket;
  if (separators.includes('\n')) bits |= gap.newline | gap.pipe;
  return bits;
}
