import { declaredUpstreamSchema, PlatformError, upstreamTestSchema, upstreamViewSchema } from '@riad/contracts';
import { z } from 'zod';

import type { Acting } from '../../rights/acting.ts';
import { actingAs } from '../acting-as.ts';
import { personRoute, type AdminRoute } from '../admin-route.ts';
import type { Services } from '../services.ts';
import type { Session } from '../sessions/session.ts';

const byId = z.strictObject({ id: z.string().max(80) });
const access = 'upstreams';

/** Servers of models elsewhere: the house's, so that only its own organisation declares them. */
export function createUpstreamRoutes({ parts }: Services): readonly AdminRoute[] {
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/upstreams',
        access,
        summary: 'Servers of models: those of riad.yaml and those declared here; no key',
        answer: z.strictObject({ data: z.array(upstreamViewSchema) }),
      },
      async ({ session }) => {
        ofTheHouse(session);
        return { data: [...(await parts.upstreamDesk.list())] };
      },
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/upstreams',
        access,
        summary: 'Declares a server, off, or changes one that is declared here',
        body: declaredUpstreamSchema,
      },
      async ({ session, body }) => parts.upstreamDesk.save(ofTheHouse(session), body),
    ),
    personRoute(
      {
        method: 'PATCH',
        path: '/api/upstreams/:id',
        access,
        summary: 'Turns a server on or off',
        params: byId,
        body: z.strictObject({ enabled: z.boolean() }),
      },
      async ({ session, params, body }) => parts.upstreamDesk.enable(ofTheHouse(session), params.id, body.enabled),
    ),
    personRoute(
      { method: 'DELETE', path: '/api/upstreams/:id', access, summary: 'Forgets a server and its key', params: byId },
      async ({ session, params }) => parts.upstreamDesk.remove(ofTheHouse(session), params.id),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/upstreams/:id/test',
        access,
        summary: 'Asks a server for its models; on record, and by the rules of every connection outwards',
        params: byId,
        answer: upstreamTestSchema,
      },
      async ({ session, params }) => parts.upstreamDesk.test(ofTheHouse(session), params.id),
    ),
  ];

  function ofTheHouse(session: Session): Acting {
    if (session.scope.organisationId !== parts.project.organisationId)
      throw new PlatformError('access.denied', 'servers are declared by the organisation whose house this is');
    return actingAs(session);
  }
}
