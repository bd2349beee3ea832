import { parseId, type LedgerRecordView, type RecordId } from '@riad/contracts';

import type { Parts } from '../compose.ts';
import type { Session } from './sessions/session.ts';

/**
 * One ledger serves every organisation: each sees the records of its own projects. A closing record names no project; it is
 * whose its opening record is. What belongs to no project is the house's, and its first organisation's to see.
 */
export async function recordsVisibleTo(
  { store, ledger, project }: Parts,
  { scope }: Session,
): Promise<(records: readonly LedgerRecordView[]) => Promise<readonly LedgerRecordView[]>> {
  const own = new Set<unknown>((await store.tenancy.projects(scope)).map(({ id }) => id));
  const isHouse = scope.organisationId === project.organisationId;
  return async (records) => {
    const known = new Map<RecordId, LedgerRecordView>(records.map((record) => [record.id, record]));
    const visible: LedgerRecordView[] = [];
    for (const record of records) {
      const named = record.facts['opened'];
      const opened = typeof named === 'string' ? parseId('rec', named) : undefined;
      const about = opened === undefined ? record : (known.get(opened) ?? (await ledger.find(opened)));
      const whose = about?.facts['project'];
      if (typeof whose === 'string' ? own.has(whose) : isHouse && opened === undefined) visible.push(record);
    }
    return visible;
  };
}
