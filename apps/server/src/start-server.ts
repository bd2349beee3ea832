import { writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';

import { PlatformError, systemClock, type Logger } from '@riad/contracts';

import { createConsolePlane } from './admin/console-plane.ts';
import { createSignInLink } from './admin/sign-in-link.ts';
import { compose, type Parts } from './compose.ts';
import type { DataFolder } from './data-folder/data-folder.ts';
import { claimInstance, releaseInstance } from './data-folder/instance.ts';
import { createGroundedChat } from './documents/grounded/grounded-chat.ts';
import { openDocumentPlane } from './documents/http/open-document-plane.ts';
import { createDataPlane, type RequestListener } from './http/data-plane.ts';
import { listen } from './http/http-server.ts';
import { giveBackStartMemory } from './give-back-memory.ts';
import { answerNotFound } from './http/not-found.ts';
import { createReadiness } from './http/readiness.ts';
import { startLocalServer } from './local/local-server.ts';
import { createLocalMethods } from './local/methods.ts';
import type { Welcome } from './local/shapes.ts';
import type { LoadedSettings } from './settings/load-settings.ts';
import { createStartProgress, modelStep, type Step } from './start-progress.ts';
import { version } from './version.ts';

export interface StartOptions {
  readonly folder: DataFolder;
  readonly loaded: LoadedSettings;
  /** Reads the same sources again. */
  readonly reread: () => LoadedSettings;
  readonly logger: Logger;
  readonly onStep: (step: Step) => void;
}

export interface RunningServer {
  /** What to tell whoever started it. `interactive`: secrets may be printed, because somebody reads them at a terminal. */
  welcome(interactive: boolean): Promise<Welcome>;
  /** Reads the settings again; what came of it is logged, on record, and told by `doctor`. */
  reread(): Promise<void>;
  stop(): Promise<void>;
  /** Resolves when the server has stopped, whoever asked it to. */
  readonly stopped: Promise<void>;
}

/** Open connections are given this long to finish. */
const DRAIN_MS = 5000;

/** Starts everything in order and returns when requests are answered. What was begun is undone when a step fails. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { folder, loaded, logger } = options;
  const { settings } = loaded;
  const progress = createStartProgress();
  progress.follow(options.onStep);
  let parts: Parts | undefined;
  let ready = false;
  let plane: RequestListener = (_request, response) => answerNotFound(response);

  const http = await listen(settings.server, (request, response) => plane(request, response));
  const address = addressOf(http, settings.server.host);
  const console = createConsolePlane({ parts: () => parts, address });
  let local: Server | undefined;
  let resolveStopped: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    resolveStopped = resolve;
  });
  const welcomed = Promise.withResolvers<(interactive: boolean) => Promise<Welcome>>();
  welcomed.promise.catch(() => undefined);

  async function stop(): Promise<void> {
    ready = false;
    logger.info('server.stopping');
    await console.close();
    await closeServer(http);
    await parts?.close();
    local?.closeAllConnections();
    local?.close();
    releaseInstance(folder);
    logger.info('server.stopped');
    resolveStopped();
  }

  async function reread(): Promise<void> {
    if (parts === undefined) return;
    const { outcome } = await parts.settingsBook.reread(() => options.reread().settings);
    if (outcome === 'refused') return;
    http.maxConnections = parts.settings.server.maxConnections;
    plane = dataPlaneOf({ parts, ready: () => ready, fallback: console.handle });
  }

  try {
    const instance = claimInstance(folder, { address, version });
    const methods = createLocalMethods({
      parts: () => parts,
      instance,
      folder,
      ready: () => ready,
      progress,
      welcome: welcomed.promise,
      stop: () => void stop(),
    });
    local = await startLocalServer({
      path: instance.socket,
      methods,
      logger,
      dataPlane: (request, response) =>
        parts === undefined
          ? answerNotFound(response)
          : dataPlaneOf({ parts, ready: () => ready, asOwner: true })(request, response),
    });
    parts = await compose({ folder, settings, logger, onStep: progress.step });
    plane = dataPlaneOf({ parts, ready: () => ready, fallback: console.handle });
    const warnings = await fetchModels(parts, progress.step);
    ready = true;
    parts.preload();
    const composed = parts;
    const makeWelcome = (interactive: boolean): Promise<Welcome> =>
      welcome({ parts: composed, address, warnings, interactive });
    welcomed.resolve(makeWelcome);
    giveBackStartMemory();
    logger.info('server.ready', { address });
    return { welcome: makeWelcome, reread, stop, stopped };
  } catch (error) {
    welcomed.reject(error);
    await stop();
    throw error;
  }
}

interface DataPlaneParts {
  readonly parts: Parts;
  readonly ready: () => boolean;
  /** Requests come from the owner of the data folder. */
  readonly asOwner?: boolean;
  /** Everything that is not the data plane. */
  readonly fallback?: RequestListener;
}

