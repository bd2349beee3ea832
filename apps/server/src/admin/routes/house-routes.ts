import {
  describeLocation,
  healthViewSchema,
  modelViewSchema,
  parseId,
  PlatformError,
  recordProofSchema,
  recordViewSchema,
  type EngineModelStatus,
  type HealthView,
  type LedgerRecordView,
  type ModelName,
  type ModelView,
  type RecordView,
} from '@riad/contracts';
import { readLedger } from '@riad/store';
import { z } from 'zod';

import type { Parts } from '../../compose.ts';
import { examine } from '../../local/methods.ts';
import { version } from '../../version.ts';
import { personRoute, type AdminRoute } from '../admin-route.ts';
import type { PullState } from '../model-pulls.ts';
import type { Services } from '../services.ts';
import type { Session } from '../sessions/session.ts';

const byId = z.strictObject({ id: z.string().min(1).max(200) });
const MAX_RECORDS = 500;

/** The house itself: health, models and the ledger. */
export function createHouseRoutes(services: Services): readonly AdminRoute[] {
  return [healthRoute(services), ...modelRoutes(services), ...ledgerRoutes(services)];
}

function healthRoute({ parts }: Services): AdminRoute {
  return personRoute(
    {
      method: 'GET',
      path: '/api/health',
      access: 'health',
      summary: 'Whether every part works',
      answer: healthViewSchema,
    },
    async (): Promise<HealthView> => {
      const { records, checkpointAt } = parts.ledger.status();
      return {
        version,
        checks: [...(await examine(parts)).data],
        ledger: { records, checkpointAt },
        database: parts.database === undefined ? 'server' : 'embedded',
      };
    },
  );
}

function modelRoutes({ parts, pulls }: Services): readonly AdminRoute[] {
  const requireInstalled = (name: string): ModelName => {
    const found = parts.models.installed().find((model) => model.name === name);
    if (found === undefined)
      throw new PlatformError('model.not_found', `${name} is not on disk`, { remedy: 'Fetch it first.' });
    return found.name;
  };
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/models',
        access: 'models.read',
        summary: 'Models of the catalogue, on disk, loaded and remote',
        answer: z.strictObject({ data: z.array(modelViewSchema) }),
      },
      async () => ({ data: await listModels(parts, pulls) }),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/models/:id/pull',
        access: 'models.write',
        summary: 'Fetches a model of the catalogue',
        params: byId,
      },
      async ({ params }) => {
        if (!(await parts.models.list()).some((model) => model.id === params.id))
          throw new PlatformError('model.not_found', `there is no ${params.id} in the catalogue`);
        pulls.start(params.id);
      },
    ),
    personRoute(
      {
        method: 'DELETE',
        path: '/api/models/:id/pull',
        access: 'models.write',
        summary: 'Stops fetching; what has come is kept',
        params: byId,
      },
      async ({ params }) => pulls.cancel(params.id),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/models/:id/load',
        access: 'models.write',
        summary: 'Loads a model into memory',
        params: byId,
      },
      async ({ params }) => parts.engine.load(requireInstalled(params.id)),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/models/:id/unload',
        access: 'models.write',
        summary: 'Takes a model out of memory',
        params: byId,
      },
      async ({ params }) => parts.engine.unload(requireInstalled(params.id)),
    ),
  ];
}

async function listModels(parts: Parts, pulls: Services['pulls']): Promise<ModelView[]> {
  const engine = new Map(parts.engine.models().map((model) => [String(model.name), model]));
  const fallback = parts.defaultModel();
  const own = (await parts.models.list()).map((model): ModelView => ({
    id: model.id,
    kind: model.kind,
    bytes: model.bytes ?? 0,
    licence: model.licence,
    source: model.source,
    location: 'local',
    isDefault: model.id === fallback,
    expectation: model.expectation === null ? null : { ...model.expectation },
    ...liveState(model.state, engine.get(model.id), pulls.state(model.id)),
  }));
  const remote = parts.gateway
    .cards()
    .filter((card) => card.location.kind !== 'local' || !own.some((model) => model.id === String(card.name)))
    .map((card): ModelView => ({
      id: card.name,
      kind: card.capabilities.embedding ? 'embedding' : 'chat',
      state: 'remote',
      bytes: 0,
      licence: card.licence,
      source: null,
      location: describeLocation(card.location),
      isDefault: false,
      expectation: null,
      memoryBytes: 0,
      progress: null,
      problem: null,
    }));
  return [...own, ...remote];
}

