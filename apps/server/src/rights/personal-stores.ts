import type { LedgerRecordView, RecordId, Scope } from '@riad/contracts';
import { appendDurably } from '@riad/ledger';
import type { LegalHold, Ledger, Sealed, SweptCell, TextSweep } from '@riad/store';

import type { RecordOwners } from '../record-owners.ts';
import type { ErasedText, KeptText, PersonalStore, Subject } from './personal-store.ts';

/** Stands where something was erased; the same in every language. */
export const ERASED = '[…]';
/** Records named by one erasure record: their numbers must fit into a leaf. */
const RECORDS_PER_LEAF = 300;

/** Classes of retention whose rows may name somebody. */
const classOfTable: Readonly<Record<string, string>> = {
  conversations: 'conversations',
  documents: 'documents',
  rights_requests: 'rights-requests',
  incidents: 'incidents',
};

/** Every text of the database, in whatever table. */
export function createDatabaseStore(sweep: TextSweep): PersonalStore {
  return {
    name: 'database',
    async *find(scope, { match }) {
      for await (const hit of sweep.find(scope, match)) {
        const { table, column, key, text, whole } = hit;
        const name = classOfTable[whole.table];
        const unit = name === undefined ? undefined : { class: name, id: whole.id };
        yield { place: `${table}.${column}`, id: idOf(key), text, unit };
      }
    },
    async erase(scope, { match }, { holds }) {
      const { changed, kept } = await sweep.replace(scope, { match, replacement: ERASED, holds });
      return { erased: changed.map(placeOf), kept: kept.map((cell) => ({ ...placeOf(cell), hold: cell.hold })) };
    },
  };
}

/** What is sealed beside the ledger's records. Erasing destroys the key; the record and all proofs stay. */
export function createLedgerStore(ledger: Ledger, owners: RecordOwners): PersonalStore {
  async function* matching(
    scope: Scope,
    { match }: Subject,
  ): AsyncGenerator<{ readonly record: LedgerRecordView; readonly content: Sealed }> {
    const isTheirs = await owners.of(scope);
    for (const { id, content } of ledger.sealed()) {
      if (match(textOf(content)).length === 0) continue;
      const record = await ledger.find(id);
      if (record !== undefined && (await isTheirs(record))) yield { record, content };
    }
  }

  return {
    name: 'ledger',
    async *find(scope, subject) {
      for await (const { record, content } of matching(scope, subject))
        yield {
          place: 'ledger',
          id: record.id,
          text: JSON.stringify(content),
          unit: { class: 'ledger-sealed', id: record.id },
        };
    },
    async erase(scope, subject, { request, record: own, holds, keepsSome }) {
      const ids: RecordId[] = [];
      const kept: KeptText[] = [];
      for await (const { record } of matching(scope, subject)) {
        const hold = sealedHold(record, holds);
        if (hold === undefined) ids.push(record.id);
        else kept.push({ place: 'ledger', id: record.id, hold });
      }
      const going = keepsSome || kept.length > 0 ? ids.filter((id) => id !== own) : ids;
      await eraseSealed(ledger, going, { request });
      return { erased: going.map((id) => ({ place: 'ledger', id })), kept };
    },
  };
}

/** The hold that keeps what is sealed beside a record; holds themselves keep who they are about. */
export function sealedHold({ id, facts }: LedgerRecordView, holds: readonly LegalHold[]): string | undefined {
  return holds.find(
    (hold) =>
      hold.personRecord === id ||
      (hold.personRecord === null &&
        hold.collectionId === null &&
        (hold.class === 'all' || hold.class === 'ledger-sealed') &&
        (hold.projectId === null || hold.projectId === facts['project'])),
  )?.id;
}

/** The erasure is on record before the keys are destroyed: a verifier knows why a sealed part is gone. */
export async function eraseSealed(
  ledger: Ledger,
  ids: readonly RecordId[],
  reason: Readonly<Record<string, string>>,
): Promise<void> {
  for (let first = 0; first < ids.length; first += RECORDS_PER_LEAF) {
    const some = ids.slice(first, first + RECORDS_PER_LEAF);
    const records = some.map((id) => id.slice(id.lastIndexOf('-') + 1));
    await appendDurably(ledger, { type: 'sealed.erased', facts: { ...reason, records } });
    ledger.eraseSealed(some);
  }
}

/** The words of a sealed part, apart from each other. */
function textOf(content: Readonly<Record<string, unknown>>): string {
  return Object.values(content)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .map(String)
    .join('\n');
}

export function placeOf({ table, key, column }: SweptCell): ErasedText {
  return { place: `${table}.${column}`, id: idOf(key) };
}

function idOf(key: Readonly<Record<string, unknown>>): string {
  return Object.values(key).map(String).join('/');
}
