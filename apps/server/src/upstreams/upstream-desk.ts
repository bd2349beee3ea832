import { hkdfSync } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import {
  PlatformError,
  upstreamSettingsSchema,
  type Clock,
  type DeclaredUpstreamView,
  type Egress,
  type LedgerPort,
  type Logger,
  type OrganisationId,
  type UpstreamSettings,
  type UpstreamTestView,
  type UpstreamView,
} from '@riad/contracts';
import { askUpstream, vaultCrypto } from '@riad/gateway';
import { appendDurably } from '@riad/ledger';
import type { DeclaredUpstream, DeclaredUpstreams } from '@riad/store';

import { actorOf, type Acting } from '../rights/acting.ts';
import type { SettingsBook } from '../settings/settings-book.ts';
import type { TypedKeys } from './typed-keys.ts';

/** Changes on another server hold here within this time. */
const REFRESH_MS = 2000;

/** Servers of models that are declared in the console. Off until somebody turns them on; changes are on record before they hold. */
export interface UpstreamDesk {
  list(): Promise<readonly UpstreamView[]>;
  /** Fails with `request.invalid` for a name of `riad.yaml`, and for another address without its key. */
  save(acting: Acting, upstream: DeclaredUpstreamView): Promise<void>;
  enable(acting: Acting, id: string, enabled: boolean): Promise<void>;
  remove(acting: Acting, id: string): Promise<void>;
  /** Asks the server for its models, by the rules of every connection outwards. */
  test(acting: Acting, id: string): Promise<UpstreamTestView>;
  close(): Promise<void>;
}

export interface UpstreamDeskOptions {
  readonly organisation: OrganisationId;
  readonly declared: DeclaredUpstreams;
  readonly settingsBook: SettingsBook;
  readonly typedKeys: TypedKeys;
  readonly tenantKey: (organisation: OrganisationId) => Uint8Array;
  readonly egress: Egress;
  readonly ledger: LedgerPort;
  readonly clock: Clock;
  readonly logger: Logger;
}