function liveState(
  onDisk: string,
  running: EngineModelStatus | undefined,
  pull: PullState | undefined,
): Pick<ModelView, 'state' | 'memoryBytes' | 'progress' | 'problem'> {
  const memoryBytes = running?.memoryBytes ?? 0;
  if (pull !== undefined && pull.problem === null) {
    const { received, total, phase } = pull;
    return { state: 'pulling', memoryBytes, progress: { received, total, phase }, problem: null };
  }
  const state = runningStates[running?.state ?? ''] ?? onDisk;
  return { state, memoryBytes, progress: null, problem: pull?.problem ?? running?.problem ?? null };
}

/** States of the engine that say more than what is on disk. */
const runningStates: Readonly<Record<string, string>> = {
  ready: 'loaded',
  loading: 'loading',
  restarting: 'loading',
  failed: 'failed',
};

function ledgerRoutes({ parts }: Services): readonly AdminRoute[] {
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/ledger',
        access: 'ledger',
        summary: 'The last records, newest first: who, which model, where, what was decided; nothing of any text',
        query: z.strictObject({ limit: z.coerce.number().int().min(1).max(MAX_RECORDS).default(100) }),
        answer: z.strictObject({ data: z.array(recordViewSchema) }),
      },
      async ({ query, session }) => {
        const isTheirs = await parts.recordOwners.of(session.scope);
        const data: RecordView[] = [];
        for (const record of await parts.ledger.recent(query.limit))
          if (await isTheirs(record)) data.push(presentRecord(record));
        return { data };
      },
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/ledger/checkpoint',
        access: 'ledger',
        summary: 'The newest signed checkpoint, as a file to keep elsewhere',
        streams: 'text/plain',
      },
      async ({ response }) => {
        const { note } = readLedger(parts.folder.ledger).checkpoint();
        response.writeHead(200, {
          'content-type': 'text/plain; charset=utf-8',
          'content-disposition': 'attachment; filename="riad-checkpoint.txt"',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        });
        response.end(note);
      },
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/ledger/:id',
        access: 'ledger',
        summary: 'One record',
        params: byId,
        answer: recordViewSchema,
      },
      async ({ params, session }) => presentRecord(await findTheirs(parts, session, params.id)),
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/ledger/:id/proof',
        access: 'ledger',
        summary: 'What shows that a record is in the ledger: its line, the path to a signed checkpoint, the key',
        params: byId,
        answer: recordProofSchema,
      },
      async ({ params, session }) => {
        const { index } = await findTheirs(parts, session, params.id);
        const reader = readLedger(parts.folder.ledger);
        if (index >= reader.checkpoint().size) await parts.ledger.sign();
        const { proof, ...claim } = await reader.prove(index);
        return { ...claim, proof: [...proof] };
      },
    ),
  ];
}

async function findTheirs(parts: Parts, session: Session, text: string): Promise<LedgerRecordView> {
  const id = parseId('rec', text);
  const record = id === undefined ? undefined : await parts.ledger.find(id);
  const isTheirs = await parts.recordOwners.of(session.scope);
  if (record !== undefined && (await isTheirs(record))) return record;
  throw new PlatformError('record.not_found', 'there is no such record in this ledger');
}

function presentRecord({ id, index, time, type, facts }: LedgerRecordView): RecordView {
  return {
    id,
    index,
    time,
    type,
    facts,
  };
}
