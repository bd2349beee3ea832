import type { RegisterEntry } from '../register-entry.ts';
import { sayMeasure } from '../security-measures.ts';
import { categoryWords, countCategories } from './data-categories.ts';
import { isDocumentWord, wordsOf, type SayWord } from './document-words.ts';
import type { DocumentLanguage, PrintableSection } from './printable-document.ts';

type Row = PrintableSection['rows'][number];

/** Law 09-08, art. 15, points a to i, of one processing. */
export function registerPoints(entry: RegisterEntry, language: DocumentLanguage): readonly Row[] {
  const say = wordsOf(language);
  const { controller, purpose, legalBasis, rightsContact, authorityReference } = entry;
  return [
    { label: say('pointController'), values: known([controller?.name, controller?.address]) },
    { label: say('pointPurpose'), values: purpose === null ? [] : known([entry.project, purpose, legalBasis]) },
    { label: say('pointPeople'), values: [...entry.people] },
    { label: say('pointData'), values: [...entry.categories] },
    { label: say('pointSeen'), values: seenCategories(entry, language) },
    { label: say('pointRecipients'), values: [...entry.recipients] },
    { label: say('pointTransfers'), values: transferLines(entry, say) },
    { label: say('pointRetention'), values: entry.retention.map((each) => retentionLine(each, say)) },
    { label: say('pointRights'), values: known([rightsContact]) },
    { label: say('pointSecurity'), values: entry.measures.map((measure) => sayMeasure(measure, language)) },
    { label: say('pointInterconnections'), values: orNone(entry.interconnections, say) },
    { label: say('pointReference'), values: known([authorityReference]) },
  ];
}

/** What only people know and the register does not hold yet, in words. */
export function missingFacts(entry: RegisterEntry, say: SayWord): string[] {
  const { missing } = entry;
  return [
    ...(missing.includes('controller') ? [say('needController')] : []),
    ...(missing.includes('purpose') ? [say('needPurpose')] : []),
  ];
}

export function seenCategories({ observed }: RegisterEntry, language: DocumentLanguage): string[] {
  const say = wordsOf(language);
  if (observed.requests === 0) return [say('noRequests')];
  const counts = countCategories(observed.findings);
  if (counts.size === 0) return [say('none')];
  return [...counts].map(([name, count]) => say('mentions', { category: categoryWords[language][name], count }));
}

function transferLines({ transfers }: RegisterEntry, say: SayWord): string[] {
  if (transfers.length === 0) return [say('noTransfer')];
  return transfers.map(
    ({ upstream, country, adequacy, contract }) =>
      `${upstream}: ${country}, ${say(adequacy)}, ${contract ?? say('blank')}`,
  );
}

function retentionLine({ class: name, days }: RegisterEntry['retention'][number], say: SayWord): string {
  return `${isDocumentWord(name) ? say(name) : name}: ${days === null ? say('asLongAsNeeded') : say('days', { days })}`;
}

function orNone(values: readonly string[], say: SayWord): string[] {
  return values.length === 0 ? [say('none')] : [...values];
}

function known(values: readonly (string | null | undefined)[]): string[] {
  return values.filter((value): value is string => value !== null && value !== undefined && value !== '');
}
