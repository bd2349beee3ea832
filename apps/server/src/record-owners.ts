import {
  parseId,
  type LedgerRecordView,
  type OrganisationId,
  type ProjectId,
  type RecordId,
  type Scope,
} from '@riad/contracts';
import type { Ledger } from '@riad/store';

/** Opening records that are not looked up again for their closing ones. */
const REMEMBERED = 10_000;

export type IsTheirs = (record: LedgerRecordView) => Promise<boolean>;

export interface RecordOwnersOptions {
  readonly ledger: Pick<Ledger, 'find'>;
  /** The organisation of this server: what names nobody else is its own. */
  readonly house: OrganisationId;
  readonly projects: (scope: Scope) => Promise<readonly { readonly id: ProjectId }[]>;
}

/**
 * One ledger serves every organisation: each sees the records that name it or one of its projects. A closing record names
 * no project; it is whose its opening record is. What names nobody is the house's.
 */
export interface RecordOwners {
  of(scope: Scope): Promise<IsTheirs>;
}

export function createRecordOwners({ ledger, house, projects }: RecordOwnersOptions): RecordOwners {
  return {
    async of(scope) {
      const own = new Set<unknown>((await projects({ organisationId: scope.organisationId })).map(({ id }) => id));
      const isHouse = scope.organisationId === house;
      const named = ({ organisation, project }: LedgerRecordView['facts']): boolean | undefined => {
        if (typeof organisation === 'string') return organisation === scope.organisationId;
        return typeof project === 'string' ? own.has(project) : undefined;
      };
      const known = new Map<RecordId, boolean>();
      return async (record) => {
        const opened = openingOf(record);
        if (opened !== undefined) return known.get(opened) ?? named((await ledger.find(opened))?.facts ?? {}) ?? false;
        const theirs = named(record.facts) ?? isHouse;
        if (known.size >= REMEMBERED) known.clear();
        known.set(record.id, theirs);
        return theirs;
      };
    },
  };
}

function openingOf({ facts }: LedgerRecordView) {
  const named = facts['opened'];
  return typeof named === 'string' ? parseId('rec', named) : undefined;
}
