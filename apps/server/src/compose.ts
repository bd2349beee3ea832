import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  makeId,
  modelName,
  systemClock,
  type Caller,
  type Clock,
  type Egress,
  type EngineBackend,
  type Logger,
  type ModelName,
  type Settings,
} from '@riad/contracts';
import type { ModelStore } from '@riad/engine';
import { createEmbeddedUpstream, createGateway, type Gateway, type Limiter, type Upstream } from '@riad/gateway';
import type { Guard } from '@riad/guard';
import {
  openLedger,
  openStore,
  startEmbeddedDatabase,
  type EmbeddedDatabase,
  type Ledger,
  type Project,
  type Store,
} from '@riad/store';

import { openAttestation, type Attestation } from './attestation/attestation.ts';
import { withinBudgets } from './budgets/budget-book.ts';
import { openDataControl, type DataControl } from './compose/data-control.ts';
import { openLimits } from './compose/limits.ts';
import { openHouseRules, type HouseParts } from './compose/house-rules.ts';
import { openModels } from './compose/models.ts';
import { openPrivacy, type Privacy } from './compose/privacy.ts';
import { openUpstreams } from './compose/upstreams.ts';
import type { DataFolder } from './data-folder/data-folder.ts';
import { rememberingGuard } from './compose/guard.ts';
import { createEgress } from './egress.ts';
import { composeKnowledge } from './knowledge/compose-knowledge.ts';
import type { Uploads } from './documents/uploads.ts';
import type { Library } from './knowledge/library.ts';
import { attestationLines } from './attestation/present-attestation.ts';
import { engineLines } from './engine-metrics.ts';
import { createGuardThread } from './guard-thread/guard-thread.ts';
import { createGuardService, type GuardService } from './http/guard-service.ts';
import { createRecordOwners, type RecordOwners } from './record-owners.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createSettingsBook, type SettingsBook } from './settings/settings-book.ts';
import type { Step } from './start-progress.ts';

/** Every part of a running server, wired. The only place that knows concrete classes. */
export interface Parts extends HouseParts {
  /** As they hold at the moment. */
  readonly settings: Settings;
  readonly settingsBook: SettingsBook;
  readonly folder: DataFolder;
  readonly logger: Logger;
  readonly database: EmbeddedDatabase | undefined;
  readonly store: Store;
  readonly project: Project;
  readonly ledger: Ledger;
  readonly attestation: Attestation;
  readonly models: ModelStore;
  readonly engine: EngineBackend;
  readonly gateway: Gateway;
  readonly guard: Guard;
  readonly guardService: GuardService;
  readonly privacy: Privacy;
  /** Whose record each is. */
  readonly recordOwners: RecordOwners;
  readonly dataControl: DataControl;
  readonly library: Library;
  readonly uploads: Uploads;
  readonly limiter: Limiter;
  readonly metrics: Metrics;
  /** The one way out. */
  readonly egress: Egress;
  /** The owner, as commands on the local socket act. */
  readonly owner: Caller;
  defaultModel(): ModelName | undefined;
  /** Loads the default model when the settings want it. */
  preload(): void;
  close(): Promise<void>;
}

export interface ComposeOptions {
  readonly folder: DataFolder;
  readonly settings: Settings;
  readonly logger: Logger;
  readonly onStep: (step: Step) => void;
}

/** Undoes an opening; run in reverse order. */
type Closer = () => Promise<void>;

