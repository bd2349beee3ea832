import { canonicalValue } from './canonical.ts';
import { longestPayload, makeCode, writeTag } from './code.ts';
import type { SurrogateGiver, VaultCrypto } from './vault.ts';

export interface CorpusOptions {
  readonly crypto: Pick<VaultCrypto, 'hmacSha256'>;
  readonly tenantKey: Uint8Array;
  /** Surrogates of one corpus mean nothing in another. */
  readonly corpus: string;
}

/**
 * Surrogates for texts that nobody reads back, such as those to be embedded: the same value has the same surrogate in the
 * whole corpus and for ever, and nothing is kept by which it could be undone.
 */
export function createCorpusSurrogates({ crypto, tenantKey, corpus }: CorpusOptions): SurrogateGiver {
  const key = crypto.hmacSha256(tenantKey, `riad corpus ${corpus}`);
  return {
    surrogateFor(type, value, gender) {
      const drawn = crypto.hmacSha256(key, `${type} ${JSON.stringify(canonicalValue(type, value))}`);
      const code = makeCode(drawn.subarray(0, longestPayload));
      return writeTag(type, { code, variant: 1, ...(gender === undefined ? {} : { gender }) });
    },
    reserve: () => undefined,
    resolve: () => undefined,
  };
}
