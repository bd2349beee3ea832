import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { PlatformError, type OrganisationId } from '@riad/contracts';
import type { TenantKeyChecks } from '@riad/store';

const KEY_BYTES = 32;

/** Secret keys of tenants, in files of the folder of keys. */
export interface TenantKeys {
  /** Fails with `guard.failed` for a tenant whose key was not opened. */
  get(organisation: OrganisationId): Uint8Array;
  /**
   * Reads the tenant's key; makes it when the tenant never had one. Fails with `key.file_missing` when it had: another key
   * would open nothing that was sealed.
   */
  open(organisation: OrganisationId): Promise<void>;
}

export function createTenantKeys(folder: string, checks: TenantKeyChecks): TenantKeys {
  const keys = new Map<OrganisationId, Uint8Array>();

  async function open(organisation: OrganisationId): Promise<void> {
    const file = join(folder, 'tenants', `${organisation}.key`);
    const known = await checks.find(organisation);
    if (!existsSync(file)) {
      if (known !== undefined) throw missing(file);
      write(file, randomBytes(KEY_BYTES));
    }
    const key = readFileSync(file);
    if (key.length !== KEY_BYTES || (await checks.firstOf(organisation, checkOf(key))) !== checkOf(key))
      throw missing(file);
    keys.set(organisation, key);
  }

  return {
    open,
    get(organisation) {
      const key = keys.get(organisation);
      if (key !== undefined) return key;
      throw new PlatformError('guard.failed', 'the key of this organisation is not open', {
        remedy: 'Start Riad again.',
      });
    },
  };
}

function missing(file: string): PlatformError {
  return new PlatformError('key.file_missing', `${file} is missing or is not the key that values were sealed with`, {
    remedy: `Put ${file} back from the backup of the folder of keys. A further server on one database takes it from the first.`,
  });
}

function write(file: string, key: Buffer): void {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  const draft = `${file}.new`;
  writeFileSync(draft, key, { mode: 0o600, flush: true });
  renameSync(draft, file);
}

/** Tells one key from another and nothing about either. */
function checkOf(key: Uint8Array): string {
  return createHmac('sha256', key).update('riad tenant key').digest('hex').slice(0, 32);
}
