import {
  makeId,
  modelName,
  PlatformError,
  settingsSchema,
  systemClock,
  type AppendCallbacks,
  type Caller,
  type ConversationId,
  type Egress,
  type Finding,
  type KeyCheck,
  type KeyLimits,
  type LedgerEntry,
  type NewVault,
  type Policy,
  type Scope,
  type SealedSurrogate,
  type StoredVault,
  type UpstreamSettings,
  type UsageEntry,
  type VaultRepository,
} from '@riad/contracts';

import { createConversations, type Conversations } from '../conversations/conversations.ts';
import type { Exchange, Reply } from '../exchange.ts';
import type { GatewayPorts, RequestSummary } from '../gateway-ports.ts';
import { createGateway, type Gateway } from '../gateway.ts';
import { createLimiter } from '../limits/limiter.ts';
import { createHttpUpstream } from '../upstreams/http/http-upstream.ts';
import type { Upstream } from '../upstreams/upstream.ts';

/** A ledger in memory. `manual`: nothing is written or durable before the test says so. */
export class FakeLedger {
  readonly entries: LedgerEntry[] = [];
  readonly waiting: AppendCallbacks[] = [];
  manual = false;
  failure: PlatformError | undefined;

  append(entry: LedgerEntry, callbacks?: AppendCallbacks) {
    if (this.failure !== undefined) throw this.failure;
    this.entries.push(entry);
    if (callbacks !== undefined) {
      this.waiting.push(callbacks);
      if (!this.manual)
        setImmediate(() => {
          this.write();
          this.sync();
        });
    }
    return makeId('rec', `test-${this.entries.length - 1}`);
  }

  write(): void {
    for (const callbacks of this.waiting) callbacks.onWritten?.();
  }

  sync(): void {
    for (const callbacks of this.waiting.splice(0)) callbacks.onDurable?.();
  }

  fail(): void {
    for (const callbacks of this.waiting.splice(0))
      callbacks.onError?.(new PlatformError('ledger.unavailable', 'the disk is full'));
  }

  status() {
    return { records: this.entries.length, checkpointAt: null, healthy: true };
  }

  async recent() {
    return [];
  }

  async find() {
    return undefined;
  }

  async close() {}

  closing(): LedgerEntry['facts'] | undefined {
    return this.entries.findLast((entry) => entry.type === 'request.close')?.facts;
  }
}

/** What a client of the gateway sees. */
export class FakeReply implements Reply {
  status: number | undefined;
  headers: Readonly<Record<string, string>> = {};
  readonly chunks: Buffer[] = [];
  ended = false;
  destroyed = false;
  /** False from `write` while true. */
  slow = false;
  #drain: (() => void) | undefined;
  #close: (() => void) | undefined;
  #finished: (() => void)[] = [];

  head(status: number, headers: Record<string, string>): void {
    this.status = status;
    this.headers = headers;
  }

  write(bytes: Buffer): boolean {
    this.chunks.push(bytes);
    return !this.slow;
  }

