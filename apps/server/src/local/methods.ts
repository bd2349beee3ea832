import { parseId, PlatformError, type KeyLimits, type Scope } from '@riad/contracts';
import { z } from 'zod';

import { examineAttestation, presentAttestation } from '../attestation/present-attestation.ts';
import { createSignInLink } from '../admin/sign-in-link.ts';
import { signingKey, type Parts } from '../compose.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import type { Instance } from '../data-folder/instance.ts';
import type { SettingsReading } from '../settings/settings-book.ts';
import { modelStep, type StartProgress } from '../start-progress.ts';
import { adapterMethods } from './adapter-methods.ts';
import { dataControlMethods } from './data-control-methods.ts';
import { parseDuration } from './duration.ts';
import { documentMethods } from '../knowledge/local-methods.ts';
import { presentModelLoad, slowerDrivers } from './model-load.ts';
import { localMethod, type LocalCall, type LocalMethods } from './local-method.ts';
import { backupMethods } from './backup-methods.ts';
import { policyMethods } from './policy-methods.ts';
import { purposeMethods } from './purpose-methods.ts';
import type { DoctorReport, ServerStatus, Welcome } from './shapes.ts';
import { vaultMethods } from './vault-methods.ts';

export interface LocalMethodsOptions {
  /** Absent until everything is wired. */
  readonly parts: () => Parts | undefined;
  readonly instance: Instance;
  readonly folder: DataFolder;
  readonly ready: () => boolean;
  readonly progress: StartProgress;
  /** Settles when the start has: then a welcome can be made for whoever asks. */
  readonly welcome: Promise<(interactive: boolean) => Promise<Welcome>>;
  readonly stop: () => void;
}

const nothing = z.object({});
const byName = z.object({ name: z.string().min(1) });
const limit = z.int().positive().optional();

/** What the owner of the data folder may ask of a running server. */
export function createLocalMethods(options: LocalMethodsOptions): LocalMethods {
  const parts = (): Parts => {
    const found = options.parts();
    if (found !== undefined) return found;
    throw new PlatformError('server.starting', 'the server is starting', {
      retryAfterSeconds: 2,
      remedy: 'Try again in a moment.',
    });
  };
  return new Map([
    ...backupMethods(parts),
    ...policyMethods(parts),
    ...purposeMethods(parts),
    ...vaultMethods(parts),
    ...dataControlMethods(parts),
    ...documentMethods(parts),
    ...adapterMethods(() => parts().models),
    ['status', localMethod(nothing, () => status(options))],
    ['stop', localMethod(nothing, () => stopSoon(options))],
    [
      'start.follow',
      localMethod(z.object({ interactive: z.boolean() }), ({ interactive }, call) =>
        followStart(options, interactive, call),
      ),
    ],
    ['audit.attest', localMethod(nothing, async () => presentAttestation(await parts().attestation.askNow()))],
    ['doctor', localMethod(nothing, () => examine(parts()))],
    [
      'keys.create',
      localMethod(
        z.object({
          name: z.string().min(1).max(120),
          project: z.string().optional(),
          expires: z.string().optional(),
          role: z
            .string()
            .regex(/^[a-z][a-z0-9-]{0,31}$/, 'lower-case letters, digits and dashes')
            .optional(),
          limits: z
            .object({ requestsPerMinute: limit, tokensPerMinute: limit, concurrentRequests: limit })
            .prefault({}),
        }),
        (input) => createKey(parts(), input),
      ),
    ],
    [
      'sign-in',
      localMethod(nothing, async () => ({ link: await createSignInLink(parts(), options.instance.address) })),
    ],
    ['keys.list', localMethod(nothing, () => listKeys(parts()))],
    ['keys.revoke', localMethod(z.object({ id: z.string() }), ({ id }) => revokeKey(parts(), id))],
    ['models.list', localMethod(nothing, () => listModels(parts()))],
    ['models.pull', localMethod(byName, ({ name }, call) => pullModel(parts(), name, call))],
    ['models.load', localMethod(byName, ({ name }) => loadModel(parts(), name))],
    ['models.unload', localMethod(byName, ({ name }) => unloadModel(parts(), name))],
    ['models.remove', localMethod(byName, ({ name }) => removeModel(parts(), name))],
    ['models.import', localMethod(z.object({ path: z.string().min(1) }), ({ path }) => importModel(parts(), path))],
    [
      'models.export',
      localMethod(byName.extend({ path: z.string().min(1) }), ({ name, path }) => exportModel(parts(), name, path)),
    ],
  ]);
}

