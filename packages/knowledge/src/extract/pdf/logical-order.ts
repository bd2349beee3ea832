import type { Glyph } from './pdfium.ts';

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const digit = /[0-9\u0660-\u0669\u06f0-\u06f9]/;
const latin = /[\p{L}]/u;
/** Signs that stay with the digits or Latin letters on both sides of them. */
const joining = /[-+.,:/@_#&=?~'’\u00a0\u202f]/;
const attached = /[%°$€‰]/;

/** Room that makes a space, in font sizes: beside Arabic where the page marks one, where it marks none, and in any case. */
const NARROW_GAP = 0.08;
const WORD_GAP = 0.22;
const WIDE_GAP = 0.7;
/** Lines whose spaces are characters have one for every so many letters at the least. */
const LETTERS_PER_SPACE = 14;

type Class = 'rtl' | 'latin' | 'digit' | 'neutral' | 'space';

/** Characters that PDFium gave one after the other and that are read in one direction. */
interface Atom {
  readonly kind: Class;
  readonly glyphs: readonly Glyph[];
  readonly centre: number;
}

/**
 * The text of one line as it was written, from where its characters stand: the bidirectional algorithm, backwards. PDFium's
 * own order is kept within Arabic words, whose letters may overlap, and nowhere else.
 */
export function readLine(glyphs: readonly Glyph[], direction: 'rtl' | 'ltr'): readonly Glyph[] {
  const visual = withRealSpaces(atomsOf(glyphs).toSorted((left, right) => left.centre - right.centre));
  const ordered = direction === 'rtl' ? fromRight(visual) : fromLeft(visual);
  return ordered.flatMap((atom) => atom.glyphs);
}

function atomsOf(glyphs: readonly Glyph[]): Atom[] {
  const atoms: { kind: Class; glyphs: Glyph[] }[] = [];
  for (const glyph of glyphs) {
    const kind = classOf(glyph.text);
    const last = atoms.at(-1);
    const previous = last?.glyphs.at(-1);
    if (last !== undefined && previous !== undefined && last.kind === kind && kind === 'rtl' && isNext(previous, glyph))
      last.glyphs.push(glyph);
    else atoms.push({ kind, glyphs: [glyph] });
  }
  return atoms.map(({ kind, glyphs: own }) => ({ kind, glyphs: own, centre: centreOf(own) }));
}

/**
 * The spaces of a line, by where its letters leave room. Between Arabic letters, which overlap, the page's own spaces are
 * believed; beside digits and Latin letters some writers put them in the wrong place, and only the room counts.
 */
function withRealSpaces(visual: readonly Atom[]): readonly Atom[] {
  const letters = visual.filter(({ kind }) => kind !== 'space');
  const blanks = visual.length - letters.length;
  const mixed = letters.some(({ kind }) => kind === 'rtl');
  const unmarked = blanks * LETTERS_PER_SPACE < letters.reduce((sum, atom) => sum + atom.glyphs.length, 0);
  const out: Atom[] = [];
  let blank: Atom | undefined;
  for (const atom of visual) {
    if (atom.kind === 'space') {
      blank = atom;
      continue;
    }
    const last = out.at(-1);
    if (last !== undefined && hasSpace(last, atom, { marked: blank !== undefined, unmarked, mixed }))
      out.push(blank ?? madeUpSpace(last, atom));
    out.push(atom);
    blank = undefined;
  }
  return out;
}

interface LineSpacing {
  /** The page has a space here. */
  readonly marked: boolean;
  /** The line has hardly any. */
  readonly unmarked: boolean;
  /** There is Arabic in the line. */
  readonly mixed: boolean;
}

function hasSpace(left: Atom, right: Atom, { marked, unmarked, mixed }: LineSpacing): boolean {
  const room = (edge(right).left - edge(left).right) / Math.max(sizeOf(left), 1);
  if (left.kind === 'rtl' && right.kind === 'rtl') return marked || room > (unmarked ? WORD_GAP : WIDE_GAP);
  if (left.kind === 'rtl' || right.kind === 'rtl') return room > (marked ? NARROW_GAP : WORD_GAP);
  if (marked) return !mixed || room > WORD_GAP;
  return room > (unmarked ? WORD_GAP : WIDE_GAP);
}

function edge({ glyphs }: Atom): { readonly left: number; readonly right: number } {
  return { left: Math.min(...glyphs.map(({ left }) => left)), right: Math.max(...glyphs.map(({ right }) => right)) };
}

function madeUpSpace(left: Atom, right: Atom): Atom {
  const centre = (edge(left).right + edge(right).left) / 2;
  const [glyph] = left.glyphs;
  return {
    kind: 'space',
    glyphs: glyph === undefined ? [] : [{ ...glyph, text: ' ', left: centre, right: centre }],
    centre,
  };
}

function classOf(text: string): Class {
  if (/^\s$/u.test(text)) return 'space';
  if (digit.test(text)) return 'digit';
  if (rightToLeft.test(text)) return /[،؛؟٪٫٬]/.test(text) ? 'neutral' : 'rtl';
  return latin.test(text) ? 'latin' : 'neutral';
}

/** To the left of the letter before, or on top of it: marks, stacked letters. */
function isNext(previous: Glyph, glyph: Glyph): boolean {
  return glyph.left <= previous.right && previous.left - glyph.right < previous.size;
}

function centreOf(glyphs: readonly Glyph[]): number {
  return (Math.min(...glyphs.map(({ left }) => left)) + Math.max(...glyphs.map(({ right }) => right))) / 2;
}

/** Arabic within a line that reads from the left: each stretch between Latin words or digits is turned round. */
function fromLeft(visual: readonly Atom[]): readonly Atom[] {
  const out: Atom[] = [];
  for (let at = 0; at < visual.length;) {
    if (visual[at]?.kind !== 'rtl') {
      out.push(...visual.slice(at, ++at));
      continue;
    }
    let end = at + 1;
    for (let ahead = end; ahead < visual.length && !isLatin(visual[ahead]); ahead++)
      if (visual[ahead]?.kind === 'rtl') end = ahead + 1;
    out.push(...fromRight(visual.slice(at, end)));
    at = end;
  }
  return out;
}

function isLatin(atom: Atom | undefined): boolean {
  return atom?.kind === 'latin';
}

/** A line that reads from the right: stretches of Latin and digits keep their order from the left. */
function fromRight(visual: readonly Atom[]): readonly Atom[] {
  const out: Atom[] = [];
  for (let at = visual.length - 1; at >= 0;) {
    const first = startOfRun(visual, at);
    if (first === undefined) {
      const atom = visual[at];
      if (atom !== undefined) out.push(atom);
      at--;
      continue;
    }
    out.push(...withGroupsRestored(visual.slice(first, at + 1)));
    at = first - 1;
  }
  return out;
}

/** Index of the leftmost atom of the stretch that ends at `at` and reads from the left; undefined when there is none. */
function startOfRun(visual: readonly Atom[], at: number): number | undefined {
  if (!readsFromLeft(visual, at)) return undefined;
  let first = at;
  for (let ahead = at - 1; ahead >= 0; ahead--) {
    const kind = visual[ahead]?.kind;
    if (kind === 'rtl') break;
    if (kind === 'latin' || kind === 'digit') {
      if (!joins(visual.slice(ahead + 1, first), visual[ahead], visual[first])) break;
      first = ahead;
    }
  }
  return first;
}

function readsFromLeft(visual: readonly Atom[], at: number): boolean {
  const atom = visual[at];
  if (atom?.kind === 'latin' || atom?.kind === 'digit') return true;
  return at > 0 && isAttached(atom, visual[at - 1]);
}

function isAttached(sign: Atom | undefined, number: Atom | undefined): boolean {
  return (
    number?.kind === 'digit' &&
    sign?.kind === 'neutral' &&
    attached.test(textOf(sign)) &&
    Math.abs(sign.centre - number.centre) < 2 * sizeOf(number)
  );
}

/** Between two pieces of one stretch: nothing, a joining sign, or the space between two Latin words or of a number. */
function joins(between: readonly Atom[], left: Atom | undefined, right: Atom | undefined): boolean {
  if (between.length === 0) return true;
  const text = between.map(textOf).join('');
  const isSign = between.length === 1 && (joining.test(text) || attached.test(text));
  if (isSign && !/^\s$/u.test(text)) return true;
  if (left?.kind !== 'latin') return false;
  return right?.kind === 'latin' ? /^[\s,.;:&'’-]{1,3}$/u.test(text) : /^\s$/u.test(text);
}

function textOf({ glyphs }: Atom): string {
  return glyphs.map(({ text }) => text).join('');
}

function sizeOf({ glyphs }: Atom): number {
  return glyphs[0]?.size ?? 0;
}

/**
 * Digits after Arabic letters that a dash joins are drawn with their groups from the right: 09-08 appears as 08-09. Their
 * written order is restored, unless what is drawn is a telephone number as it stands.
 */
function withGroupsRestored(run: readonly Atom[]): readonly Atom[] {
  const text = run.map(textOf).join('');
  if (!/^[\d.,/]+(?:[-+][\d.,/]+)+$/.test(text) || isTelephone(text)) return run;
  const groups: Atom[][] = [[]];
  for (const atom of run) {
    if (/^[-+]$/.test(textOf(atom))) groups.push([atom], []);
    else groups.at(-1)?.push(atom);
  }
  return groups.toReversed().flat();
}

/** Ten digits that begin as Moroccan and French numbers do. */
function isTelephone(text: string): boolean {
  return /^0[5-8]/.test(text) && text.replaceAll(/\D/g, '').length === 10;
}

const opening = '([{«';
const closing = ')]}»';

/**
 * Which way each bracket turns, from where it stands: drawn from the right they are mirrored, and what a font's map says of
 * a mirrored bracket depends on who wrote the file.
 */
export function restoreBrackets(text: string): string {
  if (!rightToLeft.test(text)) return text;
  let count = 0;
  return text.replaceAll(/[()[\]{}«»]/g, (bracket, at: number) => {
    count++;
    const kind = Math.max(opening.indexOf(bracket), closing.indexOf(bracket));
    const before = text.charAt(at - 1);
    const after = text.charAt(at + 1);
    // At the end of a line both its sides are blank: the first of two opens.
    if (isEdge(before) && isEdge(after)) return (count % 2 === 1 ? opening : closing).charAt(kind);
    if (!isEdge(before) && !isEdge(after)) return bracket;
    return isEdge(before) ? opening.charAt(kind) : closing.charAt(kind);
  });
}

function isEdge(character: string): boolean {
  return character === '' || /[\s،؛,.;:!?؟()[\]{}«»]/u.test(character);
}
