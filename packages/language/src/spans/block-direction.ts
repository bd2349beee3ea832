const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const leftToRight = /[A-Za-z\u00c0-\u024f\u0370-\u052f\u2d30-\u2d7f]/;
/** Enough to judge a block by. */
const LETTERS_READ = 400;

/** The direction a block is read in: what most of its letters are, an Arabic line that begins with a Latin name included. */
export function blockDirection(text: string): 'rtl' | 'ltr' {
  let right = 0;
  let left = 0;
  for (const character of text) {
    if (rightToLeft.test(character)) right++;
    else if (leftToRight.test(character)) left++;
    if (right + left >= LETTERS_READ) break;
  }
  return right > left || (right === left && rightToLeft.test(text)) ? 'rtl' : 'ltr';
}