export async function openUpstreamDesk(options: UpstreamDeskOptions): Promise<UpstreamDesk> {
  const { organisation, declared, settingsBook, typedKeys, egress, ledger, clock, logger } = options;
  const scope = { organisationId: organisation };
  const { seal, unseal } = createKeyBox(options.tenantKey(organisation));
  let known: readonly DeclaredUpstream[] = [];

  async function refresh(): Promise<void> {
    const found = await declared.list(scope);
    if (isDeepStrictEqual(found, known)) return;
    const held = new Map<UpstreamSettings, string>();
    const upstreams = found
      .filter(({ enabled }) => enabled)
      .map(({ settings, sealedKey }) => {
        const upstream = upstreamSettingsSchema.parse(settings);
        if (sealedKey !== null) held.set(upstream, unseal(settings, sealedKey));
        return upstream;
      });
    typedKeys.hold(held);
    settingsBook.declare(upstreams);
    known = found;
  }

  async function change(
    acting: Acting,
    facts: { readonly type: string; readonly upstream: string },
    work: () => Promise<unknown>,
  ) {
    const { type, ...said } = facts;
    await appendDurably(ledger, { type, facts: { ...said, ...actorOf(acting) } });
    await work();
    await refresh();
  }

  async function find(id: string): Promise<DeclaredUpstream> {
    const found = (await declared.list(scope)).find(({ settings }) => settings.id === id);
    if (found === undefined)
      throw new PlatformError('request.invalid', `no upstream ${id} is declared in the console`, { field: 'id' });
    return found;
  }

  await refresh();
  let refreshing: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    refreshing ??= refresh()
      .catch((error: unknown) => logger.warn('upstreams.not_refreshed', { error }))
      .finally(() => (refreshing = undefined));
  }, REFRESH_MS);
  timer.unref();

  return {
    async list() {
      const own = await declared.list(scope);
      const inFile = settingsBook.fileUpstreams();
      return [
        ...inFile.map((upstream) =>
          present(upstream, { hasKey: upstream.key !== undefined, enabled: true, origin: 'file' }),
        ),
        ...own.map(({ settings, sealedKey, enabled }) => {
          const hidden = inFile.some(({ id }) => id === settings.id);
          return present(settings, { hasKey: sealedKey !== null, enabled, origin: hidden ? 'hidden' : 'console' });
        }),
      ];
    },
    async save(acting, { key, ...settings }) {
      if (settingsBook.fileUpstreams().some(({ id }) => id === settings.id))
        throw new PlatformError('request.invalid', `riad.yaml declares ${settings.id}`, {
          field: 'id',
          remedy: 'Change it there, or choose another name.',
        });
      const before = (await declared.list(scope)).find((each) => each.settings.id === settings.id);
      const sealedKey = key === undefined ? keptKey(before, settings) : seal(settings, key);
      const { id, country, contract = null, models } = settings;
      const facts = { type: 'upstream.set', upstream: id, country, contract, models: models.map((model) => model.id) };
      await change(acting, facts, () => declared.save(scope, { settings, sealedKey }));
    },
    async enable(acting, id, enabled) {
      const { country } = (await find(id)).settings;
      const facts = { type: enabled ? 'upstream.enabled' : 'upstream.disabled', upstream: id, country };
      await change(acting, facts, () => declared.enable(scope, id, enabled));
    },
    async remove(acting, id) {
      await find(id);
      await change(acting, { type: 'upstream.removed', upstream: id }, () => declared.remove(scope, id));
    },
    async test(acting, id) {
      const { settings, sealedKey } = await find(id);
      const key = sealedKey === null ? undefined : unseal(settings, sealedKey);
      await appendDurably(ledger, {
        type: 'upstream.tested',
        facts: { upstream: id, country: settings.country, ...actorOf(acting) },
      });
      const started = clock.monotonic();
      const ended = (): number => Math.round(clock.monotonic() - started);
      try {
        const status = await askUpstream({ settings, egress, key });
        return { ok: status === 200, status, durationMs: ended(), problem: null };
      } catch (error) {
        return {
          ok: false,
          status: 0,
          durationMs: ended(),
          problem: error instanceof Error ? error.message : 'failed',
        };
      }
    },
    async close() {
      clearInterval(timer);
      await refreshing;
    },
  };
}

/** A key goes to the address that it was typed for and to no other. */
function keptKey(before: DeclaredUpstream | undefined, settings: Pick<UpstreamSettings, 'url'>): Uint8Array | null {
  if (before === undefined || before.sealedKey === null) return null;
  if (new URL(before.settings.url).origin === new URL(settings.url).origin) return before.sealedKey;
  throw new PlatformError('request.invalid', 'another address needs its key typed again', { field: 'key' });
}

type Address = Pick<UpstreamSettings, 'id' | 'url'>;

/** Each key is sealed for one server at one address: whoever writes to the database cannot send it elsewhere. */
function createKeyBox(tenantKey: Uint8Array) {
  const keyFor = ({ id, url }: Address): Uint8Array =>
    Buffer.from(hkdfSync('sha256', tenantKey, '', `riad upstream ${id} ${new URL(url).origin}`, 32));
  return {
    seal: (address: Address, key: string): Uint8Array => vaultCrypto.seal(keyFor(address), key),
    unseal: (address: Address, sealed: Uint8Array): string => vaultCrypto.open(keyFor(address), Buffer.from(sealed)),
  };
}

function present(
  { id, kind, url, country, contract, localReason, models }: Omit<DeclaredUpstreamView, 'key'>,
  state: Pick<UpstreamView, 'hasKey' | 'enabled' | 'origin'>,
): UpstreamView {
  return {
    id,
    kind,
    url,
    country,
    contract: contract ?? null,
    localReason: localReason ?? null,
    models: models.map((model) => ({ id: model.id, upstream: model.upstream ?? null })),
    ...state,
  };
}
