import { enteredListSchema, enteredQuerySchema } from '@riad/contracts';

import { enteredByWhom } from '../../entered/entered-by-whom.ts';
import { readEnteredQuery } from '../../entered/read-query.ts';
import { actingAs } from '../acting-as.ts';
import { personRoute, type AdminRoute } from '../admin-route.ts';
import type { Services } from '../services.ts';

/** Who entered which class of data, when and for whom. */
export function createEnteredRoutes({ parts }: Services): readonly AdminRoute[] {
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/entered',
        access: 'data-control.read',
        summary: 'Who entered which class of data, when and for whom (law 09-08, art. 24-1-g), newest first; no value',
        query: enteredQuerySchema,
        answer: enteredListSchema,
      },
      async ({ query, session }) => {
        const { scope } = actingAs(session);
        return { data: [...(await enteredByWhom(parts, scope, await readEnteredQuery(parts, scope, query)))] };
      },
    ),
  ];
}
