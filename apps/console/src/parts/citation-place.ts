import type { CitationView } from '@riad/contracts';

/** Where a citation stands: a page of a document, and words of a passage on it. */
export interface Place {
  readonly page: number;
  readonly passage?: string;
  readonly start?: number;
  readonly end?: number;
}

/** From an address that anybody may have written. */
export function readPlace(search: Readonly<Record<string, unknown>>): Place {
  const passage = numberText(search['passage']);
  const start = wholeNumber(search['start']);
  const end = wholeNumber(search['end']);
  return {
    page: Math.max(1, wholeNumber(search['page']) ?? 1),
    ...(passage === undefined ? {} : { passage }),
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
  };
}

export function placeOf({ page, passage, start, end }: CitationView): Place {
  return { page, passage, start, end };
}

/** The page as it was printed, with these words marked. */
export function imageAddress(document: string, { page, passage, start, end }: Place): string {
  const marked = new URLSearchParams(passage === undefined ? {} : { passage });
  if (passage !== undefined && start !== undefined) marked.set('start', String(start));
  if (passage !== undefined && end !== undefined) marked.set('end', String(end));
  const query = marked.toString();
  return `/api/documents/${document}/pages/${page}/image${query === '' ? '' : `?${query}`}`;
}

/** Passages are numbered further than a script counts exactly. */
function numberText(value: unknown): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return /^\d{1,19}$/.test(text) ? text : undefined;
}

function wholeNumber(value: unknown): number | undefined {
  const number = Number(value);
  return value !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
