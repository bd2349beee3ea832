import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Passage } from '@riad/contracts';
import { cutPassages, defaultExtractionLimits, extractDocument } from '@riad/knowledge';

/** A law as Riad reads it from a page that holds it article by article. */
export interface Law {
  /** `law-55-19` */
  readonly name: string;
  readonly title: string;
  readonly passages: readonly Passage[];
}

interface LawFile {
  readonly title: string;
  readonly provisions: readonly { readonly title: string; readonly content: string }[];
}

const folder = fileURLToPath(new URL('data/', import.meta.url));

/** Every law, read and cut as an added document is. */
export async function readLaws(): Promise<readonly Law[]> {
  const names = readdirSync(folder)
    .map((file) => file.replace(/\.json$/, ''))
    .toSorted();
  const laws: Law[] = [];
  for (const name of names) {
    const document = await extractDocument({
      bytes: Buffer.from(lawPage(name)),
      name: `${name}.html`,
      limits: defaultExtractionLimits,
    });
    laws.push({ name, title: document.title ?? name, passages: cutPassages(document) });
  }
  return laws;
}

/** The law as a page of HTML, an article under each heading. */
export function lawPage(name: string): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file of this repository
  const { title, provisions } = JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) as LawFile;
  const articles = provisions.map((article) => `<h2>${escape(article.title)}</h2><p>${escape(article.content)}</p>`);
  return `<!doctype html><html><head><title>${escape(title)}</title></head><body><h1>${escape(title)}</h1>${articles.join('')}</body></html>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(/\n+/g, '<br>');
}

/** Whether a passage is of the article: its nearest heading is the article's. */
export function isOfArticle({ heading }: Pick<Passage, 'heading'>, article: string): boolean {
  return heading.split(' › ').some((part) => /^(?:Article|المادة) (\S+)$/u.exec(part)?.[1] === article);
}
