import { PlatformError, type EntityType, type SealedSurrogate } from '@riad/contracts';

import { isCode, longestPayload, makeCode, shortestPayload, writeTag } from './code.ts';
import { makeLookalike } from './lookalike.ts';
import { canonicalValue } from './canonical.ts';

/** What a vault needs from its host. All calls are synchronous: a stream cannot wait. */
export interface VaultCrypto {
  hmacSha256(key: Uint8Array, message: string): Uint8Array;
  /** AES-256-GCM with a fresh nonce, the nonce and tag included in what it returns. */
  seal(key: Uint8Array, plain: string): Uint8Array;
  /** Throws when the key or the sealed bytes are wrong. */
  open(key: Uint8Array, sealed: Uint8Array): string;
}

export type SurrogateStyle = 'tag' | 'format';

/** Gives surrogates. */
export interface SurrogateGiver {
  /** The same value gets the same surrogate, the same entity the same code. */
  surrogateFor(type: EntityType, value: string, gender?: 'F' | 'M'): string;
  /** Never to be given: codes that texts of the conversation hold already. */
  reserve(code: string): void;
  /** The real value for a code, undefined when it was never given. */
  resolve(code: string, variant: number): string | undefined;
}

/** Knows what surrogates stand for. */
export interface SurrogateSource {
  resolve(code: string, variant: number): string | undefined;
  /** The real value for a surrogate that looks like one. */
  resolveLookalike(surrogate: string): string | undefined;
  /** Surrogates that look like real values, longest first. */
  lookalikes(): readonly string[];
}

/** Surrogates of one conversation. The real values are sealed under the conversation's own key. */
export interface Vault extends SurrogateGiver, SurrogateSource {
  readonly style: SurrogateStyle;
  /** For storage, oldest first: nothing in it can be read without the conversation key. */
  entries(): readonly SealedSurrogate[];
  /** Forgets key and entries. Nothing resolves afterwards, here or from stored entries. */
  destroy(): void;
}

export interface VaultOptions {
  readonly crypto: VaultCrypto;
  /** 32 bytes of the tenant; makes lookups of one tenant useless to another. */
  readonly tenantKey: Uint8Array;
  /** 32 bytes of this conversation; whoever destroys it forgets the conversation's values. */
  readonly conversationKey: Uint8Array;
  readonly style?: SurrogateStyle;
  /** Stored entries of an earlier request of the same conversation. */
  readonly entries?: readonly SealedSurrogate[];
}

export function createVault(options: VaultOptions): Vault {
  const { crypto, tenantKey, style = 'tag' } = options;
  const key = Uint8Array.from(options.conversationKey);
  const bySpelling = new Map<string, SealedSurrogate>();
  const byCode = new Map<string, SealedSurrogate>();
  const byEntity = new Map<string, SealedSurrogate[]>();
  const bySurrogate = new Map<string, SealedSurrogate>();
  const reserved = new Set<string>();
  let destroyed = false;

  const remember = (entry: SealedSurrogate): void => {
    bySpelling.set(entry.spelling, entry);
    byCode.set(`${entry.code}-${entry.variant}`, entry);
    bySurrogate.set(entry.surrogate, entry);
    const spellings = byEntity.get(entry.entity);
    if (spellings === undefined) byEntity.set(entry.entity, [entry]);
    else spellings.push(entry);
  };
  for (const entry of options.entries ?? []) remember(entry);

  const isFree = (code: string): boolean => isCode(code) && !reserved.has(code) && !byCode.has(`${code}-1`);
  // Drawn from the entity, not from chance: servers that share a conversation draw the same.
  const drawKey = crypto.hmacSha256(key, 'riad surrogate draws');
  const draw = (entity: string, attempt: number): Uint8Array => crypto.hmacSha256(drawKey, `${attempt} ${entity}`);
  const newCode = (entity: string): string => {
    for (let payload = shortestPayload; payload <= longestPayload; payload += 1) {
      for (let attempt = 0; attempt < 32; attempt += 1) {
        const code = makeCode(draw(entity, attempt).subarray(0, payload));
        if (isFree(code)) return code;
      }
    }
    throw new PlatformError('guard.failed', 'no surrogate code is free in this conversation', {
      remedy: 'Start a new conversation.',
    });
  };
  const digest = (message: string): string => toHex(crypto.hmacSha256(tenantKey, message));
  // JSON keeps lone halves of surrogate pairs apart, which UTF-8 would make one.
  const spellingOf = (type: EntityType, value: string): string => digest(`${type} spelling ${JSON.stringify(value)}`);
  const open = (entry: SealedSurrogate | undefined): string | undefined =>
    entry === undefined ? undefined : parseValue(crypto.open(key, entry.sealed));

  const add = (type: EntityType, value: string, gender: 'F' | 'M' | undefined): SealedSurrogate => {
    const entity = digest(`${type} entity ${JSON.stringify(canonicalValue(type, value))}`);
    const known = byEntity.get(entity);
    const code = known?.[0]?.code ?? newCode(entity);
    const variant = (known?.length ?? 0) + 1;
    const tag = writeTag(type, { code, variant, ...(gender === undefined ? {} : { gender }) });
    const taken = (candidate: string): boolean => bySurrogate.has(candidate);
    const surrogate =
      style === 'format'
        ? (makeLookalike({ type, value, gender, taken, draw: (attempt) => draw(`${entity} ${variant}`, attempt) }) ??
          tag)
        : tag;
    const entry = {
      type,
      surrogate,
      code,
      variant,
      entity,
      spelling: spellingOf(type, value),
      sealed: crypto.seal(key, JSON.stringify(value)),
    };
    remember(entry);
    return entry;
  };

  return {
    style,
    surrogateFor: (type, value, gender) => {
      if (destroyed) throw new PlatformError('guard.failed', 'the vault of this conversation was destroyed');
      // What stands for a value already goes on standing for it.
      if (bySurrogate.has(value)) return value;
      return (bySpelling.get(spellingOf(type, value)) ?? add(type, value, gender)).surrogate;
    },
    resolve: (code, variant) => open(byCode.get(`${code}-${variant}`)),
    resolveLookalike: (surrogate) => open(bySurrogate.get(surrogate)),
    lookalikes: () =>
      [...bySurrogate.keys()].filter((surrogate) => !surrogate.startsWith('[[')).sort((a, b) => b.length - a.length),
    reserve: (code) => reserved.add(code),
    entries: () => [...bySpelling.values()],
    destroy: () => {
      destroyed = true;
      key.fill(0);
      for (const map of [bySpelling, byCode, byEntity, bySurrogate]) map.clear();
    },
  };
}

function parseValue(sealed: string): string {
  const value: unknown = JSON.parse(sealed);
  if (typeof value !== 'string') throw new PlatformError('guard.failed', 'a vault entry holds no text');
  return value;
}

function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}
