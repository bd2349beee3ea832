import { useQuery } from '@tanstack/react-query';

import { peopleQuery } from '../api/queries.ts';
import { useMay, useSession } from './session.ts';

/** Who somebody is by their id, for those who may see people; others read the id, as in the ledger. */
export function usePersonName(): (id: string) => string {
  const session = useSession();
  const { data } = useQuery({ ...peopleQuery, enabled: useMay('people') });
  const names = new Map(data?.people.map(({ id, name }) => [id, name] as const));
  return (id) => names.get(id) ?? (id === session?.person.id ? session.person.name : id);
}
