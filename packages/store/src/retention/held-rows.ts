import type { LegalHold } from './retention-repository.ts';

/** Where the rows of a table belong; conditions name the row `t`. */
interface Place {
  readonly class: string;
  readonly project?: string;
  readonly collection?: string;
}

const ofConversation = '(select c.project_id from conversations c where c.id = t.conversation_id)';
const ofDocument = (column: string): string => `(select d.${column} from documents d where d.id = t.document_id)`;
const ofDocuments: Place = {
  class: 'documents',
  project: ofDocument('project_id'),
  collection: ofDocument('collection_id'),
};

const places: Readonly<Record<string, Place>> = {
  conversations: { class: 'conversations', project: 't.project_id' },
  messages: { class: 'conversations', project: ofConversation },
  collections: { class: 'documents', project: 't.project_id', collection: 't.id' },
  documents: { class: 'documents', project: 't.project_id', collection: 't.collection_id' },
  document_pages: ofDocuments,
  passages: ofDocuments,
  vaults: { class: 'vaults', project: 't.project_id' },
  rights_requests: { class: 'rights-requests' },
  incidents: { class: 'incidents' },
  consents: { class: 'consents', project: 't.project_id' },
  usage_daily: { class: 'usage', project: 't.project_id' },
};

export interface HeldRows {
  /** An expression: the id of a hold that keeps the row `t`, or null. */
  readonly text: string;
  readonly values: readonly string[];
}

/** Which hold keeps a row of this table. Parameters begin at `$first`. A hold for one person keeps texts, not tables. */
export function heldBy(table: string, holds: readonly LegalHold[], first: number): HeldRows {
  const values: string[] = [];
  const parameter = (value: string): string => `$${first + values.push(value) - 1}`;
  const cases = holds.flatMap((hold) => {
    const condition = conditionOf(places[table], hold, parameter);
    return condition === undefined ? [] : [`when ${condition} then ${parameter(hold.id)}::text`];
  });
  return { text: cases.length === 0 ? 'null::text' : `case ${cases.join(' ')} end`, values };
}

function conditionOf(
  place: Place | undefined,
  hold: LegalHold,
  parameter: (value: string) => string,
): string | undefined {
  if (hold.personRecord !== null || (hold.class !== 'all' && hold.class !== place?.class)) return undefined;
  const limits = [
    { wanted: hold.projectId, column: place?.project },
    { wanted: hold.collectionId, column: place?.collection },
  ].filter(({ wanted }) => wanted !== null);
  // A table that knows no projects is not part of one.
  if (limits.some(({ column }) => column === undefined)) return undefined;
  return limits.map(({ wanted, column }) => `${column} = ${parameter(wanted ?? '')}`).join(' and ') || 'true';
}
