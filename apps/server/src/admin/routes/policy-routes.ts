import {
  policyCheckSchema,
  dryRunSchema,
  policyOutcomeSchema,
  policyTextSchema,
  policyViewSchema,
  type Scope,
} from '@riad/contracts';
import { z } from 'zod';

import type { Parts } from '../../compose.ts';
import { checkPolicy, presentOutcome, setPolicy, showPolicy, tryPolicy } from '../../privacy/policy-desk.ts';
import { actingAs } from '../acting-as.ts';
import { personRoute, type AdminRoute } from '../admin-route.ts';
import type { Services } from '../services.ts';
import type { Session } from '../sessions/session.ts';

const ofProject = z.strictObject({ project: z.string().min(1).max(200).optional() });
const oneVersion = ofProject.extend({ version: z.int().positive() });
const MAX_RECORDS = 100_000;

/** The policy: read, checked, tried out over recent requests, set, and approved by a second person where one is asked for. */
export function createPolicyRoutes({ parts }: Services): readonly AdminRoute[] {
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/policy',
        access: 'data-control.read',
        summary: 'The policy in force for the organisation or one project, and every version',
        query: ofProject,
        answer: policyViewSchema,
      },
      async ({ query, session }) => showPolicy(parts, await scopeOf(parts, session, query.project)),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/policy/check',
        access: 'policy',
        summary: 'Whether a document is a policy, and what it would make weaker; nothing is changed',
        body: policyTextSchema,
        answer: policyCheckSchema,
      },
      async ({ body, session }) => checkPolicy(parts, await scopeOf(parts, session, body.project), body.text),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/policy/dry-run',
        access: 'policy',
        summary: 'What a document would have changed for the last requests; nothing is changed',
        body: policyTextSchema.extend({ last: z.int().positive().max(MAX_RECORDS).default(1000) }),
        answer: dryRunSchema,
      },
      async ({ body, session }) =>
        tryPolicy(parts, await scopeOf(parts, session, body.project), { text: body.text, last: body.last }),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/policy',
        access: 'policy',
        summary: 'Sets a document, on record before it holds; a weaker one may wait for a second person',
        body: policyTextSchema,
        answer: policyOutcomeSchema,
      },
      async ({ body, session }) =>
        setPolicy(parts, await scopeOf(parts, session, body.project), { text: body.text, by: session.person.id }),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/policy/approve',
        access: 'policy',
        summary: 'The second person’s word for a version that waits',
        body: oneVersion,
        answer: policyOutcomeSchema,
      },
      async ({ body, session }) => {
        const scope = await scopeOf(parts, session, body.project);
        return presentOutcome(await parts.privacy.policies.approve(scope, body.version, session.person.id));
      },
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/policy/refuse',
        access: 'policy',
        summary: 'Refuses a version that waits',
        body: oneVersion,
      },
      async ({ body, session }) =>
        parts.privacy.policies.refuse(await scopeOf(parts, session, body.project), body.version, session.person.id),
    ),
  ];
}

async function scopeOf(parts: Parts, session: Session, project: string | undefined): Promise<Scope> {
  const { scope } = actingAs(session);
  if (project === undefined) return scope;
  return { ...scope, projectId: (await parts.store.tenancy.getProject(scope, project)).id };
}
