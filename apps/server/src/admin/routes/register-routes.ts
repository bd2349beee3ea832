import {
  controllerSchema,
  processingActivitySchema,
  registerSchema,
  residencySchema,
  transferListSchema,
} from '@riad/contracts';
import { z } from 'zod';

import type { RegisterEntry, Transfer } from '../../register/register-entry.ts';
import { residencyBetween } from '../../register/residency.ts';
import { actingAs } from '../acting-as.ts';
import { personRoute, type AdminRoute } from '../admin-route.ts';
import type { Services } from '../services.ts';

const read = 'data-control.read';
const write = 'data-control.write';

/** The register of processing, transfers, and the countries that were reached. */
export function createRegisterRoutes({ parts }: Services): readonly AdminRoute[] {
  const register = () => parts.dataControl.register;
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/register',
        access: read,
        summary: 'The register of processing (law 09-08, art. 15), from the running configuration',
        answer: registerSchema,
      },
      async ({ session }) => ({
        data: (await register().entries(actingAs(session).scope)).map(presentEntry),
      }),
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/register/transfers',
        access: read,
        summary: 'Servers of others that requests may go to: country, adequacy, contract',
        answer: transferListSchema,
      },
      async () => ({ data: register().transfers().map(presentTransfer) }),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/register/controller',
        access: write,
        summary: 'Says who is responsible for the processing',
        body: controllerSchema,
      },
      async ({ body, session }) => register().setController(actingAs(session), body),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/register/activities',
        access: write,
        summary: 'Says what a project is for, on what basis, about whom',
        body: processingActivitySchema,
      },
      async ({ body: { project, ...activity }, session }) => {
        const acting = actingAs(session);
        const { id } = await parts.store.tenancy.getProject(acting.scope, project);
        await register().setActivity(acting, { projectId: id, ...activity });
      },
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/register/residency',
        access: read,
        summary:
          'Countries that this server reached, day by day added up; the last thirty days when no period is given',
        query: z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() }),
        answer: residencySchema,
      },
      async ({ query }) => residencyBetween(parts.store.egressLog, query),
    ),
  ];
}

function presentEntry(entry: RegisterEntry) {
  return {
    project: entry.project,
    controller: entry.controller === null ? null : { ...entry.controller },
    purpose: entry.purpose,
    legalBasis: entry.legalBasis,
    people: [...entry.people],
    categories: [...entry.categories],
    recipients: [...entry.recipients],
    transfers: entry.transfers.map(presentTransfer),
    retention: entry.retention.map(({ class: name, days, purpose }) => ({ class: name, days, purpose })),
    rightsContact: entry.rightsContact,
    measures: entry.measures.map(({ key, values }) => ({ key, values: { ...values } })),
    observed: {
      requests: entry.observed.requests,
      findings: { ...entry.observed.findings },
      locations: { ...entry.observed.locations },
    },
    interconnections: [...entry.interconnections],
    authorityReference: entry.authorityReference,
    missing: [...entry.missing],
  };
}

function presentTransfer({ upstream, country, adequacy, contract, models }: Transfer) {
  return { upstream, country, adequacy, contract, models: [...models] };
}
