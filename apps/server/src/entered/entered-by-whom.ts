import type { EnteredView, Scope } from '@riad/contracts';
import { entryOf, type EnteredQuery, type Entry } from '@riad/store';

import { keyOfPerson } from '../admin/sessions/key-of-person.ts';
import type { Parts } from '../compose.ts';

type EnteredParts = Pick<Parts, 'store' | 'ledger' | 'recordOwners'>;

export interface EnteredSearch extends EnteredQuery {
  /** Only what this person of the console entered, by id. */
  readonly person?: string | undefined;
  readonly limit: number;
}

/** Who entered which classes of data, when and for whom, newest first, with the names that are known. */
export async function enteredByWhom(
  parts: EnteredParts,
  scope: Scope,
  { limit, person, ...query }: EnteredSearch,
): Promise<readonly EnteredView[]> {
  const nameOf = await namesOf(parts, scope);
  const isTheirs = await parts.recordOwners.of(scope);
  const found: EnteredView[] = [];
  for await (const record of parts.ledger.latest()) {
    if (found.length >= limit || Date.parse(record.time) < query.since) break;
    const entry = entryOf(record, query);
    if (entry === undefined || !(await isTheirs(record))) continue;
    const named = nameOf(entry);
    if (person === undefined || named.person === person) found.push(named);
  }
  return found;
}

async function namesOf({ store }: EnteredParts, scope: Scope): Promise<(entry: Entry) => EnteredView> {
  const [keys, people, projects] = await Promise.all([
    store.keys.list(scope),
    store.people.list(scope),
    store.tenancy.projects(scope),
  ]);
  const keyNames = new Map<string, string>(keys.map(({ id, name }) => [id, name]));
  const persons = new Map<string, string>(people.map(({ id }) => [keyOfPerson(id), id]));
  const projectNames = new Map<string, string>(projects.map(({ id, name }) => [id, name]));
  return (entry) => ({
    ...entry,
    classes: { ...entry.classes },
    person: persons.get(entry.key) ?? null,
    keyName: keyNames.get(entry.key) ?? (persons.has(entry.key) ? 'assistant' : null),
    projectName: projectNames.get(entry.project) ?? null,
  });
}
