import { incidentPackSchema, incidentListSchema, newIncidentSchema, noticeAddressees } from '@riad/contracts';
import type { Incident } from '@riad/store';
import { z } from 'zod';

import type { IncidentPack } from '../../incidents/incident-desk.ts';
import type { IncidentDeadline } from '../../incidents/incident-facts.ts';
import { actingAs } from '../acting-as.ts';
import { personRoute, type AdminRoute } from '../admin-route.ts';
import type { Services } from '../services.ts';

const byId = z.strictObject({ id: z.string().min(1).max(200) });
const read = 'data-control.read';
const write = 'data-control.write';

/** Incidents: their clocks, the evidence and the notices. */
export function createIncidentRoutes({ parts }: Services): readonly AdminRoute[] {
  const desk = () => parts.dataControl.incidents;
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/incidents',
        access: read,
        summary: 'Incidents with the hours that are left for each notice',
        answer: incidentListSchema,
      },
      async ({ session }) => ({
        data: (await desk().list(actingAs(session).scope)).map(({ deadlines, ...incident }) => ({
          ...presentIncident(incident),
          deadlines: deadlines.map(presentDeadline),
        })),
      }),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/incidents',
        access: write,
        summary: 'Notes an incident; the clocks start',
        body: newIncidentSchema,
        answer: z.strictObject({ id: z.string(), record: z.string() }),
      },
      async ({ body: { summary, began, ended }, session }) => {
        const { id, record } = await desk().open(actingAs(session), {
          summary,
          began: new Date(began),
          ended: ended === null ? null : new Date(ended),
        });
        return { id, record };
      },
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/incidents/:id/pack',
        access: write,
        summary: 'Gathers the evidence from the ledger, with notices to complete in French and Arabic',
        params: byId,
        answer: incidentPackSchema,
      },
      async ({ params, session }) => presentPack(await desk().pack(actingAs(session), params.id)),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/incidents/:id/notices',
        access: write,
        summary: 'Says that a notice was sent',
        params: byId,
        body: z.strictObject({ to: z.enum(noticeAddressees) }),
      },
      async ({ params, body, session }) => desk().notice(actingAs(session), params.id, body.to),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/incidents/:id/close',
        access: write,
        summary: 'Closes an incident',
        params: byId,
      },
      async ({ params, session }) => desk().close(actingAs(session), params.id),
    ),
  ];
}

function presentIncident({ id, summary, knownAt, beganAt, endedAt, closedAt, notices, record }: Incident) {
  return {
    id,
    summary,
    knownAt: knownAt.toISOString(),
    beganAt: beganAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    closedAt: closedAt?.toISOString() ?? null,
    notices: { ...notices },
    record,
  };
}

function presentDeadline({ to, rule, due, toldAt, hoursLeft }: IncidentDeadline) {
  return { to, rule, due, toldAt, hoursLeft };
}

function presentPack(pack: IncidentPack) {
  const { affected } = pack;
  return {
    incident: presentIncident(pack.incident),
    madeAt: pack.madeAt,
    deadlines: pack.deadlines.map(presentDeadline),
    affected: {
      requests: affected.requests,
      keys: [...affected.keys],
      projects: [...affected.projects],
      targets: { ...affected.targets },
      locations: { ...affected.locations },
      decisions: { ...affected.decisions },
      classes: { ...affected.classes },
      leftInClear: affected.leftInClear,
    },
    timeline: pack.timeline.map(({ id, index, time, type, facts }) => ({ id, index, time, type, facts })),
    timelineComplete: pack.timelineComplete,
    checkpoint: pack.checkpoint,
    verifierKey: pack.verifierKey,
    templates: pack.templates.map(({ to, language, text }) => ({ to, language, text })),
  };
}