  end(bytes?: Buffer): void {
    if (bytes !== undefined) this.chunks.push(bytes);
    this.ended = true;
    for (const wake of this.#finished) wake();
  }

  destroy(): void {
    this.destroyed = true;
    for (const wake of this.#finished) wake();
  }

  onDrain(listener: () => void): void {
    this.#drain = listener;
  }

  onClose(listener: () => void): void {
    this.#close = listener;
  }

  drain(): void {
    this.slow = false;
    this.#drain?.();
  }

  leave(): void {
    this.#close?.();
  }

  finished(): Promise<void> {
    if (this.ended || this.destroyed) return Promise.resolve();
    return new Promise((resolve) => this.#finished.push(resolve));
  }

  text(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }

  json(): Record<string, unknown> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tests compare what they read
    return JSON.parse(this.text()) as Record<string, unknown>;
  }
}

export const secretText = 'sk-live-0123456789';

/** A guard that knows one secret and one name. */
export function fakeInspect(texts: readonly string[]): readonly (readonly Finding[])[] {
  const find = (text: string, word: string, type: Finding['type']): readonly Finding[] => {
    const start = text.indexOf(word);
    return start === -1 ? [] : [{ type, start, end: start + word.length, score: 1, checksum: null }];
  };
  return texts.map((text) => [...find(text, secretText, 'secret'), ...find(text, 'Amina', 'person')]);
}

/** Secrets are blocked everywhere, names stay at home. */
export const testPolicy: Policy = {
  version: 3,
  rules: [
    { id: 'block-rule', types: ['secret'], local: 'block', remote: 'block' },
    { id: 'keep-local-rule', types: ['person'], local: 'allow', remote: 'keep-local' },
  ],
};

/** Vaults in memory: what the store keeps, and nothing that could read it. */
export class FakeVaults implements VaultRepository {
  readonly stored = new Map<string, StoredVault>();
  failure: PlatformError | undefined;

  async open(_scope: Scope, { lookup, wrappedKey, expiresAt }: NewVault): Promise<StoredVault> {
    if (this.failure !== undefined) throw this.failure;
    const id = makeId('cnv', Buffer.from(lookup).toString('hex').slice(0, 16));
    const known = this.stored.get(id) ?? { id, wrappedKey, expiresAt, entries: [] };
    this.stored.set(id, known);
    return known;
  }

  async find(_scope: Scope, id: ConversationId): Promise<StoredVault | undefined> {
    return this.stored.get(id);
  }

  async add(_scope: Scope, id: ConversationId, entries: readonly SealedSurrogate[]): Promise<boolean> {
    const known = this.stored.get(id);
    const taken = new Set(known?.entries.map(({ code, variant }) => `${code}-${variant}`));
    if (known === undefined || entries.some(({ code, variant }) => taken.has(`${code}-${variant}`))) return false;
    this.stored.set(id, { ...known, entries: [...known.entries, ...entries] });
    return true;
  }

  async extend(): Promise<boolean> {
    return true;
  }

  async list() {
    return [];
  }

  async forget(_scope: Scope, id: ConversationId): Promise<boolean> {
    return this.stored.delete(id);
  }

  async forgetExpired(): Promise<number> {
    return 0;
  }
}

export function conversationsWith(
  vaults: VaultRepository = new FakeVaults(),
  tenantKey = (): Uint8Array => Buffer.alloc(32, 7),
): Conversations {
  return createConversations({ vaults, tenantKey, clock: systemClock });
}

export function callerWith(limits: KeyLimits = {}): Caller {
  return {
    keyId: makeId('key', 'one'),
    keyName: 'one',
    projectId: makeId('prj', 'one'),
    organisationId: makeId('org', 'one'),
    limits,
  };
}

export interface TestGateway {
  readonly gateway: Gateway;
  readonly ledger: FakeLedger;
  readonly usage: UsageEntry[];
  readonly ended: RequestSummary[];
  readonly errors: unknown[];
  upstreams: readonly Upstream[];
  /** Runs a request and gives what its client sees. */
  send(request: TestRequest): FakeReply;
  /** The same, to its end. */
  ask(request: TestRequest): Promise<FakeReply>;
  close(): Promise<void>;
}

export type TestRequest = Partial<Omit<Exchange, 'body' | 'reply'>> & {
  readonly body?: unknown;
  readonly reply?: FakeReply;
};

export const chat = { model: 'm', messages: [{ role: 'user', content: 'Salut' }] };

export function gatewayWith(overrides: Partial<GatewayPorts> = {}, upstreams: readonly Upstream[] = []): TestGateway {
  const ledger = new FakeLedger();
  const usage: UsageEntry[] = [];
  const ended: RequestSummary[] = [];
  const errors: unknown[] = [];
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  const log = (_event: string, fields?: unknown): void => void errors.push(fields);
  const state = { upstreams };
  const valid: KeyCheck = { kind: 'valid', caller: callerWith() };
  const gateway = createGateway({
    keys: {
      checkCached: (secret) => (secret === 'good' ? valid : undefined),
      check: async () => ({ kind: 'unknown' }),
    },
    limiter: createLimiter({ clock, defaults: () => ({}) }),
    inspect: fakeInspect,
    policy: () => testPolicy,
    opposes: () => false,
    checkUse: () => ({ allowed: true, use: { purpose: null, consent: null } }),
    conversations: conversationsWith(),
    ledger,
    usage: { add: (entry) => void usage.push(entry) },
    upstreams: () => state.upstreams,
    defaultModel: () => modelName('default'),
    clock,
    logger: { info() {}, warn() {}, error: log },
    onEnd: (summary) => void ended.push(summary),
    ...overrides,
  });
  let count = 0;
  function send({ body = chat, reply = new FakeReply(), ...rest }: TestRequest): FakeReply {
    gateway.run({
      id: makeId('req', String(count++)),
      operation: 'chat',
      dialect: 'openai',
      identity: { secret: 'good' },
      body: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      reply,
      ...rest,
    });
    return reply;
  }
  return {
    gateway,
    ledger,
    usage,
    ended,
    errors,
    get upstreams() {
      return state.upstreams;
    },
    set upstreams(next) {
      state.upstreams = next;
    },
    send,
    async ask(request) {
      const reply = send(request);
      await reply.finished();
      return reply;
    },
    async close() {
      await Promise.all(state.upstreams.map((upstream) => upstream.close()));
    },
  };
}

/** An upstream as the settings describe it. */
export function upstreamAt(
  url: string,
  settings: Partial<UpstreamSettings> = {},
  assertAllowed: Egress['assertAllowed'] = () => undefined,
): Upstream {
  const [parsed] = settingsSchema.parse({
    upstreams: [
      {
        id: 'other',
        kind: 'openai-compatible',
        url,
        country: 'local',
        models: [{ id: 'm', upstream: 'm-real' }],
        timeouts: { connectMs: 500, headersMs: 700, silenceMs: 700 },
        ...settings,
      },
    ],
  }).upstreams;
  if (parsed === undefined) throw new Error('settings without an upstream');
  return createHttpUpstream({
    settings: parsed,
    egress: { assertAllowed },
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    key: 'upstream-key',
  });
}
