import type { ConversationId, OrganisationId, Scope, VaultRepository } from '@riad/contracts';
import { vaultCrypto, type Conversations } from '@riad/gateway';
import type { LegalHold } from '@riad/store';

import type { ErasedText, KeptText, PersonalStore } from './personal-store.ts';

export interface VaultStoreOptions {
  readonly vaults: VaultRepository;
  readonly conversations: Conversations;
  readonly tenantKey: (organisation: OrganisationId) => Uint8Array;
}

/** What surrogates of conversations stand for. Erasing one value forgets its conversation's values. */
export function createVaultStore({ vaults, conversations, tenantKey }: VaultStoreOptions): PersonalStore {
  async function valuesOf(scope: Scope, id: ConversationId): Promise<string> {
    const stored = await vaults.find(scope, id);
    if (stored === undefined) return '';
    const key = Buffer.from(vaultCrypto.open(tenantKey(scope.organisationId), stored.wrappedKey), 'base64');
    return stored.entries.map(({ sealed }) => String(JSON.parse(vaultCrypto.open(key, sealed)))).join('\n');
  }

  async function heldVaults(scope: Scope, holds: readonly LegalHold[]): Promise<ReadonlyMap<ConversationId, string>> {
    const held = new Map<ConversationId, string>();
    for (const { id: hold, class: name, projectId, collectionId, personRecord } of holds) {
      if ((name !== 'all' && name !== 'vaults') || collectionId !== null || personRecord !== null) continue;
      const some = projectId === null ? scope : { ...scope, projectId };
      for (const { id } of await vaults.list(some)) held.set(id, hold);
    }
    return held;
  }

  return {
    name: 'vaults',
    async *find(scope, { match }) {
      for (const { id } of await vaults.list(scope)) {
        const text = await valuesOf(scope, id);
        const lines = text.split('\n').filter((line) => match(line).length > 0);
        if (lines.length > 0) yield { place: 'vaults', id, text: lines.join('\n'), unit: { class: 'vaults', id } };
      }
    },
    async erase(scope, subject, { holds }) {
      const erased: ErasedText[] = [];
      const kept: KeptText[] = [];
      const held = await heldVaults(scope, holds);
      for await (const { place, id } of this.find(scope, subject)) {
        const known = (await vaults.list(scope)).find((vault) => vault.id === id);
        if (known === undefined) continue;
        const hold = held.get(known.id);
        if (hold !== undefined) kept.push({ place, id, hold });
        else if (await conversations.forget(scope, known.id)) erased.push({ place, id });
      }
      return { erased, kept };
    },
  };
}
