/** Marks that a search does not care about: accents, Arabic vowel signs, tatweel, and what cannot be seen. */
const unseen = /[\p{Mn}\p{Cf}\u0640]/gu;

const sameLetter: Readonly<Record<string, string>> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ئ: 'ي',
  ؤ: 'و',
  ة: 'ه',
  گ: 'ك',
  ڭ: 'ك',
};

/** A text as a search reads it: without case, accents, vowel signs, and with one form for each Arabic letter. */
export function foldForSearch(text: string): string {
  return text
    .replaceAll(/[أإآٱىئؤةگڭ]/g, (letter) => sameLetter[letter] ?? letter)
    .normalize('NFKD')
    .replaceAll(unseen, '')
    .toLowerCase();
}