function dataPlaneOf({ parts, ready, asOwner = false, fallback }: DataPlaneParts): RequestListener {
  return createDataPlane(
    {
      gateway: parts.gateway,
      keys: parts.store.keyDirectory,
      tokenizerInfo: async (model) =>
        parts.engine.tokenizerInfo(
          parts.models.installed().find((file) => file.name === (model ?? parts.defaultModel()))?.name ?? failNoModel(),
        ),
      settings: parts.settings.server,
      ready,
      failing: createReadiness(
        [
          { name: 'database', works: () => parts.store.healthy() },
          { name: 'ledger', works: () => parts.ledger.status().healthy },
        ],
        systemClock,
      ),
      guardService: parts.guardService,
      documents: openDocumentPlane(parts),
      grounded: createGroundedChat({
        gateway: parts.gateway,
        keys: parts.store.keyDirectory,
        library: parts.library,
      }),
      metrics: asOwner || parts.settings.metrics.public ? parts.metrics.text : undefined,
      onRefused: parts.metrics.refused,
      fallback: fallback ?? ((_request, response) => answerNotFound(response)),
    },
    asOwner ? parts.owner : undefined,
  );
}

function failNoModel(): never {
  throw new PlatformError('model.not_found', 'no model is installed', {
    remedy: './riad models list shows what can be fetched.',
  });
}

/** The first start fetches a chat and an embedding model; without a network the server starts all the same and says so. */
async function fetchModels(parts: Parts, onStep: (step: Step) => void): Promise<readonly string[]> {
  const warnings: string[] = [];
  const wanted = parts.settings.engine.defaultModel;
  const has = (kind: 'chat' | 'embedding'): boolean =>
    parts.models
      .installed()
      .some((model) => model.kind === kind && (kind === 'embedding' || wanted === undefined || model.name === wanted));
  const onProgress = (progress: Parameters<typeof modelStep>[0]): void => onStep(modelStep(progress));
  for (const kind of ['chat', 'embedding'] as const) {
    if (has(kind) || (kind === 'embedding' && parts.settings.offline)) continue;
    try {
      if (kind === 'chat' && wanted !== undefined) await parts.models.pull(wanted, { onProgress });
      else await parts.models.pullFirstDefault({ kind, onProgress });
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      warnings.push(`No ${kind} model could be fetched: ${error.message}. ${error.remedy ?? ''}`.trim());
      parts.logger.warn('models.not_fetched', { kind, code: error.code, message: error.message });
    }
  }
  return warnings;
}

async function welcome({
  parts,
  address,
  warnings,
  interactive,
}: {
  readonly parts: Parts;
  readonly address: string;
  readonly warnings: readonly string[];
  readonly interactive: boolean;
}): Promise<Welcome> {
  const hand = (name: string, secret: string | null): Handed => handOver(parts.folder, { name, secret, interactive });
  const key = hand('first-api-key', await firstKey(parts));
  const link = hand('sign-in-link', await createSignInLink(parts, address));
  const model = parts.defaultModel() ?? null;
  const listing = (await parts.models.list()).find((entry) => entry.id === model);
  return {
    address,
    signInLink: link.shown,
    signInFile: link.file,
    firstKey: key.shown,
    firstKeyFile: key.file,
    model,
    modelRemark: listing?.expectation ?? null,
    warnings: [...warnings],
  };
}

interface Handed {
  readonly shown: string | null;
  readonly file: string | null;
}

/** A secret is shown to whoever sits at a terminal; otherwise it waits in a file that only the owner reads. */
function handOver(
  folder: DataFolder,
  {
    name,
    secret,
    interactive,
  }: { readonly name: string; readonly secret: string | null; readonly interactive: boolean },
): Handed {
  if (secret === null || interactive) return { shown: secret, file: null };
  const file = join(folder.keys, name);
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return { shown: null, file };
}

/** Made once, at the first start that comes so far, before anybody could have made one. */
async function firstKey(parts: Parts): Promise<string | null> {
  const scope = { organisationId: parts.project.organisationId };
  if ((await parts.store.keys.list(scope)).length > 0) return null;
  const { key, secret } = await parts.store.keys.create(scope, {
    name: 'first key',
    projectId: parts.project.id,
    limits: {},
  });
  parts.ledger.append({ type: 'key.created', facts: { key: key.id, project: parts.project.id, by: 'first start' } });
  return secret;
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(force);
}

function addressOf(server: Server, host: string): string {
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${port}`;
}
