import type { ConversationId, OrganisationId, Scope, VaultRepository } from '@riad/contracts';
import { vaultCrypto, type Conversations } from '@riad/gateway';

import type { PersonalStore } from './personal-store.ts';

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

  return {
    name: 'vaults',
    async *find(scope, { match }) {
      for (const { id } of await vaults.list(scope)) {
        const text = await valuesOf(scope, id);
        const lines = text.split('\n').filter((line) => match(line).length > 0);
        if (lines.length > 0) yield { place: 'vaults', id, text: lines.join('\n') };
      }
    },
    async erase(scope, subject) {
      const erased = [];
      for await (const { place, id } of this.find(scope, subject)) {
        const known = (await vaults.list(scope)).find((vault) => vault.id === id);
        if (known !== undefined && (await conversations.forget(scope, known.id))) erased.push({ place, id });
      }
      return erased;
    },
  };
}
