import {
  newRevealGrantSchema,
  revealedSchema,
  revealGrantListSchema,
  revealGrantSchema,
  revealRequestSchema,
} from '@riad/contracts';
import { z } from 'zod';

import { grantByName } from '../../reveals/grant-by-name.ts';
import { presentGrant } from '../../reveals/present-grant.ts';
import { actingAs } from '../acting-as.ts';
import { personRoute, type AdminRoute } from '../admin-route.ts';
import type { Services } from '../services.ts';

const byId = z.strictObject({ id: z.string().min(1).max(200) });

/** Who may see what surrogates stand for, and seeing it. */
export function createRevealRoutes({ parts }: Services): readonly AdminRoute[] {
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/reveal-grants',
        access: 'data-control.read',
        summary: 'Rights to see real values: whose, until when, given by whom',
        answer: revealGrantListSchema,
      },
      async ({ session }) => ({
        data: (await parts.store.dataControl.revealGrants.list(actingAs(session).scope)).map(presentGrant),
      }),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/reveal-grants',
        access: 'data-control.write',
        summary: 'Gives the right to a person or a role, for a time; nobody gives it to themselves',
        body: newRevealGrantSchema,
        answer: revealGrantSchema,
      },
      async ({ body, session }) => presentGrant(await grantByName(parts, actingAs(session), body)),
    ),
    personRoute(
      {
        method: 'DELETE',
        path: '/api/reveal-grants/:id',
        access: 'data-control.write',
        summary: 'Takes the right back at once',
        params: byId,
      },
      async ({ params, session }) => parts.dataControl.reveals.revoke(actingAs(session), params.id),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/reveals',
        access: 'person',
        summary: 'Shows what one surrogate stands for to whoever was given the right; on record with the reason first',
        body: revealRequestSchema,
        answer: revealedSchema,
      },
      async ({ body, session }) => ({
        value: await parts.dataControl.reveals.revealTo(actingAs(session), session.person, body),
      }),
    ),
  ];
}
