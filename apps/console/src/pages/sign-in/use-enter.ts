import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

import { ask } from '../../api/client.ts';
import { sessionQuery } from '../../api/queries.ts';

/** Proves who one is, then goes in. */
export function useEnter(): (path: string, body: unknown) => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useCallback(
    async (path, body) => {
      await ask(path, { method: 'POST', body });
      queries.clear();
      const session = await queries.fetchQuery(sessionQuery);
      await navigate({ to: session?.needsSetUp === true ? '/welcome' : '/' });
    },
    [queries, navigate],
  );
}
