import type { RegisterEntry } from '../register-entry.ts';
import { wordsOf } from './document-words.ts';
import type { DocumentLanguage, PrintableDocument } from './printable-document.ts';
import { missingFacts, registerPoints } from './register-points.ts';

/** The register of all projects as a page to print. */
export function registerDocument(entries: readonly RegisterEntry[], language: DocumentLanguage): PrintableDocument {
  const say = wordsOf(language);
  return {
    language,
    title: say('registerTitle'),
    notices: [say('notAdvice')],
    sections: entries.map((entry) => ({ heading: entry.project, rows: [...registerPoints(entry, language)] })),
    blank: say('blank'),
    missing: [...new Set(entries.flatMap((entry) => missingIn(entry, language)))],
    missingHeading: say('missingHeading'),
    signature: [],
  };
}

function missingIn(entry: RegisterEntry, language: DocumentLanguage): readonly string[] {
  const say = wordsOf(language);
  return [...missingFacts(entry, say), ...(entry.authorityReference === null ? [say('needReference')] : [])];
}
