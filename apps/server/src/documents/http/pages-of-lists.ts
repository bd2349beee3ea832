import { PlatformError } from '@riad/contracts';
import { z } from 'zod';

const MOST = 1000;

/** How either vendor's clients walk through a list: `after` the last id they saw, or by numbered pages. */
export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(10_000).optional(),
  after: z.string().optional(),
  before: z.string().optional(),
  order: z.enum(['asc', 'desc']).optional(),
  page: z.coerce.number().int().min(0).optional(),
  page_size: z.coerce.number().int().min(1).max(MOST).optional(),
});
export type ListQuery = z.infer<typeof listQuery>;

export interface ListPage<T> {
  readonly data: readonly T[];
  readonly total: number;
  readonly hasMore: boolean;
  /** From 0. */
  readonly page: number;
  readonly pageSize: number;
}

export interface Listing<T> {
  /** Oldest first. */
  readonly items: readonly T[];
  readonly idOf: (item: T) => string;
  readonly query: ListQuery;
  readonly defaultSize: number;
  readonly defaultOrder?: 'asc' | 'desc';
}

/** One page of a list that has both ways of walking. Fails with `request.invalid` for an id that is not in it. */
export function pageOf<T>({ items, idOf, query, defaultSize, defaultOrder = 'desc' }: Listing<T>): ListPage<T> {
  const ordered = (query.order ?? defaultOrder) === 'asc' ? [...items] : items.toReversed();
  const pageSize = Math.min(query.page_size ?? query.limit ?? defaultSize, MOST);
  const page = query.page ?? 0;
  const start = startOf(ordered.map(idOf), query, { page, pageSize });
  const data = ordered.slice(start, start + pageSize);
  return { data, total: items.length, hasMore: start + data.length < ordered.length, page, pageSize };
}

function startOf(
  ids: readonly string[],
  { after, before }: ListQuery,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
): number {
  if (after !== undefined) return placeOf(ids, after, 'after') + 1;
  if (before !== undefined) return Math.max(0, placeOf(ids, before, 'before') - pageSize);
  return page * pageSize;
}

function placeOf(ids: readonly string[], id: string, field: string): number {
  const place = ids.indexOf(id);
  if (place !== -1) return place;
  throw new PlatformError('request.invalid', `${field}: nothing in this list has this id`, { field });
}

/** The shape of OpenAI's lists. */
export function cursorPage(page: ListPage<{ readonly id: string }>): Readonly<Record<string, unknown>> {
  return {
    object: 'list',
    data: page.data,
    first_id: page.data[0]?.id ?? null,
    last_id: page.data.at(-1)?.id ?? null,
    has_more: page.hasMore,
  };
}

/** The shape of Mistral's libraries and their documents. */
export function paginationOf(page: ListPage<unknown>): Readonly<Record<string, unknown>> {
  return {
    total_items: page.total,
    total_pages: Math.ceil(page.total / page.pageSize),
    current_page: page.page,
    page_size: page.pageSize,
    has_more: page.hasMore,
  };
}

export function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
