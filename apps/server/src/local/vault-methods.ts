import { newRevealGrantSchema, PlatformError } from '@riad/contracts';
import { cacheKeyPrefix } from '@riad/gateway';
import { z } from 'zod';

import type { Parts } from '../compose.ts';
import { residencyBetween } from '../register/residency.ts';
import { appendDurably } from '../privacy/append-durably.ts';
import { grantByName } from '../reveals/grant-by-name.ts';
import { presentGrant } from '../reveals/present-grant.ts';
import { actingPerson } from './acting-person.ts';
import { localMethod, type LocalMethod } from './local-method.ts';
import { requireConversation, scopeOf } from './policy-methods.ts';

const day = z.iso.date();
const person = z.string().min(1).max(120).default('owner');
const revealing = z.object({
  id: z.string(),
  surrogate: z.string().max(64),
  reason: z.string().min(3).max(500),
  by: person,
});
const granting = newRevealGrantSchema.extend({ by: person });

/** `riad vaults …` and `riad register residency` */
export function vaultMethods(parts: () => Parts): readonly (readonly [string, LocalMethod])[] {
  return [
    ['vaults.list', localMethod(z.object({}), () => list(parts()))],
    ['vaults.forget', localMethod(z.object({ id: z.string() }), ({ id }) => forget(parts(), id))],
    ['vaults.reveal', localMethod(revealing, (input) => reveal(parts(), input))],
    ['reveals.grant', localMethod(granting, (input) => grant(parts(), input))],
    ['reveals.list', localMethod(z.object({}), () => grants(parts()))],
    ['reveals.revoke', localMethod(z.object({ id: z.string(), by: person }), (input) => revoke(parts(), input))],
    [
      'register.residency',
      localMethod(z.object({ from: day.optional(), to: day.optional() }), (period) =>
        residencyBetween(parts().store.egressLog, period),
      ),
    ],
  ];
}

async function list(parts: Parts) {
  const vaults = await parts.store.vaults.list(await scopeOf(parts, undefined));
  return {
    data: vaults.map(({ id, createdAt, expiresAt, surrogates }) => ({
      id,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      surrogates,
    })),
  };
}

async function forget(parts: Parts, text: string): Promise<null> {
  const id = requireConversation(text);
  await appendDurably(parts.ledger, { type: 'vault.forgotten', facts: { conversation: id, by: 'owner' } });
  const scope = await scopeOf(parts, undefined);
  if (!(await parts.privacy.conversations.forget(scope, id))) throw noVault(text);
  await parts.engine.forget(cacheKeyPrefix(scope));
  return null;
}

async function reveal(parts: Parts, { id, surrogate, reason, by }: z.infer<typeof revealing>) {
  const acting = await actingPerson(parts, by);
  const request = { conversation: id, surrogate, reason };
  return { value: await parts.dataControl.reveals.revealToOwner(acting, request) };
}

async function grant(parts: Parts, { by, ...request }: z.infer<typeof granting>) {
  return presentGrant(await grantByName(parts, await actingPerson(parts, by), request));
}

async function revoke(parts: Parts, { id, by }: { readonly id: string; readonly by: string }): Promise<null> {
  await parts.dataControl.reveals.revoke(await actingPerson(parts, by), id);
  return null;
}

async function grants(parts: Parts) {
  const found = await parts.store.dataControl.revealGrants.list(await scopeOf(parts, undefined));
  return { data: found.map(presentGrant) };
}

function noVault(id: string): PlatformError {
  return new PlatformError('request.invalid', `nothing is kept of conversation ${id}`, {
    field: 'id',
    remedy: './riad vaults list shows what is kept.',
  });
}
