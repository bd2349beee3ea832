import {
  legalHoldSchema,
  newLegalHoldSchema,
  retentionPeriodSchema,
  retentionRunSchema,
  retentionSchema,
} from '@riad/contracts';
import type { LegalHold } from '@riad/store';
import { z } from 'zod';

import type { RetentionRule, RetentionRun } from '../../retention/retention-engine.ts';
import { placeHold } from '../../retention/place-hold.ts';
import { actingAs } from '../acting-as.ts';
import { personRoute, type AdminRoute } from '../admin-route.ts';
import type { Services } from '../services.ts';

const byId = z.strictObject({ id: z.string().min(1).max(200) });

/** Periods of retention, legal holds, and what they delete. */
export function createRetentionRoutes({ parts }: Services): readonly AdminRoute[] {
  const engine = () => parts.dataControl.retention;
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/retention',
        access: 'data-control.read',
        summary: 'How long each class of data is kept and why, and every legal hold',
        answer: retentionSchema,
      },
      async ({ session }) => {
        const { scope } = actingAs(session);
        return {
          data: (await engine().rules(scope)).map(presentRule),
          holds: (await engine().holds(scope)).map(presentHold),
        };
      },
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/retention/periods',
        access: 'data-control.write',
        summary: 'Sets how long one class is kept, with its purpose',
        body: retentionPeriodSchema,
      },
      async ({ body, session }) => engine().setPeriod(actingAs(session), body),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/retention/runs',
        access: 'data-control.write',
        summary: 'Deletes what is older than its period, or counts it when `dryRun`; a signed certificate',
        body: z.strictObject({ dryRun: z.boolean() }),
        answer: retentionRunSchema,
      },
      async ({ body, session }) => presentRun(await engine().run(actingAs(session), body)),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/holds',
        access: 'data-control.write',
        summary: 'Places a legal hold: nothing that it covers is deleted',
        body: newLegalHoldSchema,
        answer: legalHoldSchema,
      },
      async ({ body, session }) => presentHold(await placeHold(parts, actingAs(session), body)),
    ),
    personRoute(
      {
        method: 'DELETE',
        path: '/api/holds/:id',
        access: 'data-control.write',
        summary: 'Releases a legal hold',
        params: byId,
      },
      async ({ params, session }) => engine().release(actingAs(session), params.id),
    ),
  ];
}

function presentRule({ class: name, days, purpose, source, holds }: RetentionRule) {
  return { class: name, days, purpose, source, holds: [...holds] };
}

function presentHold({ id, class: name, projectId, collectionId, personRecord, ...hold }: LegalHold) {
  return {
    id,
    class: name,
    projectId,
    collectionId,
    personRecord,
    reason: hold.reason,
    placedAt: hold.placedAt.toISOString(),
    placedBy: hold.placedBy,
    releasedAt: hold.releasedAt?.toISOString() ?? null,
  };
}

function presentRun({ dryRun, deleted, held, certificate, record }: RetentionRun) {
  return {
    dryRun,
    deleted: { ...deleted },
    held: [...held],
    ...(certificate === undefined ? {} : { certificate }),
    ...(record === undefined ? {} : { record }),
  };
}
