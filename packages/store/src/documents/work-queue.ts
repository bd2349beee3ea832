import type {
  DocumentId,
  DocumentState,
  DocumentWork,
  DocumentWorkQueue,
  IndexedContent,
  StoredDocument,
} from '@riad/contracts';
import { sql, type Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import { raiseRevision } from './collections.ts';
import { presentDocument, vectorBytes } from './present-document.ts';

/** Tries before a document that takes its reader down is given up. */
const MOST_ATTEMPTS = 3;
const PASSAGES_PER_INSERT = 200;

export function createWorkQueue(database: Kysely<Database>): DocumentWorkQueue {
  return {
    claim: (options) => withStore(() => claim(database, options)),
    progress: (id, step) =>
      withStore(async () => {
        const result = await database
          .updateTable('documents')
          .set({
            state: step.state,
            progress_done: step.done,
            progress_total: step.total,
            lease_until: inFuture(step.leaseMs),
            updated_at: new Date(),
          })
          .where('id', '=', id)
          .executeTakeFirst();
        return result.numUpdatedRows > 0n;
      }),
    saveContent: (id, content) => withStore(() => saveContent(database, id, content)),
    withoutVectors: (id, model, limit) =>
      withStore(async () => {
        const rows = await database
          .selectFrom('passages')
          .select(['id', 'heading', 'text'])
          .where('document_id', '=', id)
          .where((where) => where.or([where('vector', 'is', null), where('vector_model', '!=', model)]))
          .orderBy('ordinal')
          .limit(limit)
          .execute();
        return rows.map((row) => ({
          passageId: row.id,
          text: row.heading === '' ? row.text : `${row.heading}\n${row.text}`,
        }));
      }),
    saveVectors: (model, vectors) =>
      withStore(async () => {
        await database.transaction().execute(async (transaction) => {
          for (const { passageId, vector } of vectors) {
            await transaction
              .updateTable('passages')
              .set({ vector: vectorBytes(vector), vector_model: model })
              .where('id', '=', passageId)
              .execute();
          }
        });
      }),
    finish: (id) =>
      withStore(async () => {
        await database.transaction().execute(async (transaction) => {
          const row = await transaction
            .updateTable('documents')
            .set({ state: 'ready', attempts: 0, lease_until: new Date(0), problem: null, updated_at: new Date() })
            .where('id', '=', id)
            .returning('collection_id')
            .executeTakeFirst();
          if (row === undefined) return;
          const revision = await raiseRevision(transaction, row.collection_id);
          await transaction.updateTable('documents').set({ found_at: revision }).where('id', '=', id).execute();
        });
      }),
    fail: (id, problem) => withStore(() => fail(database, id, problem)),
    release: (id, delayMs, problem) =>
      withStore(async () => {
        await database
          .updateTable('documents')
          .set({
            lease_until: inFuture(delayMs),
            attempts: sql`greatest(attempts - 1, 0)`,
            problem: problem === undefined ? null : JSON.stringify(problem),
          })
          .where('id', '=', id)
          .execute();
      }),
  };
}

function inFuture(milliseconds: number): Date {
  return new Date(Date.now() + milliseconds);
}

async function claim(
  database: Kysely<Database>,
  { version, leaseMs }: { readonly version: number; readonly leaseMs: number },
): Promise<DocumentWork | undefined> {
  const row = await database
    .updateTable('documents')
    .set({ lease_until: inFuture(leaseMs), attempts: sql`attempts + 1` })
    .where('id', '=', (expression) =>
      expression
        .selectFrom('documents')
        .select('id')
        .where((where) =>
          where.or([
            where('state', 'not in', ['ready', 'failed']),
            where.and([
              where('state', '=', 'ready'),
              where('version', '<', version),
              where('rewritten_at', 'is', null),
            ]),
          ]),
        )
        .where('lease_until', '<', new Date())
        .orderBy('created_at')
        .orderBy('id')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.attempts > MOST_ATTEMPTS) {
    await fail(database, row.id, {
      code: 'document.damaged',
      message: `the program that reads it ended ${MOST_ATTEMPTS} times without an answer`,
      remedy: 'Save the document in another format, or split it.',
    });
    return claim(database, { version, leaseMs });
  }
  return {
    document: presentDocument(row),
    scope: { organisationId: row.organisation_id, projectId: row.project_id },
    fileKey: row.file_key,
    extract: row.version < version && row.rewritten_at === null,
  };
}

async function saveContent(database: Kysely<Database>, id: DocumentId, content: IndexedContent): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const document = await transaction
      .selectFrom('documents')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (document === undefined || document.rewritten_at !== null) return false;
    await transaction.deleteFrom('document_pages').where('document_id', '=', id).execute();
    await transaction.deleteFrom('passages').where('document_id', '=', id).execute();
    for (const pages of batches(content.pages)) {
      await transaction
        .insertInto('document_pages')
        .values(
          pages.map((page) => ({
            ...page,
            document_id: id,
            text: storable(page.text),
            problems: JSON.stringify(page.problems),
          })),
        )
        .execute();
    }
    for (const passages of batches(content.passages)) {
      await transaction
        .insertInto('passages')
        .values(
          passages.map((passage) => ({
            organisation_id: document.organisation_id,
            project_id: document.project_id,
            document_id: id,
            ordinal: passage.ordinal,
            heading: storable(passage.heading),
            text: storable(passage.text),
            page: passage.page,
            sentences: JSON.stringify(passage.sentences),
            reference_keys: JSON.stringify(passage.references),
          })),
        )
        .execute();
    }
    const revision = await raiseRevision(transaction, document.collection_id);
    const state: DocumentState = 'indexing';
    await transaction
      .updateTable('documents')
      .set({
        state,
        title: content.title === null ? null : storable(content.title).slice(0, 500),
        format: content.format,
        pages: content.pages.length,
        passages: content.passages.length,
        quality: content.quality,
        quality_problems: JSON.stringify(content.qualityProblems),
        version: content.version,
        problem: null,
        found_at: revision,
        updated_at: new Date(),
      })
      .where('id', '=', id)
      .execute();
    return true;
  });
}

function* batches<T>(items: readonly T[]): Iterable<readonly T[]> {
  for (let at = 0; at < items.length; at += PASSAGES_PER_INSERT) yield items.slice(at, at + PASSAGES_PER_INSERT);
}

/** PostgreSQL keeps no NUL, and no half of a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll('\0', ' ').toWellFormed();
}

async function fail(
  database: Kysely<Database>,
  id: DocumentId,
  problem: NonNullable<StoredDocument['problem']>,
): Promise<void> {
  await database
    .updateTable('documents')
    .set({ state: 'failed', problem: JSON.stringify(problem), updated_at: new Date() })
    .where('id', '=', id)
    .execute();
}
