import { classOf, grammarLimits, plainCharacter } from './json-rules.ts';

type Range = readonly [from: number, to: number];

const LAST = 0x10_ffff;
/** Where a pattern is matched: which characters cannot be written there, and any that can. */
interface Medium {
  readonly forbidden: readonly Range[];
  readonly any: string;
}

const halves: Range = [0xd800, 0xdfff];
/** A text by itself; as in regular expressions, `.` is no line end. */
const plainText: Medium = { forbidden: [halves], any: String.raw`[^\n\r\u2028\u2029]` };
/** What cannot stand for itself inside a JSON string is left out. */
const insideJson: Medium = {
  any: plainCharacter,
  forbidden: [[0, 0x1f], [0x22, 0x22], [0x5c, 0x5c], [0x7f, 0x7f], halves],
};
const digits: readonly Range[] = [[0x30, 0x39]];
const wordCharacters: readonly Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const spaces: readonly Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const classEscapes: Readonly<Record<string, readonly Range[]>> = {
  d: digits,
  D: complement(digits),
  w: wordCharacters,
  W: complement(wordCharacters),
  s: spaces,
  S: complement(spaces),
};

/** A pattern, or a part of one, that this compiler leaves to the validator. */
class NotRegular extends Error {
  override readonly name = 'NotRegular';
}

/**
 * A grammar expression for the inside of a JSON string that matches a regular expression: literals, classes, groups,
 * alternatives, repetitions and anchors at the ends. `undefined` for what has more (look-around, back references,
 * `\b`, `\p{…}`): the validator then checks the finished text. Texts that would need an escape are left out.
 */
export function patternGrammar(pattern: string): string | undefined {
  return read(pattern, insideJson, false);
}

/** The same for a text of its own, which the pattern must match as a whole. */
export function wholePattern(pattern: string): string | undefined {
  return read(pattern, plainText, true);
}

function read(pattern: string, medium: Medium, closed: boolean): string | undefined {
  if (pattern.length > grammarLimits.pattern) return undefined;
  try {
    const reader = new PatternReader(pattern, medium);
    return closed ? reader.whole() : reader.anywhere();
  } catch (error) {
    if (error instanceof NotRegular) return undefined;
    throw error;
  }
}

class PatternReader {
  readonly #characters: readonly string[];
  readonly #medium: Medium;
  #at = 0;
  #depth = 0;

  constructor(pattern: string, medium: Medium) {
    this.#characters = [...pattern];
    this.#medium = medium;
  }

  whole(): string {
    this.#take('^');
    const end = this.#characters.length - (this.#isClosed() ? 1 : 0);
    const anchored = end < this.#characters.length || this.#at > 0;
    const choices = this.#alternatives(end);
    if (this.#at !== end) throw new NotRegular('an unmatched parenthesis');
    if (choices.length > 1 && anchored) throw new NotRegular('anchors beside alternatives');
    return choices.join(' | ');
  }

  #isClosed(): boolean {
    return this.#characters.at(-1) === '$' && this.#characters.at(-2) !== '\\';
  }

