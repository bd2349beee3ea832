import { MOST_REVEAL_HOURS, parseId, PlatformError, type Clock, type Role, type UserId } from '@riad/contracts';
import type { Conversations } from '@riad/gateway';
import { readSurrogate } from '@riad/guard';
import { appendDurably } from '@riad/ledger';
import { newRevealGrantId, type Ledger, type Person, type RevealGrant, type RevealGrants } from '@riad/store';

import { actorOf, type Acting } from '../rights/acting.ts';

const HOUR_MS = 3_600_000;

export interface RevealRequest {
  readonly conversation: string;
  readonly surrogate: string;
  readonly reason: string;
}

export interface GrantRequest {
  readonly to: { readonly person: Person } | { readonly role: Role };
  readonly hours: number;
  readonly reason: string;
  /** The role of whoever gives it, when that is somebody of the console. */
  readonly giver?: Role;
}

export interface RevealDeskOptions {
  readonly grants: RevealGrants;
  readonly conversations: Pick<Conversations, 'reveal'>;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** Seeing what a surrogate stands for is a right that somebody else gives, for a time; each use is on record with its reason. */
export interface RevealDesk {
  /** Fails with `access.denied` when it would be for oneself. */
  grant(acting: Acting, request: GrantRequest): Promise<RevealGrant>;
  revoke(acting: Acting, id: string): Promise<void>;
  /** For a person of the console. Fails with `access.denied`, on record, when no grant holds for them. */
  revealTo(
    acting: Acting,
    person: { readonly id: UserId; readonly role: Role },
    request: RevealRequest,
  ): Promise<string>;
  /** For whoever owns the machine: they need no grant. */
  revealToOwner(acting: Acting, request: RevealRequest): Promise<string>;
}

export function createRevealDesk({ grants, conversations, ledger, clock }: RevealDeskOptions): RevealDesk {
  async function reveal(
    { scope, by }: Acting,
    { conversation, surrogate, reason }: RevealRequest,
    grant: RevealGrant | undefined,
  ): Promise<string> {
    const id = conversationId(conversation);
    const wanted = readSurrogate(surrogate) ?? failNoSurrogate();
    await appendDurably(ledger, {
      type: 'vault.revealed',
      facts: { conversation: id, surrogate: wanted.code, grant: grant?.id ?? null, ...actorOf({ scope, by }) },
      // A person's own words may name somebody: they are not for every auditor to read.
      sealed: { reason },
    });
    const value = await conversations.reveal({ organisationId: scope.organisationId }, id, wanted);
    if (value !== undefined) return value;
    throw new PlatformError('request.invalid', `nothing is kept of conversation ${conversation}`, {
      field: 'conversation',
      remedy: './riad vaults list shows what is kept.',
    });
  }

  return {
    async grant({ scope, by }, { to, hours, reason, giver }) {
      if (!Number.isInteger(hours) || hours < 1 || hours > MOST_REVEAL_HOURS) {
        throw new PlatformError('request.invalid', `a right to see values lasts 1 to ${MOST_REVEAL_HOURS} hours`, {
          field: 'hours',
        });
      }
      if ('person' in to ? to.person.id === by : to.role === giver) {
        throw new PlatformError('access.denied', 'nobody gives this right to themselves', {
          remedy: 'Ask somebody else who may give it.',
        });
      }
      const id = newRevealGrantId();
      const whom = 'person' in to ? { userId: to.person.id, role: null } : { userId: null, role: to.role };
      const expiresAt = new Date(clock.now() + hours * HOUR_MS);
      await appendDurably(ledger, {
        type: 'reveal.granted',
        facts: {
          grant: id,
          person: whom.userId,
          role: whom.role,
          until: expiresAt.toISOString(),
          ...actorOf({ scope, by }),
        },
        sealed: { reason },
      });
      return grants.add(scope, { id, ...whom, reason, grantedBy: by, expiresAt });
    },
    async revoke({ scope, by }, id) {
      const known = (await grants.list(scope)).some((grant) => grant.id === id);
      if (!known || !(await grants.revoke(scope, id))) {
        throw new PlatformError('request.invalid', `there is no right ${id} that still holds`, { field: 'id' });
      }
      await appendDurably(ledger, { type: 'reveal.revoked', facts: { grant: id, ...actorOf({ scope, by }) } });
    },
    async revealTo(acting, person, request) {
      const grant = await grants.inForce(acting.scope, person);
      if (grant !== undefined) return reveal(acting, request, grant);
      await appendDurably(ledger, {
        type: 'reveal.refused',
        facts: { conversation: conversationId(request.conversation), ...actorOf(acting) },
      });
      throw new PlatformError('access.denied', 'nobody gave you the right to see this value', {
        remedy: 'Ask a protection officer or an administrator for it.',
      });
    },
    revealToOwner: (acting, request) => reveal(acting, request, undefined),
  };
}

function conversationId(text: string) {
  const id = parseId('cnv', text);
  if (id !== undefined) return id;
  throw new PlatformError('request.invalid', `${text.slice(0, 80)} is not the id of a conversation`, {
    field: 'conversation',
    remedy: './riad vaults list shows the ids.',
  });
}

function failNoSurrogate(): never {
  throw new PlatformError('request.invalid', 'this is not a surrogate', {
    field: 'surrogate',
    remedy: 'Write it as it stands in the text, [[CIN_7QK]].',
  });
}