async function status({ parts, instance, folder, ready }: LocalMethodsOptions): Promise<ServerStatus> {
  const { pid, address, version } = instance;
  const place = { pid, address, version, dataDir: folder.root };
  const running = parts();
  if (running === undefined) {
    return {
      state: 'starting',
      ...place,
      database: { kind: null, ok: false },
      models: [],
      ledger: { records: 0, checkpointAt: null, witnesses: [], timestamp: null },
    };
  }
  const { records, checkpointAt } = running.ledger.status();
  return {
    state: ready() ? 'running' : 'starting',
    ...place,
    database: { kind: running.database === undefined ? 'server' : 'embedded', ok: await running.store.healthy() },
    models: running.engine
      .models()
      .map((model) => ({ id: model.name, kind: model.kind, state: model.state, ...presentModelLoad(model) })),
    ledger: { records, checkpointAt, ...presentAttestation(running.attestation.status()) },
  };
}

async function stopSoon({ stop }: LocalMethodsOptions): Promise<null> {
  // After this answer has gone out.
  setImmediate(stop);
  return null;
}

async function followStart(
  { progress, welcome }: LocalMethodsOptions,
  interactive: boolean,
  call: LocalCall,
): Promise<Welcome> {
  const unfollow = progress.follow((step) => call.progress({ ...step }));
  try {
    return await (
      await welcome
    )(interactive);
  } finally {
    unfollow();
  }
}

/** What the last reading of the settings left to do. */
function examineSettings(reading: SettingsReading | undefined): DoctorReport['data'] {
  if (reading === undefined) return [];
  const name = 'settings';
  const at = reading.at.toISOString();
  if (reading.outcome === 'refused') {
    const message = `read again at ${at} and refused, those from before hold: ${reading.error.message}`;
    return [{ name, state: 'problem', message, remedy: reading.error.remedy ?? null }];
  }
  const { applied, waiting } = reading;
  if (waiting.length === 0)
    return [{ name, state: 'ok', message: `read again at ${at}, ${applied.length} changed`, remedy: null }];
  const message = `wait for the next start: ${waiting.join(', ')}`;
  return [{ name, state: 'warning', message, remedy: './riad down, then ./riad up' }];
}

export async function examine(parts: Parts): Promise<DoctorReport> {
  const healthy = await parts.store.healthy();
  const failed = parts.engine.models().filter((model) => model.state === 'failed');
  const ledger = parts.ledger.status();
  return {
    data: [
      ...examineSettings(parts.settingsBook.last()),
      {
        name: 'database',
        state: healthy ? 'ok' : 'problem',
        message: healthy ? 'answers' : 'does not answer',
        remedy: healthy ? null : 'See logs/database.log in the data folder.',
      },
      {
        name: 'ledger',
        state: ledger.healthy ? 'ok' : 'problem',
        message: `${ledger.records} records`,
        remedy: ledger.healthy ? null : 'Check the free space of the disk that holds the data folder.',
      },
      ...examineAttestation(parts.attestation.status()),
      ...failed.map((model) => ({
        name: `model ${model.name}`,
        state: 'problem' as const,
        message: model.problem ?? 'failed',
        remedy: `./riad models load ${model.name} tries again.`,
      })),
      ...slowerDrivers(parts.engine.models()),
      parts.defaultModel() === undefined
        ? {
            name: 'models',
            state: 'warning' as const,
            message: 'no chat model is on disk',
            remedy: './riad models list, then ./riad models pull NAME',
          }
        : { name: 'models', state: 'ok' as const, message: `${parts.models.installed().length} on disk`, remedy: null },
    ],
  };
}

interface KeyInput {
  readonly name: string;
  readonly project?: string | undefined;
  readonly expires?: string | undefined;
  readonly role?: string | undefined;
  readonly limits: { readonly [K in keyof KeyLimits]: KeyLimits[K] | undefined };
}

