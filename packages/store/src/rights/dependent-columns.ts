import { foldForSearch } from '../conversations/fold.ts';
import type { Span } from './match-text.ts';

type Row = Readonly<Record<string, unknown>>;

export interface Rewritten {
  readonly table: string;
  readonly row: Row;
  readonly column: string;
  readonly text: string;
  /** What was replaced, in the text as it was. */
  readonly spans: readonly Span[];
  readonly replacement: string;
}

/** Columns that say where something stands in a text, or hold the text in another form: they change with it. */
export function dependentColumns(rewritten: Rewritten): Readonly<Record<string, string>> {
  const { table, row, column, text } = rewritten;
  if (table === 'messages' && column === 'content')
    return { findings: moved(row['findings'], rewritten, 'drop'), folded: foldForSearch(text) };
  if (table === 'conversations' && column === 'title') return { folded_title: foldForSearch(text) };
  if (table === 'passages' && column === 'text') return { sentences: moved(row['sentences'], rewritten, 'stretch') };
  return {};
}

type Place = Span & Row;

/** Places after the change. One that overlaps what was replaced is dropped, or stretched around the replacement. */
function moved(stored: unknown, { spans, replacement }: Rewritten, overlapping: 'drop' | 'stretch'): string {
  const places = parsePlaces(stored);
  const kept =
    overlapping === 'stretch'
      ? places
      : places.filter((place) => spans.every(({ start, end }) => place.end <= start || place.start >= end));
  const after = kept.map((place) => ({
    ...place,
    start: shift(place.start, spans, replacement.length),
    end: shift(place.end, spans, replacement.length),
  }));
  return JSON.stringify(after.filter(({ start, end }) => end > start));
}

function shift(position: number, spans: readonly Span[], length: number): number {
  let delta = 0;
  for (const { start, end } of spans) {
    if (position <= start) break;
    if (position < end) return start + delta + length;
    delta += length - (end - start);
  }
  return position + delta;
}

function parsePlaces(stored: unknown): readonly Place[] {
  const value: unknown = typeof stored === 'string' ? JSON.parse(stored) : [];
  return Array.isArray(value) ? value.filter(isPlace) : [];
}

function isPlace(value: unknown): value is Place {
  return (
    typeof value === 'object' &&
    value !== null &&
    'start' in value &&
    typeof value.start === 'number' &&
    'end' in value &&
    typeof value.end === 'number'
  );
}
