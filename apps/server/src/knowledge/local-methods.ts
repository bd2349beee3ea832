import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';

import { parseId, PlatformError, type DocumentId, type Scope, type StoredDocument } from '@riad/contracts';
import { z } from 'zod';

import type { Parts } from '../compose.ts';
import { localMethod, type LocalCall, type LocalMethod } from '../local/local-method.ts';
import { presentAnswer, presentDocument, presentHit } from './shapes.ts';

const DEFAULT_COLLECTION = 'documents';
const FOLLOW_MS = 300;
const question = z.object({ text: z.string().trim().min(1).max(4000), collection: z.string().min(1).optional() });

/** What the owner's commands may ask about documents. */
export function documentMethods(parts: () => Parts): readonly (readonly [string, LocalMethod])[] {
  return [
    [
      'documents.add',
      localMethod(
        z.object({
          paths: z.array(z.string().min(1)).min(1).max(1000),
          collection: z.string().min(1).max(120).optional(),
          wait: z.boolean().default(true),
        }),
        (input, call) => addDocuments(parts(), input, call),
      ),
    ],
    [
      'documents.list',
      localMethod(z.object({ collection: z.string().min(1).optional() }), ({ collection }) =>
        listDocuments(parts(), collection),
      ),
    ],
    ['documents.remove', localMethod(z.object({ id: z.string() }), ({ id }) => removeDocument(parts(), id))],
    [
      'documents.search',
      localMethod(
        question.extend({ limit: z.int().min(1).max(50).default(5) }),
        async ({ text, collection, limit }) => {
          const hits = await parts().library.search(scopeOf(parts()), {
            text,
            limit,
            ...(collection === undefined ? {} : { collection }),
          });
          return { data: hits.map(presentHit) };
        },
      ),
    ],
    [
      'documents.ask',
      localMethod(question.extend({ model: z.string().min(1).optional() }), async ({ text, collection, model }) =>
        presentAnswer(
          await parts().library.ask(scopeOf(parts()), {
            text,
            ...(collection === undefined ? {} : { collection }),
            ...(model === undefined ? {} : { model }),
          }),
        ),
      ),
    ],
  ];
}

function scopeOf({ project }: Parts): Scope {
  return { organisationId: project.organisationId, projectId: project.id };
}

interface AddInput {
  readonly paths: readonly string[];
  readonly collection?: string | undefined;
  readonly wait: boolean;
}

async function addDocuments(
  parts: Parts,
  { paths, collection = DEFAULT_COLLECTION, wait }: AddInput,
  call: LocalCall,
): Promise<unknown> {
  const scope = scopeOf(parts);
  for (const path of paths) checkReadable(path);
  const added: { document: StoredDocument; existed: boolean }[] = [];
  for (const path of paths) {
    call.progress({ message: `Adding ${basename(path)}` });
    added.push(
      await parts.library.add(scope, {
        projectId: parts.project.id,
        collection,
        name: basename(path),
        content: createReadStream(path),
      }),
    );
  }
  const data = [];
  for (const { document, existed } of added) {
    const done = wait ? await follow(parts, document.id, call) : document;
    data.push({ ...presentDocument(done, collection), existed });
  }
  return { data };
}

function checkReadable(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() === true) return;
  throw new PlatformError(
    'request.invalid',
    found === undefined ? `there is no file ${path}` : `${path} is not a file`,
    { field: 'FILE', remedy: 'Name files; a folder is given as FOLDER/*.' },
  );
}

/** Until it is ready, failed, or waits for something that may take long. */
async function follow(parts: Parts, id: DocumentId, call: LocalCall): Promise<StoredDocument> {
  for (;;) {
    const document = await parts.library.documents.get(scopeOf(parts), id);
    if (document.state === 'ready' || document.state === 'failed') return document;
    if (document.problem !== null || call.signal.aborted) return document;
    const { done, total } = document.progress;
    const step = { queued: 'waiting', extracting: 'reading', indexing: 'indexing' }[document.state];
    call.progress({
      message: `${document.name}: ${step}`,
      ...(total > 0 ? { receivedItems: done, totalItems: total } : {}),
    });
    await new Promise((resolve) => setTimeout(resolve, FOLLOW_MS));
  }
}

async function listDocuments(parts: Parts, wanted: string | undefined): Promise<unknown> {
  const scope = scopeOf(parts);
  const { documents } = parts.library;
  const collections = new Map((await documents.listCollections(scope)).map(({ id, name }) => [id, name]));
  const only = wanted === undefined ? undefined : (await documents.getCollection(scope, wanted)).id;
  return {
    data: (await documents.list(scope, only)).map((document) =>
      presentDocument(document, collections.get(document.collectionId) ?? ''),
    ),
  };
}

async function removeDocument(parts: Parts, idOrName: string): Promise<null> {
  const scope = scopeOf(parts);
  const id = parseId('doc', idOrName) ?? (await byName(parts, idOrName));
  await parts.library.remove(scope, id);
  return null;
}

async function byName(parts: Parts, name: string): Promise<DocumentId> {
  const found = (await parts.library.documents.list(scopeOf(parts))).filter((document) => document.name === name);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.id;
  throw new PlatformError(
    'document.not_found',
    found.length === 0 ? `there is no document ${name}` : `${found.length} documents are named ${name}`,
    {
      remedy: './riad documents list shows the ids.',
    },
  );
}
