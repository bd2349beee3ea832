/** Value of a number word: added, or multiplied with what came before it. */
interface NumberWord {
  readonly value: number;
  readonly multiplies: boolean;
}

function added(pairs: readonly (readonly [string, number])[]): [string, NumberWord][] {
  return pairs.flatMap(([words, value]) =>
    words.split(' ').map((word): [string, NumberWord] => [word, { value, multiplies: false }]),
  );
}

/** Folded forms. Feminine, masculine and Darija forms side by side. One alone is an article more often than a number. */
const french = new Map<string, NumberWord>([
  ...added([
    ['deux', 2],
    ['trois', 3],
    ['quatre', 4],
    ['cinq', 5],
    ['six', 6],
    ['sept', 7],
    ['huit', 8],
    ['neuf', 9],
    ['dix', 10],
    ['onze', 11],
    ['douze', 12],
    ['treize', 13],
    ['quatorze', 14],
    ['quinze', 15],
    ['seize', 16],
    ['vingt vingts', 20],
    ['trente', 30],
    ['quarante', 40],
    ['cinquante', 50],
    ['soixante', 60],
  ]),
  ['cent', { value: 100, multiplies: true }],
  ['cents', { value: 100, multiplies: true }],
  ['mille', { value: 1000, multiplies: true }],
  ['million', { value: 1_000_000, multiplies: true }],
  ['millions', { value: 1_000_000, multiplies: true }],
]);
const arabic = new Map<string, NumberWord>([
  ...added([
    ['اثنان اثنين اثنتان اثنتين جوج', 2],
    ['ثلاث ثلاثه تلاته تلت', 3],
    ['اربع اربعه ربعه', 4],
    ['خمس خمسه', 5],
    ['ست سته', 6],
    ['سبع سبعه', 7],
    ['ثماني ثمانيه ثمان تمنيه', 8],
    ['تسع تسعه تسعود', 9],
    ['عشر عشره', 10],
    ['عشرون عشرين', 20],
    ['ثلاثون ثلاثين تلاتين', 30],
    ['اربعون اربعين ربعين', 40],
    ['خمسون خمسين', 50],
    ['ستون ستين', 60],
    ['سبعون سبعين', 70],
    ['ثمانون ثمانين تمانين', 80],
    ['تسعون تسعين', 90],
    ['مايتان مايتين مءتان', 200],
    ['الفان الفين', 2000],
    ['ثلاثمايه ثلاثماءه', 300],
    ['اربعمايه', 400],
    ['خمسمايه', 500],
    ['ستمايه', 600],
    ['سبعمايه', 700],
    ['ثمانمايه', 800],
    ['تسعمايه', 900],
  ]),
  ['مايه', { value: 100, multiplies: true }],
  ['ميه', { value: 100, multiplies: true }],
  ['الف', { value: 1000, multiplies: true }],
  ['الاف', { value: 1000, multiplies: true }],
  ['مليون', { value: 1_000_000, multiplies: true }],
  ['ملايين', { value: 1_000_000, multiplies: true }],
]);
const token = /\p{L}+/gu;
/** Between two words of one number: a space, a dash, "et". */
const gap = /^(?:[ -]{1,2}|[ -]et[ -]|)$/;

interface Run {
  value: number;
  /** Sum of finished thousands. */
  whole: number;
  start: number;
  end: number;
  words: number;
}

/** Numbers written in words, in a folded text. A single "cent", "mille", "ألف" counts; "un" alone does not. */
export function* findNumberWords(text: string): Iterable<{ value: number; start: number; end: number }> {
  let run: Run | undefined;
  for (const match of text.matchAll(token)) {
    const [form] = match;
    const joins = run !== undefined && gap.test(text.slice(run.end, match.index));
    // "soixante et onze": the next word is still of this number.
    if (form === 'et' && joins) continue;
    const word = wordValue(form);
    if (run !== undefined && (word === undefined || !joins)) {
      yield finished(run);
      run = undefined;
    }
    if (word !== undefined) run = withWord(run, word, match);
  }
  if (run !== undefined) yield finished(run);
}

function withWord(run: Run | undefined, word: NumberWord, { 0: form, index }: RegExpExecArray): Run {
  const end = index + form.length;
  return run === undefined ? { value: word.value, whole: 0, start: index, end, words: 1 } : extended(run, word, end);
}

function wordValue(form: string): NumberWord | undefined {
  return french.get(form) ?? arabic.get(form) ?? (form.startsWith('و') ? arabic.get(form.slice(1)) : undefined);
}

function extended(run: Run, { value, multiplies }: NumberWord, end: number): Run {
  const words = run.words + 1;
  if (!multiplies) {
    const eighty = run.value % 100 === 4 && value === 20;
    return { ...run, value: eighty ? run.value - 4 + 80 : run.value + value, end, words };
  }
  if (value === 100) return { ...run, value: Math.max(run.value, 1) * 100, end, words };
  return { ...run, whole: run.whole + Math.max(run.value, 1) * value, value: 0, end, words };
}

function finished({ value, whole, start, end }: Run): { value: number; start: number; end: number } {
  return { value: whole + value, start, end };
}
