/** A piece of a text. Offsets are UTF-16 units. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

const mark = /[.!?؟…۔]+["'»”)\]]*|\n{2,}|\n(?=\s*(?:[-–•*]|\d{1,3}[.)-]|[a-z][)]|[أ-ي][-)])\s)/gu;
/** Words whose full stop does not end a sentence. */
const abbreviation =
  /(?:^|[\s(«"'])(?:art|arts|al|alin|cf|dr|etc|ex|fig|m|mm|mme|mlle|me|mr|mrs|n|no|nos|p|pp|par|pr|sq|st|ste|tél|tel|vol|vs|م|د|ص|ج|ق|رق)$/iu;
/** A letter of an acronym: "S.A.R.L." */
const initial = /(?:^|[\s.(])\p{L}$/u;
/** "1." at the beginning of a line. */
const itemNumber = /(?:^|\n)\s*\d{1,3}$/;
const LOOK_BACK = 12;

/** Sentences in order, without the blanks around them; headings and list items on their own lines are sentences too. */
export function splitSentences(text: string): readonly TextSpan[] {
  const spans: TextSpan[] = [];
  let from = 0;
  for (const match of text.matchAll(mark)) {
    const end = match.index + match[0].length;
    if (match[0].startsWith('.') && !endsSentence(text, match.index, end)) continue;
    add(spans, text, { start: from, end });
    from = end;
  }
  add(spans, text, { start: from, end: text.length });
  return spans;
}

function endsSentence(text: string, at: number, end: number): boolean {
  const next = text.charAt(end);
  if (next !== '' && !/\s/u.test(next)) return /\p{Script=Arabic}/u.test(next) && !/\d$/.test(text.slice(at - 1, at));
  const before = text.slice(Math.max(0, at - LOOK_BACK), at);
  if (abbreviation.test(before) || itemNumber.test(before)) return false;
  return !(initial.test(before) && /^\s+\p{Lu}\./u.test(text.slice(end, end + 6)));
}

const clauseMark =
  /[;؛:]\s|[,،]\s+(?=(?:et|ou|mais|qui|que|dont|lorsque|si|sauf|toutefois|و|أو|ثم|إلا|غير|إذا|التي|الذي|and|or|but|which|when|unless)(?!\p{L}))/gu;

/** Clauses of a sentence: what can be true or false on its own, roughly. */
export function splitClauses(text: string): readonly TextSpan[] {
  const spans: TextSpan[] = [];
  let from = 0;
  for (const match of text.matchAll(clauseMark)) {
    const end = match.index + match[0].length;
    add(spans, text, { start: from, end });
    from = end;
  }
  add(spans, text, { start: from, end: text.length });
  return spans;
}

function add(spans: TextSpan[], text: string, { start, end }: TextSpan): void {
  let first = start;
  let last = end;
  while (first < last && /\s/u.test(text.charAt(first))) first++;
  while (last > first && /\s/u.test(text.charAt(last - 1))) last--;
  if (last > first) spans.push({ start: first, end: last });
}
