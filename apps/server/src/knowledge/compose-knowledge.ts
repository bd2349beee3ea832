import { join } from 'node:path';

import type { Caller, DocumentRepository, EngineBackend, LedgerPort, Logger, Settings } from '@riad/contracts';
import type { ModelStore } from '@riad/engine';
import type { Gateway } from '@riad/gateway';
import { defaultExtractionLimits, openSearch, startIngestion } from '@riad/knowledge';
import { openFileStore, scanWithClamd, scanWithCommand, type Store, type VirusScanner } from '@riad/store';

import type { DataFolder } from '../data-folder/data-folder.ts';
import { createUploads, type Uploads } from '../documents/uploads.ts';
import { createLibrary, type Library } from './library.ts';
import { createModelPorts } from './model-ports.ts';

export interface ComposeKnowledgeOptions {
  readonly folder: DataFolder;
  readonly store: Store;
  readonly gateway: Gateway;
  readonly models: ModelStore;
  readonly engine: EngineBackend;
  readonly ledger: LedgerPort;
  readonly logger: Logger;
  readonly owner: Caller;
  readonly settings: Settings['documents'];
}

export interface Knowledge {
  readonly library: Library;
  readonly uploads: Uploads;
}

/** Documents: files, search, and the work on them that goes on beside the server's own. */
export function composeKnowledge(options: ComposeKnowledgeOptions): Knowledge {
  const { folder, store, gateway, models, engine, ledger, logger, owner, settings } = options;
  const documents: DocumentRepository = store.documents;
  const files = openFileStore({
    folder: join(folder.root, 'files'),
    keyFile: join(folder.keys, 'files.key'),
    scanner: scannerOf(settings),
  });
  const ports = createModelPorts({
    gateway,
    models,
    engine,
    callerFor: ({ organisationId, projectId }) => ({
      ...owner,
      organisationId,
      projectId: projectId ?? owner.projectId,
    }),
  });
  const search = openSearch({ documents, embedQuestion: ports.embedQuestion });
  const ingestion = startIngestion({ documents, readFile: (key) => files.read(key), embedder: ports.passages, logger });
  const library = createLibrary({
    documents,
    files,
    search,
    ingestion,
    ports,
    ledger,
    maxBytes: defaultExtractionLimits.maxBytes,
  });
  return { library, uploads: createUploads({ repository: store.uploads, library, files, ledger }) };
}

function scannerOf({ scanCommand, clamdSocket }: Settings['documents']): VirusScanner | undefined {
  if (scanCommand !== undefined) return scanWithCommand(scanCommand);
  return clamdSocket === undefined ? undefined : scanWithClamd(clamdSocket);
}
