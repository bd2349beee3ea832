/** Aspect, person, particles and the article, as Darija writes them before a word; longer ones first. */
const arabicPrefixes = listed(
  `وكا وغا وما كاي كات كان تاي غاي غات غان وال فال بال لل ال ما كا تا غا كي كت كن تي غي غن غت و ف ب ل ن ت ي م`,
);
/** Negation, persons and what is attached to a word; longer ones first. */
const arabicSuffixes = listed(
  `اتهم وهم اوها تيني اتني وني يني هوم كوم ليا ليه هم كم ها نا ني تو تي ات ين وا اش وش يش ش و ه ا ي ك ت`,
);
const latinPrefixes = listed(
  `makan makay makat kan kay kat gha ghan ghay ghat ma ka ta ki el al wl fl bl l n t y f b w m`,
);
const latinSuffixes = listed(`ouhom homch hach nich ouch hom kom ini ouh ha na ni ek ou at in ch o a i k w t`);
const SHORTEST = { arabic: 2, latin: 3 } as const;
/** Prefixes one after another: ما + كا + ن. */
const MOST_PREFIXES = 3;
const MOST_SUFFIXES = 3;

/**
 * A folded word of Darija and what may remain of it without its affixes, the least stripped first: ما كيعالجوهاش → عالج.
 * What the word really is only a lexicon can say.
 */
export function darijaStems(form: string): readonly string[] {
  const isArabic = /\p{Script=Arabic}/u.test(form);
  const shortest = isArabic ? SHORTEST.arabic : SHORTEST.latin;
  const begun = strip([form], MOST_PREFIXES, (word) =>
    without(word, { affixes: isArabic ? arabicPrefixes : latinPrefixes, at: 'start', shortest }),
  );
  const ended = strip(begun, MOST_SUFFIXES, (word) =>
    without(word, { affixes: isArabic ? arabicSuffixes : latinSuffixes, at: 'end', shortest }),
  );
  return [...new Set(ended)].toSorted((left, right) => right.length - left.length);
}

function strip(
  words: readonly string[],
  rounds: number,
  shorten: (word: string) => readonly string[],
): readonly string[] {
  const found = [...words];
  for (let from = 0, round = 0; round < rounds; round++) {
    const until = found.length;
    for (const word of found.slice(from, until)) found.push(...shorten(word));
    from = until;
  }
  return found;
}

function without(
  word: string,
  {
    affixes,
    at,
    shortest,
  }: { readonly affixes: readonly string[]; readonly at: 'start' | 'end'; readonly shortest: number },
): readonly string[] {
  return affixes
    .filter(
      (affix) =>
        word.length - affix.length >= shortest && (at === 'start' ? word.startsWith(affix) : word.endsWith(affix)),
    )
    .map((affix) => (at === 'start' ? word.slice(affix.length) : word.slice(0, -affix.length)));
}

function listed(text: string): readonly string[] {
  return text.split(' ');
}