  anywhere(): string {
    const openStart = !this.#take('^');
    const closed = this.#isClosed();
    const end = this.#characters.length - (closed ? 1 : 0);
    const choices = this.#alternatives(end);
    if (this.#at !== end) throw new NotRegular('an unmatched parenthesis');
    // `^a|b$` anchors each alternative on one side only.
    if (choices.length > 1 && (!openStart || closed)) throw new NotRegular('anchors beside alternatives');
    const anything = `(${this.#medium.any})*`;
    return [openStart ? anything : '', `(${choices.join(' | ')})`, closed ? '' : anything]
      .filter((part) => part !== '')
      .join(' ');
  }

  #alternatives(end: number): readonly string[] {
    this.#depth++;
    if (this.#depth > grammarLimits.depth) throw new NotRegular('nested too deep');
    const parts = [this.#sequence(end)];
    while (this.#at < end && this.#take('|')) parts.push(this.#sequence(end));
    this.#depth--;
    return parts;
  }

  #sequence(end: number): string {
    const parts: string[] = [];
    while (this.#at < end && this.#peek() !== '|' && this.#peek() !== ')') {
      const atom = this.#atom(end);
      parts.push(atom + this.#quantifier());
    }
    return parts.length === 0 ? '""' : parts.join(' ');
  }

  #atom(end: number): string {
    const character = this.#next();
    switch (character) {
      case '(':
        return this.#group(end);
      case '[':
        return this.#text(this.#class());
      case '.':
        return this.#medium.any;
      case '\\':
        return this.#text(this.#escape());
      case '^':
      case '$':
      case '*':
      case '+':
      case '?':
      case '{':
        throw new NotRegular(`${character} out of place`);
      default:
        return this.#text(single(character));
    }
  }

  #group(end: number): string {
    if (this.#take('?') && !this.#take(':')) {
      if (!this.#take('<') || this.#peek() === '=' || this.#peek() === '!') throw new NotRegular('look-around');
      while (this.#next() !== '>');
    }
    const choices = this.#alternatives(end);
    if (!this.#take(')')) throw new NotRegular('an unmatched parenthesis');
    return `(${choices.join(' | ')})`;
  }

  #quantifier(): string {
    const character = this.#peek();
    let text = '';
    if (character === '*' || character === '+' || character === '?') text = this.#next();
    else if (character === '{') text = this.#counted();
    if (text !== '') this.#take('?');
    return text;
  }

  #counted(): string {
    const close = this.#characters.indexOf('}', this.#at);
    const text = close === -1 ? '' : this.#characters.slice(this.#at, close + 1).join('');
    const match = /^\{(?<from>\d{1,4})(?<comma>,)?(?<to>\d{1,4})?\}$/.exec(text);
    if (match === null) throw new NotRegular('an unknown repetition');
    if (Math.max(Number(match.groups?.['from']), Number(match.groups?.['to'] ?? 0)) > grammarLimits.repetitions)
      throw new NotRegular('too many repetitions');
    this.#at = close + 1;
    return text;
  }

  #class(): readonly Range[] {
    const negated = this.#take('^');
    const ranges: Range[] = [];
    while (!this.#take(']')) {
      const from = this.#classMember();
      const [only] = from;
      if (this.#peek() !== '-' || this.#characters[this.#at + 1] === ']' || only === undefined) {
        ranges.push(...from);
        continue;
      }
      this.#at++;
      const to = this.#classMember()[0];
      if (to === undefined || only[0] !== only[1] || to[0] !== to[1]) throw new NotRegular('an unknown range');
      ranges.push([only[0], to[0]]);
    }
    return negated ? complement(ranges) : ranges;
  }

  #classMember(): readonly Range[] {
    const character = this.#next();
    return character === '\\' ? this.#escape() : single(character);
  }

  #escape(): readonly Range[] {
    const character = this.#next();
    const known = classEscapes[character];
    if (known !== undefined) return known;
    if (character === 'u' || character === 'x') return this.#codePoint(character === 'u' ? 4 : 2);
    if (/[A-Za-z0-9]/.test(character)) throw new NotRegular(`\\${character}`);
    return single(character);
  }

  #codePoint(length: number): readonly Range[] {
    const text = this.#characters.slice(this.#at, this.#at + length).join('');
    if (!/^[0-9a-fA-F]+$/.test(text) || text.length !== length) throw new NotRegular('an unknown code point');
    this.#at += length;
    const code = Number.parseInt(text, 16);
    return [[code, code]];
  }

  #text(ranges: readonly Range[]): string {
    const usable = complement([...complement(ranges), ...this.#medium.forbidden]);
    if (usable.length === 0) throw new NotRegular('characters that need an escape');
    return `[${usable.map(([from, to]) => (from === to ? escaped(from) : `${escaped(from)}-${escaped(to)}`)).join('')}]`;
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #next(): string {
    const character = this.#characters[this.#at];
    if (character === undefined) throw new NotRegular('an early end');
    this.#at++;
    return character;
  }

  #take(character: string): boolean {
    if (this.#characters[this.#at] !== character) return false;
    this.#at++;
    return true;
  }
}

function single(character: string): readonly Range[] {
  const code = character.codePointAt(0) ?? 0;
  return [[code, code]];
}

function complement(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  let next = 0;
  for (const [from, to] of ranges.toSorted((left, right) => left[0] - right[0])) {
    if (from > next) result.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= LAST) result.push([next, LAST]);
  return result;
}

function escaped(code: number): string {
  return classOf(String.fromCodePoint(code));
}
