import {
  enteredQuerySchema,
  entityTypes,
  newLegalHoldSchema,
  noticeAddressees,
  parseId,
  PlatformError,
  rightsKinds,
  type Scope,
} from '@riad/contracts';
import { appendDurably } from '@riad/ledger';
import { z } from 'zod';

import type { Parts } from '../compose.ts';
import { documentLanguages } from '../register/documents/printable-document.ts';
import { placeHold } from '../retention/place-hold.ts';
import { enteredByWhom } from '../entered/entered-by-whom.ts';
import { readEnteredQuery } from '../entered/read-query.ts';
import { actorOf } from '../rights/acting.ts';
import { actingPerson } from './acting-person.ts';
import { localMethod, type LocalMethod } from './local-method.ts';

type Method = readonly [string, LocalMethod];

const nothing = z.object({});
const person = z.string().min(1).max(120).default('owner');
const reason = z.string().min(3).max(2000);
const identifiers = z.array(z.string().min(1).max(500)).min(1).max(50);
const byId = z.object({ id: z.string(), by: person });
const words = z.array(z.string().min(1).max(200)).max(100);
const language = z.enum(documentLanguages).default('fr');
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** `riad rights …`, `retention …`, `register …`, `incident …`, `audit show`. */
export function dataControlMethods(parts: () => Parts): readonly Method[] {
  return [...rightsMethods(parts), ...retentionMethods(parts), ...registerMethods(parts), ...incidentMethods(parts)];
}

const scopeOf = ({ project }: Parts): Scope => ({ organisationId: project.organisationId });

function rightsMethods(parts: () => Parts): readonly Method[] {
  return [
    [
      'rights.receive',
      localMethod(z.object({ kind: z.enum(rightsKinds), identifiers, by: person }), async ({ by, ...input }) =>
        parts().dataControl.rights.receive(await actingPerson(parts(), by), input),
      ),
    ],
    [
      'rights.list',
      localMethod(nothing, async () => ({ data: await parts().dataControl.rights.list(scopeOf(parts())) })),
    ],
    [
      'rights.search',
      localMethod(z.object({ identifiers, by: person }), async ({ identifiers: all, by }) => ({
        data: await parts().dataControl.rights.search(await actingPerson(parts(), by), all),
      })),
    ],
    [
      'rights.access',
      localMethod(byId, async ({ id, by }) => parts().dataControl.rights.access(await actingPerson(parts(), by), id)),
    ],
    [
      'rights.erase',
      localMethod(byId, async ({ id, by }) => parts().dataControl.rights.erase(await actingPerson(parts(), by), id)),
    ],
    [
      'rights.rectify',
      localMethod(byId.extend({ to: z.string().max(500) }), async ({ id, by, to }) =>
        parts().dataControl.rights.rectify(await actingPerson(parts(), by), id, to),
      ),
    ],
    [
      'rights.refuse',
      localMethod(byId.extend({ reason }), async ({ id, by, reason: why }) =>
        parts().dataControl.rights.refuse(await actingPerson(parts(), by), id, why),
      ),
    ],
    [
      'opposition.add',
      localMethod(
        z.object({
          type: z.enum(entityTypes),
          value: z.string().min(1).max(500),
          reference: z.string().min(1).max(120),
        }),
        (input) => parts().privacy.oppositions.add(scopeOf(parts()), input),
      ),
    ],
    [
      'opposition.list',
      localMethod(nothing, async () => ({ data: await parts().privacy.oppositions.list(scopeOf(parts())) })),
    ],
    ['opposition.remove', localMethod(z.object({ id: z.string() }), ({ id }) => withdraw(parts(), id))],
    [
      'audit.entered',
      localMethod(enteredQuerySchema, async (query) => {
        const scope = scopeOf(parts());
        return { data: await enteredByWhom(parts(), scope, await readEnteredQuery(parts(), scope, query)) };
      }),
    ],
    [
      'audit.unseal',
      localMethod(z.object({ record: z.string(), reason, by: person }), (input) => unseal(parts(), input)),
    ],
  ];
}

async function withdraw(parts: Parts, id: string): Promise<null> {
  if (await parts.privacy.oppositions.remove(scopeOf(parts), id)) return null;
  throw new PlatformError('request.invalid', `there is no opposition ${id}`, {
    field: 'id',
    remedy: 'riad rights opposed shows them.',
  });
}

