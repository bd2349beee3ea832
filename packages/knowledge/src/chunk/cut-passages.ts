import type { Passage, PlacedSentence } from '@riad/contracts';
import { findLegalReferences, splitSentences } from '@riad/language';

import type { Block, Box, ExtractedDocument, PlacedLine } from '../extract/document.ts';
import { lawOfDocument } from './law-of-document.ts';

/** Characters that a passage aims at, and that none exceeds: within what the embedding model reads in any script. */
const USUAL_LENGTH = 900;
const LONGEST = 1300;
const HEADING_SEPARATOR = ' › ';
const LONGEST_HEADING = 160;

interface Draft {
  heading: string;
  text: string;
  sentences: PlacedSentence[];
  page: number;
  article: string | undefined;
}

/** A heading in force, with the article it begins. */
interface HeadingInForce {
  readonly level: number;
  readonly text: string;
  readonly article: string | undefined;
}

/**
 * Cuts a document by its structure: a heading, an article of a law or a table begins a passage, and no sentence is cut unless
 * it is longer than a passage may be. Every sentence keeps its page and its places.
 */
export function cutPassages(document: ExtractedDocument): readonly Passage[] {
  const cutter = new Cutter();
  for (const page of document.pages) for (const block of page.blocks) cutter.add(block, page.number);
  const law = lawOfDocument(document);
  return cutter.drafts().map((draft, ordinal) => finish(draft, { ordinal, law }));
}

class Cutter {
  readonly #drafts: Draft[] = [];
  #headings: readonly HeadingInForce[] = [];
  #open: Draft | undefined;

  add(block: Block, page: number): void {
    if (block.kind === 'heading') this.#addHeading(block);
    else if (block.kind === 'table') this.#addTable(block, page);
    else this.#addText(block, page);
  }

  /** A heading with nothing under it in the whole document is still found. */
  drafts(): readonly Draft[] {
    const filled = this.#drafts.filter(({ text }) => text.trim() !== '');
    if (filled.length > 0 || this.#headings.length === 0) return filled;
    const text = this.#headings.map((heading) => heading.text).join('\n');
    append(this.#begin(1), { text, lines: [] }, { start: 0, end: text.length, page: 1 });
    return this.#drafts;
  }

  #addHeading(block: Block): void {
    this.#headings = [...this.#headings.filter(({ level }) => level < (block.level ?? 1)), headingOf(block)];
    this.#open = undefined;
  }

  #addTable(block: Block, page: number): void {
    for (const part of tableParts(block)) {
      append(this.#begin(page), { text: part, lines: [] }, { start: 0, end: part.length, page, whole: block.lines });
    }
    this.#open = undefined;
  }

  #addText(block: Block, page: number): void {
    for (const { start, end } of pieces(block.text)) {
      const length = this.#open?.text.length ?? LONGEST;
      const isFull = length > USUAL_LENGTH || length + end - start > LONGEST;
      append(isFull || this.#open === undefined ? this.#begin(page) : this.#open, block, { start, end, page });
    }
  }

  #begin(page: number): Draft {
    const heading = this.#headings.map(({ text }) => text).join(HEADING_SEPARATOR);
    const article = this.#headings.findLast((above) => above.article !== undefined)?.article;
    const draft: Draft = { heading: heading.slice(-LONGEST_HEADING * 2), text: '', sentences: [], page, article };
    this.#drafts.push(draft);
    this.#open = draft;
    return draft;
  }
}

function headingOf({ text, level }: Block): HeadingInForce {
  const article = findLegalReferences(text).find(({ key, start }) => key.startsWith('#') && start < 3)?.key;
  return { level: level ?? 1, text: text.slice(0, LONGEST_HEADING), article };
}

/** Sentences; those longer than a passage in pieces that end at a space. */
function* pieces(text: string): Iterable<{ start: number; end: number }> {
  for (const { start, end } of splitSentences(text)) {
    let from = start;
    while (end - from > LONGEST) {
      const space = text.lastIndexOf(' ', from + LONGEST);
      const cut = space > from ? space : from + LONGEST;
      yield { start: from, end: cut };
      from = cut === space ? cut + 1 : cut;
    }
    if (end > from) yield { start: from, end };
  }
}

/** A long table in parts that each begin with its header. */
function tableParts({ text, rows }: Block): readonly string[] {
  if (text.length <= LONGEST || rows === undefined || rows.length < 3)
    return text.length <= LONGEST ? [text] : [...pieces(text)].map(({ start, end }) => text.slice(start, end));
  const [header = '', ...lines] = rows.map((row) => row.join(' | ').slice(0, LONGEST));
  const parts: string[] = [];
  let part = header.slice(0, LONGEST / 2);
  for (const line of lines) {
    if (part.length + line.length > LONGEST && part !== header) {
      parts.push(part);
      part = header.slice(0, LONGEST / 2);
    }
    part += `\n${line}`;
  }
  return [...parts, part];
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly page: number;
  /** For tables: where the whole of it stands. */
  readonly whole?: readonly PlacedLine[];
}

function append(draft: Draft, block: Pick<Block, 'text' | 'lines'>, { start, end, page, whole }: Piece): void {
  const text = block.text.slice(start, end);
  const from = draft.text === '' ? 0 : draft.text.length + 1;
  draft.text = draft.text === '' ? text : `${draft.text}${start === 0 ? '\n' : ' '}${text}`;
  const boxes = whole?.map(({ box }) => asTuple(box)) ?? boxesOf(block.lines, start, end);
  draft.sentences.push({ start: from, end: draft.text.length, page, boxes });
}

/** The part of each line that the characters take, along the direction the line is read in. */
function boxesOf(lines: readonly PlacedLine[], start: number, end: number): PlacedSentence['boxes'] {
  return lines.filter((line) => line.start < end && line.end > start).map(({ box }) => asTuple(box));
}

function asTuple({ left, top, right, bottom }: Box): readonly [number, number, number, number] {
  return [round(left), round(top), round(right), round(bottom)];
}

function round(points: number): number {
  return Math.round(points * 10) / 10;
}

function finish(
  { heading, text, sentences, page, article }: Draft,
  { ordinal, law }: { readonly ordinal: number; readonly law: string | undefined },
): Passage {
  const named = findLegalReferences(text).map(({ key }) =>
    key.startsWith('#') && law !== undefined ? `${law}${key}` : key,
  );
  const own = article === undefined ? [] : [article, ...(law === undefined ? [] : [`${law}${article}`])];
  return {
    ordinal,
    heading,
    text,
    page,
    sentences,
    references: [...new Set([...own, ...(law === undefined ? [] : [law]), ...named])],
  };
}