/** Opens everything in order. When a step fails, what was opened before it is closed again. */
export async function compose(options: ComposeOptions): Promise<Parts> {
  const closers: Closer[] = [];
  try {
    return await wire(options, closers);
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

async function closeAll(closers: Closer[]): Promise<void> {
  for (const close of closers.splice(0).toReversed()) await close();
}

async function wire(options: ComposeOptions, closers: Closer[]): Promise<Parts> {
  const { folder, settings, logger, onStep } = options;
  const clock = systemClock;
  onStep({ message: 'Opening the ledger', key: 'ledger' });
  const ledger = await openLedger({
    folder: folder.ledger,
    keys: folder.keys,
    clock,
    logger,
    queueLimit: settings.ledger.queueLimit,
    checkpointMs: settings.ledger.checkpointSeconds * 1000,
  });
  closers.push(() => ledger.close());
  const egress = createEgress({
    offline: () => settingsBook.current().offline,
    upstreams: () => settingsBook.current().upstreams,
    onContact: (request, outcome) => store.egressLog.note(request, outcome),
  });
  const attestation = openAttestation({ folder: folder.ledger, settings: settings.ledger, egress, clock, logger });
  closers.push(async () => attestation.close());
  const { models, engine, defaultModel, preload, close } = await openModels({
    folder,
    settings,
    wanted: () => settingsBook.current().engine.defaultModel,
    egress,
    ledger,
    clock,
    logger,
  });
  closers.push(close);
  const upstreams = openUpstreams({
    embedded: embeddedUpstream(engine, models, defaultModel),
    settings,
    egress,
    clock,
    logger,
  });
  closers.push(() => upstreams.close());
  const settingsBook = createSettingsBook({
    initial: settings,
    ledger,
    clock,
    logger,
    prepare: upstreams.prepare,
  });
  preload();
  onStep({ message: 'Starting the database', key: 'database' });
  const database = settings.database.url === undefined ? await startDatabase(folder, logger) : undefined;
  if (database !== undefined) closers.push(() => database.stop());
  const store = await openStoreIn(database, settings.database, { clock, logger });
  closers.push(() => store.close());
  const { project } = await store.tenancy.ensureDefault();

  const privacy = await openPrivacy({
    organisation: project.organisationId,
    keysFolder: folder.keys,
    store,
    ledger,
    clock,
    logger,
  });
  closers.push(() => privacy.close());
  const recordOwners = createRecordOwners({
    ledger,
    house: project.organisationId,
    projects: (scope) => store.tenancy.projects(scope),
  });
  const dataControl = openDataControl({
    folder,
    project,
    store,
    ledger,
    privacy,
    recordOwners,
    engine,
    settings: settingsBook.current,
    logger,
  });
  closers.push(() => dataControl.close());

  const metrics = createMetrics(() => [...engineLines(engine.models()), ...attestationLines(attestation.status())]);
  closers.push(async () => metrics.close());
  const guard = rememberingGuard();
  const guardThread = createGuardThread();
  closers.push(() => guardThread.close());
  const { limiter, close: closeLimits } = openLimits({ store, settings: settingsBook.current, clock });
  closers.push(closeLimits);
  const ports = { egress, ledger, clock, logger };
  const houseRules = await openHouseRules({ ...ports, project, store, privacy, settingsBook, upstreams });
  closers.push(() => houseRules.close());
  const gateway = createGateway({
    keys: store.keyDirectory,
    limiter: withinBudgets(limiter, houseRules.budgets),
    inspect: (texts, scope) => guard.inspect(texts, scope),
    inspectApart: guardThread.inspect,
    policy: privacy.policies.forCaller,
    opposes: privacy.oppositions.opposes,
    checkUse: privacy.purposes.check,
    conversations: privacy.conversations,
    ledger,
    usage: store.usage,
    upstreams: upstreams.all,
    defaultModel: () => modelName('default'),
    clock,
    logger,
    onEnd: metrics.record,
  });
  const owner = ownerOf(project);
  const { library, uploads } = composeKnowledge({
    folder,
    store,
    gateway,
    models,
    engine,
    ledger,
    logger,
    owner,
    settings: settings.documents,
  });
  closers.push(() => library.close());
  return {
    get settings() {
      return settingsBook.current();
    },
    settingsBook,
    folder,
    logger,
    database,
    store,
    project,
    ledger,
    attestation,
    models,
    engine,
    gateway,
    guard,
    guardService: createGuardService({ guard, policy: privacy.policies.forCaller, limiter }),
    privacy,
    recordOwners,
    dataControl,
    library,
    uploads,
    limiter,
    ...houseRules.parts,
    metrics,
    egress,
    defaultModel,
    preload,
    owner,
    close: () => closeAll(closers),
  };
}

function openStoreIn(
  embedded: EmbeddedDatabase | undefined,
  { url = '', poolSize }: Settings['database'],
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Promise<Store> {
  return openStore({ database: embedded?.address ?? { url }, poolSize, clock, logger });
}

function startDatabase(folder: DataFolder, logger: Logger): Promise<EmbeddedDatabase> {
  return startEmbeddedDatabase({ folder: folder.database, logFile: join(folder.logs, 'database.log'), logger });
}

function embeddedUpstream(
  engine: EngineBackend,
  models: ModelStore,
  defaultModel: () => ModelName | undefined,
): Upstream {
  return createEmbeddedUpstream({
    engine,
    clock: systemClock,
    aliases: ({ name }) => [
      ...(models.installed().find((model) => model.name === name)?.aliases ?? []),
      ...(name === defaultModel() ? [modelName('default')] : []),
    ],
    describe: ({ name, kind }) => {
      const file = models.installed().find((model) => model.name === name);
      return {
        description: kind === 'chat' ? 'Runs on this machine' : 'Embeddings, on this machine',
        licence: file?.licence ?? 'unknown',
        created: Math.floor(Date.parse(file?.storedAt ?? '1970-01-01') / 1000),
        ...(file?.embedding === undefined ? {} : { prefixes: file.embedding }),
      };
    },
  });
}

function ownerOf(project: Project): Caller {
  const keyId = makeId('key', createHash('sha256').update(`owner ${project.id}`).digest('hex').slice(0, 12));
  return {
    keyId,
    keyName: 'owner (local socket)',
    projectId: project.id,
    organisationId: project.organisationId,
    limits: {},
  };
}

/** The key that signs model folders made by this server; made on first use. */
export function signingKey(folder: DataFolder): KeyObject {
  const file = join(folder.keys, 'models-signing-key.pem');
  if (existsSync(file)) return createPrivateKey(readFileSync(file));
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return privateKey;
}