/** Seeing what is sealed is an act of its own: on record, with its reason, before anything is shown. */
async function unseal(
  parts: Parts,
  { record, reason: why, by }: { readonly record: string; readonly reason: string; readonly by: string },
): Promise<unknown> {
  const id = parseId('rec', record);
  if (id === undefined || (await parts.ledger.find(id)) === undefined) {
    throw new PlatformError('request.invalid', `there is no record ${record}`, { field: 'record' });
  }
  await appendDurably(parts.ledger, {
    type: 'record.revealed',
    facts: { record: id, ...actorOf(await actingPerson(parts, by)) },
    sealed: { reason: why },
  });
  return { record: id, sealed: (await parts.ledger.unseal(id)) ?? null };
}

function retentionMethods(parts: () => Parts): readonly Method[] {
  const engine = () => parts().dataControl.retention;
  return [
    [
      'retention.show',
      localMethod(nothing, async () => {
        const scope = scopeOf(parts());
        return { data: await engine().rules(scope), holds: await engine().holds(scope) };
      }),
    ],
    [
      'retention.set',
      localMethod(
        z.object({
          class: z.string(),
          days: z.int().nonnegative().max(36_500),
          purpose: z.string().min(3).max(500),
          by: person,
        }),
        async ({ by, ...period }) => engine().setPeriod(await actingPerson(parts(), by), period),
      ),
    ],
    [
      'retention.hold',
      localMethod(newLegalHoldSchema.extend({ by: person }), async ({ by, ...hold }) =>
        placeHold(parts(), await actingPerson(parts(), by), hold),
      ),
    ],
    [
      'retention.release',
      localMethod(byId, async ({ id, by }) => engine().release(await actingPerson(parts(), by), id)),
    ],
    [
      'retention.run',
      localMethod(z.object({ dryRun: z.boolean().default(false), by: person }), async ({ dryRun, by }) =>
        engine().run(await actingPerson(parts(), by), { dryRun }),
      ),
    ],
  ];
}

function registerMethods(parts: () => Parts): readonly Method[] {
  const register = () => parts().dataControl.register;
  return [
    ['register.show', localMethod(nothing, async () => ({ data: await register().entries(scopeOf(parts())) }))],
    [
      'register.document',
      localMethod(z.object({ language }), (input) => register().document(scopeOf(parts()), input.language)),
    ],
    [
      'register.forms',
      localMethod(z.object({ language, project: z.string().optional() }), async ({ language: wanted, project }) => {
        const scope = scopeOf(parts());
        const named =
          project === undefined ? {} : { project: (await parts().store.tenancy.getProject(scope, project)).name };
        return { data: await register().forms(scope, { language: wanted, ...named }) };
      }),
    ],
    ['register.transfers', localMethod(nothing, async () => ({ data: register().transfers() }))],
    [
      'register.controller',
      localMethod(
        z.object({
          name: z.string().min(1).max(200),
          address: z.string().min(1).max(500),
          contact: z.string().min(1).max(200),
          by: person,
        }),
        async ({ by, ...controller }) => register().setController(await actingPerson(parts(), by), controller),
      ),
    ],
    [
      'register.set',
      localMethod(
        z.object({
          project: z.string().default('default'),
          purpose: z.string().min(3).max(1000),
          legalBasis: z.string().min(3).max(500),
          people: words,
          categories: words,
          recipients: words,
          authorityReference: z.string().max(200).nullable().default(null),
          by: person,
        }),
        async ({ by, project, ...activity }) => {
          const acting = await actingPerson(parts(), by);
          const { scope } = acting;
          const { id } = await parts().store.tenancy.getProject(scope, project);
          await register().setActivity(acting, { projectId: id, ...activity });
        },
      ),
    ],
  ];
}

function incidentMethods(parts: () => Parts): readonly Method[] {
  const desk = () => parts().dataControl.incidents;
  return [
    [
      'incident.open',
      localMethod(
        z.object({
          summary: z.string().min(3).max(4000),
          began: moment,
          ended: moment.nullable().default(null),
          by: person,
        }),
        async ({ by, ...input }) => desk().open(await actingPerson(parts(), by), input),
      ),
    ],
    ['incident.list', localMethod(nothing, async () => ({ data: await desk().list(scopeOf(parts())) }))],
    ['incident.pack', localMethod(byId, async ({ id, by }) => desk().pack(await actingPerson(parts(), by), id))],
    [
      'incident.notice',
      localMethod(byId.extend({ to: z.enum(noticeAddressees) }), async ({ id, by, to }) =>
        desk().notice(await actingPerson(parts(), by), id, to),
      ),
    ],
    ['incident.close', localMethod(byId, async ({ id, by }) => desk().close(await actingPerson(parts(), by), id))],
  ];
}
