import { PlatformError } from '@riad/contracts';
import { cacheKeyPrefix } from '@riad/gateway';
import { readSurrogate } from '@riad/guard';
import { z } from 'zod';

import type { Parts } from '../compose.ts';
import { residencyBetween } from '../register/residency.ts';
import { appendDurably } from '../privacy/append-durably.ts';
import { localMethod, type LocalMethod } from './local-method.ts';
import { requireConversation, scopeOf } from './policy-methods.ts';

const day = z.iso.date();

/** `riad vaults …` and `riad register residency` */
export function vaultMethods(parts: () => Parts): readonly (readonly [string, LocalMethod])[] {
  return [
    ['vaults.list', localMethod(z.object({}), () => list(parts()))],
    ['vaults.forget', localMethod(z.object({ id: z.string() }), ({ id }) => forget(parts(), id))],
    [
      'vaults.reveal',
      localMethod(
        z.object({ id: z.string(), surrogate: z.string().max(64), reason: z.string().min(3).max(500) }),
        (input) => reveal(parts(), input),
      ),
    ],
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

/** Seeing a real value is an act of its own: on record, with its reason, before anything is shown. */
async function reveal(
  parts: Parts,
  input: { readonly id: string; readonly surrogate: string; readonly reason: string },
) {
  const id = requireConversation(input.id);
  const surrogate = readSurrogate(input.surrogate);
  if (surrogate === undefined)
    throw new PlatformError('request.invalid', 'this is not a surrogate', {
      field: 'surrogate',
      remedy: 'Write it as it stands in the text, [[CIN_7QK]].',
    });
  await appendDurably(parts.ledger, {
    type: 'vault.revealed',
    facts: { conversation: id, surrogate: surrogate.code, by: 'owner' },
    // A person's own words may name somebody: they are not for every auditor to read.
    sealed: { reason: input.reason },
  });
  const value = await parts.privacy.conversations.reveal(await scopeOf(parts, undefined), id, surrogate);
  if (value === undefined) throw noVault(input.id);
  return { value };
}

function noVault(id: string): PlatformError {
  return new PlatformError('request.invalid', `nothing is kept of conversation ${id}`, {
    field: 'id',
    remedy: './riad vaults list shows what is kept.',
  });
}
