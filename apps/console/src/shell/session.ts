import type { Permission, SessionView } from '@riad/contracts';
import { useQuery } from '@tanstack/react-query';

import { sessionQuery } from '../api/queries.ts';

/** Who is signed in, on pages that need somebody. */
export function useSession(): SessionView | undefined {
  return useQuery(sessionQuery).data ?? undefined;
}

export function useMay(permission: Permission): boolean {
  return useSession()?.permissions.includes(permission) === true;
}
