import { findLegalReferences } from '@riad/language';

import type { ExtractedDocument } from '../extract/document.ts';

/** Where a law says its own name: its title and its first lines. */
const READ_FOR_NAME = 600;
const FEWEST_ARTICLES = 3;

/** The law or decree that a document is, `law:55-19`; undefined for every other document, however many laws it names. */
export function lawOfDocument(document: ExtractedDocument): string | undefined {
  const blocks = document.pages.flatMap((page) => page.blocks);
  const articles = blocks.filter(
    ({ kind, text }) => kind === 'heading' && findLegalReferences(text)[0]?.key.startsWith('#') === true,
  );
  if (articles.length < FEWEST_ARTICLES) return undefined;
  const opening = `${document.title ?? ''}\n${blocks
    .slice(0, 12)
    .map(({ text }) => text)
    .join('\n')}`.slice(0, READ_FOR_NAME);
  return findLegalReferences(opening).find(({ key }) => !key.includes('#'))?.key;
}
