import { randomBytes } from 'node:crypto';

import {
  PlatformError,
  type Clock,
  type ConversationId,
  type OrganisationId,
  type Scope,
  type StoredVault,
  type VaultRepository,
} from '@riad/contracts';
import { createCorpusSurrogates, createVault, type SurrogateGiver, type SurrogateStyle, type Vault } from '@riad/guard';

import { vaultCrypto } from './vault-crypto.ts';

/** How long a vault is believed without asking the store again: what another server forgot is forgotten here by then. */
const FRESH_MS = 30_000;
/** Conversations kept in memory. */
const REMEMBERED = 2000;
/** Servers that give surrogates in one conversation at one moment may collide; each repeats its work on what the other wrote. */
const TRIES = 4;

export interface ConversationRequest {
  readonly scope: Scope;
  /** What tells it from other conversations of the tenant. */
  readonly name: string;
  readonly style: SurrogateStyle;
  /** Hours without a request after which it is forgotten. */
  readonly hours: number;
}

export interface ConversationWork<T> {
  readonly result: T;
  readonly id: ConversationId;
  readonly vault: Vault;
}

/** The vaults of conversations: opened, shared between the requests of a conversation, and stored before they are relied on. */
export interface Conversations {
  /**
   * Runs `work` on the conversation's vault. When it resolves, every surrogate that the work gave is in the store. `work`
   * may be run again. Fails with `store.unavailable` or `guard.failed`: nothing may leave then.
   */
  withVault<T>(request: ConversationRequest, work: (vault: Vault) => T): Promise<ConversationWork<T>>;
  /** For texts whose answer holds no text. */
  corpus(scope: Scope): SurrogateGiver;
  /** What a surrogate of a stored conversation stands for. */
  reveal(
    scope: Scope,
    id: ConversationId,
    surrogate: { readonly code: string; readonly variant: number },
  ): Promise<string | undefined>;
  /** Destroys a conversation's values here and in the store. False when there is none. */
  forget(scope: Scope, id: ConversationId): Promise<boolean>;
}

export interface ConversationsOptions {
  readonly vaults: VaultRepository;
  /** 32 bytes of the tenant. Fails when the key is not there. */
  readonly tenantKey: (organisation: OrganisationId) => Uint8Array;
  readonly clock: Clock;
}

interface OpenConversation {
  readonly id: ConversationId;
  readonly vault: Vault;
  readonly loadedAt: number;
  expiresAt: number;
  /** Entries that the store has. */
  saved: number;
  saving: Promise<boolean> | undefined;
}

export function createConversations({ vaults, tenantKey, clock }: ConversationsOptions): Conversations {
  const known = new Map<string, Promise<OpenConversation>>();

  function open(lookup: Uint8Array, request: ConversationRequest): Promise<OpenConversation> {
    const key = Buffer.from(lookup).toString('base64');
    const before = known.get(key);
    known.delete(key);
    const opened =
      before === undefined ? load(lookup, request) : before.then((found) => keepOrReload(found, lookup, request));
    opened.catch(() => known.delete(key));
    known.set(key, opened);
    if (known.size > REMEMBERED) for (const oldest of known.keys().take(1)) known.delete(oldest);
    return opened;
  }

  function keepOrReload(
    found: OpenConversation,
    lookup: Uint8Array,
    request: ConversationRequest,
  ): OpenConversation | Promise<OpenConversation> {
    const fresh = clock.monotonic() - found.loadedAt < FRESH_MS && found.expiresAt > clock.now();
    return fresh ? found : load(lookup, request);
  }

  async function load(lookup: Uint8Array, { scope, style, hours }: ConversationRequest): Promise<OpenConversation> {
    const tenant = tenantKey(scope.organisationId);
    const expiresAt = new Date(clock.now() + hours * 3_600_000);
    const stored = await vaults.open(scope, { lookup, wrappedKey: wrap(tenant, randomBytes(32)), expiresAt });
    return {
      id: stored.id,
      vault: unlock(stored, tenant, style),
      loadedAt: clock.monotonic(),
      expiresAt: stored.expiresAt.getTime(),
      saved: stored.entries.length,
      saving: undefined,
    };
  }

  /** A conversation in use does not expire: its end is moved when half of its time has passed. */
  async function extend(conversation: OpenConversation, { scope, hours }: ConversationRequest): Promise<void> {
    const now = clock.now();
    const span = hours * 3_600_000;
    if (conversation.expiresAt - now > span / 2) return;
    conversation.expiresAt = now + span;
    await vaults.extend(scope, conversation.id, new Date(now + span));
  }

  /** False: what this server gave collides with what another has stored, or the vault was forgotten meanwhile. */
  async function save(conversation: OpenConversation, scope: Scope): Promise<boolean> {
    while (conversation.saved < conversation.vault.entries().length) {
      conversation.saving ??= saveNew(conversation, scope).finally(() => (conversation.saving = undefined));
      if (!(await conversation.saving)) return false;
    }
    return true;
  }

  async function saveNew(conversation: OpenConversation, scope: Scope): Promise<boolean> {
    const entries = conversation.vault.entries();
    const added = await vaults.add(scope, conversation.id, entries.slice(conversation.saved));
    if (added) conversation.saved = entries.length;
    return added;
  }

  async function withVault<T>(request: ConversationRequest, work: (vault: Vault) => T): Promise<ConversationWork<T>> {
    const tenant = tenantKey(request.scope.organisationId);
    const lookup = vaultCrypto.hmacSha256(tenant, `riad conversation ${request.name}`);
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const conversation = await open(lookup, request);
      const result = work(conversation.vault);
      if (await save(conversation, request.scope)) {
        await extend(conversation, request);
        return { result, id: conversation.id, vault: conversation.vault };
      }
      known.delete(Buffer.from(lookup).toString('base64'));
    }
    throw new PlatformError('guard.failed', 'the surrogates of this conversation could not be stored', {
      retryAfterSeconds: 1,
    });
  }

  async function reveal(
    scope: Scope,
    id: ConversationId,
    { code, variant }: { readonly code: string; readonly variant: number },
  ): Promise<string | undefined> {
    const stored = await vaults.find(scope, id);
    return stored === undefined
      ? undefined
      : unlock(stored, tenantKey(scope.organisationId), 'tag').resolve(code, variant);
  }

  async function forget(scope: Scope, id: ConversationId): Promise<boolean> {
    const forgotten = await vaults.forget(scope, id);
    for (const [key, opening] of known) {
      const opened = await opening.catch(() => undefined);
      if (opened?.id !== id) continue;
      opened.vault.destroy();
      known.delete(key);
    }
    return forgotten;
  }

  return {
    withVault,
    corpus: ({ organisationId, projectId }) =>
      createCorpusSurrogates({ crypto: vaultCrypto, tenantKey: tenantKey(organisationId), corpus: projectId ?? '' }),
    reveal,
    forget,
  };
}

function unlock({ wrappedKey, entries }: StoredVault, tenant: Uint8Array, style: SurrogateStyle): Vault {
  const conversationKey = Buffer.from(vaultCrypto.open(tenant, wrappedKey), 'base64');
  return createVault({ crypto: vaultCrypto, tenantKey: tenant, conversationKey, style, entries });
}

function wrap(tenant: Uint8Array, key: Buffer): Uint8Array {
  return vaultCrypto.seal(tenant, key.toString('base64'));
}
