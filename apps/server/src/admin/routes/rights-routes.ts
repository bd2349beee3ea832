import {
  accessPackageSchema,
  erasureSchema,
  newOppositionSchema,
  newRightsRequestSchema,
  oppositionListSchema,
  oppositionSchema,
  PlatformError,
  rightsFoundSchema,
  rightsListSchema,
  rightsRequestSchema,
  type Opposition,
} from '@riad/contracts';
import { z } from 'zod';

import { actingAs } from '../acting-as.ts';
import { personRoute, type AdminRoute } from '../admin-route.ts';
import { presentErasure, presentPackage, presentRequest } from '../present-rights.ts';
import type { Services } from '../services.ts';

const byId = z.strictObject({ id: z.string().min(1).max(200) });
const write = 'data-control.write';
const read = 'data-control.read';

/** The desk for requests of persons about their data, and the list of those who oppose. */
export function createRightsRoutes(services: Services): readonly AdminRoute[] {
  return [...deskRoutes(services), ...executionRoutes(services), ...oppositionRoutes(services)];
}

function deskRoutes({ parts }: Services): readonly AdminRoute[] {
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/rights',
        access: read,
        summary: 'Requests of persons, those due first; not who they are about',
        answer: rightsListSchema,
      },
      async ({ session }) => ({
        data: (await parts.dataControl.rights.list(actingAs(session).scope)).map(presentRequest),
      }),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/rights',
        access: write,
        summary: 'Notes a request; its clock of ten clear days starts',
        body: newRightsRequestSchema,
        answer: rightsRequestSchema,
      },
      async ({ body, session }) => presentRequest(await parts.dataControl.rights.receive(actingAs(session), body)),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/rights/search',
        access: write,
        summary: 'Where a person is named; the search is on record',
        body: newRightsRequestSchema.pick({ identifiers: true }),
        answer: rightsFoundSchema,
      },
      async ({ body, session }) => {
        const found = await parts.dataControl.rights.search(actingAs(session), body.identifiers);
        return { data: found.map(({ place, id, text }) => ({ place, id, text })) };
      },
    ),
  ];
}

function executionRoutes({ parts }: Services): readonly AdminRoute[] {
  const desk = () => parts.dataControl.rights;
  return [
    personRoute(
      {
        method: 'POST',
        path: '/api/rights/:id/access',
        access: write,
        summary: 'Makes the package that the person is given, and closes the request',
        params: byId,
        answer: accessPackageSchema,
      },
      async ({ params, session }) => presentPackage(await desk().access(actingAs(session), params.id)),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/rights/:id/erase',
        access: write,
        summary: 'Erases the person everywhere that no legal hold keeps; a signed certificate',
        params: byId,
        answer: erasureSchema,
      },
      async ({ params, session }) => presentErasure(await desk().erase(actingAs(session), params.id)),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/rights/:id/rectify',
        access: write,
        summary: 'Writes the right value over the wrong one; a signed certificate',
        params: byId,
        body: z.strictObject({ to: z.string().min(1).max(500) }),
        answer: erasureSchema,
      },
      async ({ params, body, session }) => presentErasure(await desk().rectify(actingAs(session), params.id, body.to)),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/rights/:id/refuse',
        access: write,
        summary: 'Closes a request without doing it; the reason is sealed beside the record',
        params: byId,
        body: z.strictObject({ reason: z.string().min(3).max(2000) }),
      },
      async ({ params, body, session }) => desk().refuse(actingAs(session), params.id, body.reason),
    ),
  ];
}

function oppositionRoutes({ parts }: Services): readonly AdminRoute[] {
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/oppositions',
        access: read,
        summary: 'Identifiers whose processing is opposed: their kind and reference, never the value',
        answer: oppositionListSchema,
      },
      async ({ session }) => ({
        data: (await parts.privacy.oppositions.list(actingAs(session).scope)).map(presentOpposition),
      }),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/oppositions',
        access: write,
        summary: 'Refuses requests that hold this identifier from now on; only a keyed hash is kept',
        body: newOppositionSchema,
        answer: oppositionSchema,
      },
      async ({ body, session }) =>
        presentOpposition(await parts.privacy.oppositions.add(actingAs(session).scope, body)),
    ),
    personRoute(
      {
        method: 'DELETE',
        path: '/api/oppositions/:id',
        access: write,
        summary: 'Takes an identifier off the list',
        params: byId,
      },
      async ({ params, session }) => {
        if (await parts.privacy.oppositions.remove(actingAs(session).scope, params.id)) return;
        throw new PlatformError('request.invalid', `there is no opposition ${params.id}`, { field: 'id' });
      },
    ),
  ];
}

function presentOpposition({ id, type, reference, createdAt }: Opposition) {
  return { id, type, reference, createdAt: createdAt.toISOString() };
}