async function createKey(parts: Parts, input: KeyInput): Promise<unknown> {
  const scope = scopeOf(parts);
  const project =
    input.project === undefined ? parts.project : await parts.store.tenancy.getProject(scope, input.project);
  const limits = Object.fromEntries(Object.entries(input.limits).filter(([, value]) => value !== undefined));
  const expiresAt = input.expires === undefined ? undefined : new Date(Date.now() + parseDuration(input.expires));
  const { key, secret } = await parts.store.keys.create(scope, {
    name: input.name,
    projectId: project.id,
    limits,
    ...(input.role === undefined ? {} : { role: input.role }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
  parts.ledger.append({ type: 'key.created', facts: { key: key.id, project: project.id, by: 'owner' } });
  return {
    id: key.id,
    key: secret,
    name: key.name,
    project: project.name,
    expiresAt: key.expiresAt?.toISOString() ?? null,
  };
}

async function listKeys(parts: Parts): Promise<unknown> {
  const keys = await parts.store.keys.list(scopeOf(parts));
  return {
    data: keys.map((key) => ({
      id: key.id,
      name: key.name,
      project: key.projectName,
      hint: key.hint,
      createdAt: key.createdAt.toISOString(),
      expiresAt: key.expiresAt?.toISOString() ?? null,
      revokedAt: key.revokedAt?.toISOString() ?? null,
      lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    })),
  };
}

async function revokeKey(parts: Parts, text: string): Promise<null> {
  const id = parseId('key', text);
  if (id === undefined || !(await parts.store.keys.revoke(scopeOf(parts), id))) {
    throw new PlatformError('key.not_found', `there is no key ${text}`, { remedy: './riad keys list shows the ids.' });
  }
  parts.ledger.append({ type: 'key.revoked', facts: { key: id, by: 'owner' } });
  return null;
}

async function listModels(parts: Parts): Promise<unknown> {
  const running = new Map(parts.engine.models().map((model) => [String(model.name), model]));
  const listing = await parts.models.list();
  return {
    data: listing.map((model) => ({
      id: model.id,
      kind: model.kind,
      state: model.state === 'installed' && running.get(model.id)?.state === 'ready' ? 'loaded' : model.state,
      bytes: model.bytes ?? 0,
      sha256: model.sha256,
      licence: model.licence,
      source: model.source,
      ...presentModelLoad(running.get(model.id)),
    })),
  };
}

async function pullModel(parts: Parts, name: string, call: LocalCall): Promise<unknown> {
  const { model } = await parts.models.pull(name, {
    signal: call.signal,
    onProgress: (progress) => call.progress({ ...modelStep(progress) }),
  });
  return { id: model.name, state: 'installed', bytes: model.bytes };
}

async function loadModel(parts: Parts, name: string): Promise<unknown> {
  const model = findInstalled(parts, name);
  await parts.engine.load(model.name);
  return { id: model.name, state: 'loaded', bytes: model.bytes };
}

async function unloadModel(parts: Parts, name: string): Promise<unknown> {
  const model = findInstalled(parts, name);
  await parts.engine.unload(model.name);
  return { id: model.name, state: 'installed', bytes: model.bytes };
}

async function removeModel(parts: Parts, name: string): Promise<unknown> {
  const model = findInstalled(parts, name);
  await parts.engine.unload(model.name);
  await parts.models.remove(model.name);
  return { id: model.name, state: 'available', bytes: model.bytes };
}

async function importModel(parts: Parts, path: string): Promise<unknown> {
  const model = await parts.models.importPath(path);
  return { id: model.name, state: 'installed', bytes: model.bytes };
}

async function exportModel(parts: Parts, name: string, path: string): Promise<unknown> {
  const model = findInstalled(parts, name);
  await parts.models.exportTo(model.name, path, { signingKey: signingKey(parts.folder) });
  return { id: model.name, state: 'installed', bytes: model.bytes };
}

function findInstalled(parts: Parts, name: string): ReturnType<Parts['models']['installed']>[number] {
  const found = parts.models
    .installed()
    .find((model) => model.name === name || model.aliases.some((alias) => alias === name));
  if (found !== undefined) return found;
  throw new PlatformError('model.not_found', `${name} is not on disk`, { remedy: `./riad models pull ${name}` });
}

function scopeOf(parts: Parts): Scope {
  return { organisationId: parts.project.organisationId };
}
