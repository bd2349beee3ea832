import { createHash } from 'node:crypto';

import type { DBAdapter, Where } from 'better-auth';

type Data = Record<string, unknown>;

/**
 * Keeps only the hash of a session's token, so that nobody who reads the database or a backup can be somebody else. The
 * library goes on seeing the tokens that it made or was shown.
 */
export function withHashedTokens(adapter: DBAdapter): DBAdapter {
  return {
    ...adapter,
    async create(options) {
      if (options.model !== 'session') return adapter.create(options);
      const made = await adapter.create<Data>({ ...options, data: hashIn(options.data) });
      return shown(made, options.data['token']);
    },
    async findOne(options) {
      if (options.model !== 'session') return adapter.findOne(options);
      const found = await adapter.findOne<Data>({ ...options, where: hashWhere(options.where) });
      return found === null ? null : shown(found, tokenIn(options.where));
    },
    findMany: (options) =>
      adapter.findMany(options.model === 'session' ? { ...options, ...whereOf(options.where) } : options),
    async update(options) {
      if (options.model !== 'session') return adapter.update(options);
      const changed = await adapter.update<Data>({
        ...options,
        where: hashWhere(options.where),
        update: hashIn(options.update),
      });
      return changed === null ? null : shown(changed, options.update['token'] ?? tokenIn(options.where));
    },
    updateMany: (options) =>
      adapter.updateMany(options.model === 'session' ? { ...options, where: hashWhere(options.where) } : options),
    delete: (options) =>
      adapter.delete(options.model === 'session' ? { ...options, where: hashWhere(options.where) } : options),
    deleteMany: (options) =>
      adapter.deleteMany(options.model === 'session' ? { ...options, where: hashWhere(options.where) } : options),
    transaction: (work) => adapter.transaction((inner) => work(withHashedTokens({ ...adapter, ...inner }))),
  };
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function hashIn<T extends Data>(data: T): T {
  const { token } = data;
  return typeof token === 'string' ? { ...data, token: hashToken(token) } : data;
}

function whereOf(where: Where[] | undefined): { where?: Where[] } {
  return where === undefined ? {} : { where: hashWhere(where) };
}

function hashWhere(where: Where[]): Where[] {
  return where.map((part) => {
    if (part.field !== 'token') return part;
    const { value } = part;
    if (typeof value === 'string') return { ...part, value: hashToken(value) };
    return Array.isArray(value) ? { ...part, value: value.map((token) => hashToken(String(token))) } : part;
  });
}

function tokenIn(where: readonly Where[]): unknown {
  return where.find((part) => part.field === 'token' && typeof part.value === 'string')?.value;
}

/** The row with the token as the library knows it. */
function shown<T>(row: Data, token: unknown): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same row, with its own token instead of the hash
  return (typeof token === 'string' ? { ...row, token } : row) as T;
}
