import { looksLikeArabizi } from '../arabizi/arabizi.ts';
import { cueWords } from '../spans/cue-words.ts';
import { findWords, type Word } from '../words/find-words.ts';
import { meaningOf, meaningOfFrench, type Meaning } from './darija-lexicon.ts';

/** A known word and what it may be in the documents. */
export interface TranslatedTerm {
  /** The folded word itself and its usual equivalent in Standard Arabic and in French. */
  readonly usual: readonly string[];
  readonly further: readonly string[];
}

/** A question in Darija as documents in Standard Arabic or French would put it, word for word; good for searching only. */
export interface TranslatedDarija {
  /** In Standard Arabic, each known word by its usual equivalent, the rest as it was. */
  readonly arabic: string;
  readonly terms: readonly TranslatedTerm[];
  /** Folded words that the lexicon does not know: of Standard Arabic or French, most of them. */
  readonly unknown: readonly string[];
}

/** Undefined for a text that is not in Darija. */
export function translateDarija(text: string): TranslatedDarija | undefined {
  const words = findWords(text);
  if (!isDarija(words)) return undefined;
  const known = words.map((word) => ({ word, meaning: readable(word) }));
  return {
    arabic: known
      .map(({ word, meaning }) =>
        meaning === undefined ? text.slice(word.start, word.end) : (meaning.arabic[0] ?? ''),
      )
      .filter((word) => word !== '')
      .join(' '),
    terms: known.flatMap(({ word, meaning }) => (meaning === undefined ? [] : [termOf(word.form, meaning)])),
    unknown: known.flatMap(({ word, meaning }) => (meaning === undefined ? [word.form] : [])),
  };
}

function termOf(form: string, { arabic, french }: Meaning): TranslatedTerm {
  return {
    usual: [form, ...arabic.slice(0, 1), ...french.slice(0, 1)],
    further: [...arabic.slice(1), ...french.slice(1)],
  };
}

/** "3rd" and "had" are words of English too: it must not have the majority. */
function isDarija(words: readonly Word[]): boolean {
  const cues = words.map(({ form }) => cueWords().get(form) ?? (looksLikeArabizi(form) ? 'ary' : undefined));
  const darija = cues.filter((cue) => cue === 'ary').length;
  return darija > 0 && darija > cues.filter((cue) => cue === 'en').length;
}

/** Darija borrows from French: "dossier", "système". What both have is French only where nothing else fits. */
function readable({ form }: Word): Meaning | undefined {
  if (/^\d+$/.test(form)) return undefined;
  const cue = cueWords().get(form);
  return cue === 'fr' || cue === 'en' ? meaningOfFrench(form) : (meaningOf(form) ?? meaningOfFrench(form));
}
