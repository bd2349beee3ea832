import type { PageRecord } from '@riad/contracts';

/** The text of a document, or of some of its pages. */
export function textOf(pages: readonly PageRecord[]): string {
  return pages.map(({ text }) => text).join('\n\n');
}
