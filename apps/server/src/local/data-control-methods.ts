import { entityTypes, parseId, PlatformError } from '@riad/contracts';
import { appendDurably } from '@riad/ledger';
import { rightsKinds } from '@riad/store';
import { z } from 'zod';

import type { Parts } from '../compose.ts';
import { noticeAddressees } from '../incidents/incident-facts.ts';
import { documentLanguages } from '../register/documents/printable-document.ts';
import type { Acting } from '../rights/rights-desk.ts';
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

function acting(parts: Parts, by: string): Acting {
  return { scope: { organisationId: parts.project.organisationId }, by };
}

function rightsMethods(parts: () => Parts): readonly Method[] {
  return [
    [
      'rights.receive',
      localMethod(z.object({ kind: z.enum(rightsKinds), identifiers, by: person }), ({ by, ...input }) =>
        parts().dataControl.rights.receive(acting(parts(), by), input),
      ),
    ],
    [
      'rights.list',
      localMethod(nothing, async () => ({ data: await parts().dataControl.rights.list(acting(parts(), '').scope) })),
    ],
    [
      'rights.search',
      localMethod(z.object({ identifiers, by: person }), async ({ identifiers: all, by }) => ({
        data: await parts().dataControl.rights.search(acting(parts(), by), all),
      })),
    ],
    ['rights.access', localMethod(byId, ({ id, by }) => parts().dataControl.rights.access(acting(parts(), by), id))],
    ['rights.erase', localMethod(byId, ({ id, by }) => parts().dataControl.rights.erase(acting(parts(), by), id))],
    [
      'rights.rectify',
      localMethod(byId.extend({ to: z.string().max(500) }), ({ id, by, to }) =>
        parts().dataControl.rights.rectify(acting(parts(), by), id, to),
      ),
    ],
    [
      'rights.refuse',
      localMethod(byId.extend({ reason }), ({ id, by, reason: why }) =>
        parts().dataControl.rights.refuse(acting(parts(), by), id, why),
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
        (input) => parts().privacy.oppositions.add(acting(parts(), '').scope, input),
      ),
    ],
    [
      'opposition.list',
      localMethod(nothing, async () => ({ data: await parts().privacy.oppositions.list(acting(parts(), '').scope) })),
    ],
    ['opposition.remove', localMethod(z.object({ id: z.string() }), ({ id }) => withdraw(parts(), id))],
    [
      'audit.unseal',
      localMethod(z.object({ record: z.string(), reason, by: person }), (input) => unseal(parts(), input)),
    ],
  ];
}

async function withdraw(parts: Parts, id: string): Promise<null> {
  if (await parts.privacy.oppositions.remove(acting(parts, '').scope, id)) return null;
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
  await appendDurably(parts.ledger, { type: 'record.revealed', facts: { record: id, by }, sealed: { reason: why } });
  return { record: id, sealed: (await parts.ledger.unseal(id)) ?? null };
}

function retentionMethods(parts: () => Parts): readonly Method[] {
  const engine = () => parts().dataControl.retention;
  return [
    [
      'retention.show',
      localMethod(nothing, async () => {
        const { scope } = acting(parts(), '');
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
        async ({ by, ...period }) => engine().setPeriod(acting(parts(), by), period),
      ),
    ],
    [
      'retention.hold',
      localMethod(
        z.object({ class: z.string(), reason, project: z.string().optional(), by: person }),
        async ({ by, project, ...hold }) => {
          const { scope } = acting(parts(), by);
          const found = project === undefined ? undefined : await parts().store.tenancy.getProject(scope, project);
          return engine().hold({ scope, by }, { ...hold, ...(found === undefined ? {} : { projectId: found.id }) });
        },
      ),
    ],
    ['retention.release', localMethod(byId, ({ id, by }) => engine().release(acting(parts(), by), id))],
    [
      'retention.run',
      localMethod(z.object({ dryRun: z.boolean().default(false), by: person }), ({ dryRun, by }) =>
        engine().run(acting(parts(), by), { dryRun }),
      ),
    ],
  ];
}

function registerMethods(parts: () => Parts): readonly Method[] {
  const register = () => parts().dataControl.register;
  return [
    [
      'register.show',
      localMethod(nothing, async () => ({ data: await register().entries(acting(parts(), '').scope) })),
    ],
    [
      'register.document',
      localMethod(z.object({ language }), (input) => register().document(acting(parts(), '').scope, input.language)),
    ],
    [
      'register.forms',
      localMethod(z.object({ language, project: z.string().optional() }), async ({ language: wanted, project }) => {
        const { scope } = acting(parts(), '');
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
        ({ by, ...controller }) => register().setController(acting(parts(), by), controller),
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
          const { scope } = acting(parts(), by);
          const { id } = await parts().store.tenancy.getProject(scope, project);
          await register().setActivity({ scope, by }, { projectId: id, ...activity });
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
        ({ by, ...input }) => desk().open(acting(parts(), by), input),
      ),
    ],
    ['incident.list', localMethod(nothing, async () => ({ data: await desk().list(acting(parts(), '').scope) }))],
    ['incident.pack', localMethod(byId, ({ id, by }) => desk().pack(acting(parts(), by), id))],
    [
      'incident.notice',
      localMethod(byId.extend({ to: z.enum(noticeAddressees) }), ({ id, by, to }) =>
        desk().notice(acting(parts(), by), id, to),
      ),
    ],
    ['incident.close', localMethod(byId, ({ id, by }) => desk().close(acting(parts(), by), id))],
  ];
}
