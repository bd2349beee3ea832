import type { DocumentId, DocumentState, FileId, ProjectId, Scope } from '@riad/contracts';
import type { Pool } from 'pg';

import { withStore } from '../errors.ts';
import { heldBy } from '../retention/held-rows.ts';
import type { LegalHold } from '../retention/retention-repository.ts';

/** Pages read with one statement. */
const ROWS = 200;

/** The file that a document was made from. */
export interface OriginalFile {
  readonly id: DocumentId;
  readonly name: string;
  readonly state: DocumentState;
  readonly fileKey: string;
  /** Erased before; its passages are still there. */
  readonly removed: boolean;
  /** The legal hold that keeps it. */
  readonly hold: string | null;
}

/** A file that a program uploaded, of which no document was made. */
export interface UnattachedUpload {
  readonly id: FileId;
  readonly name: string;
  readonly projectId: ProjectId;
  readonly fileKey: string;
}

/** Original files of documents, as erasure and retention see them. The bytes are in the file store. */
export interface OriginalFiles {
  list(scope: Scope, holds: readonly LegalHold[]): Promise<readonly OriginalFile[]>;
  /** What was read from the originals that are still there, page by page. */
  pages(
    scope: Scope,
  ): AsyncGenerator<{ readonly document: DocumentId; readonly number: number; readonly text: string }>;
  /** Uploads whose content no document holds, the oldest first. */
  unattached(scope: Scope): Promise<readonly UnattachedUpload[]>;
  /** Of these files, those that a document outside of `ids` is made from. */
  usedByOthers(ids: readonly DocumentId[], fileKeys: readonly string[]): Promise<readonly string[]>;
  /** Says that the files are gone: they are never read again. */
  markRemoved(scope: Scope, ids: readonly DocumentId[]): Promise<void>;
}

export function createOriginalFiles(pool: Pool): OriginalFiles {
  return {
    list: (scope, holds) =>
      withStore(async () => {
        const held = heldBy('documents', holds, 2);
        const { rows } = await pool.query<OriginalFile>(
          `select t.id, t.name, t.state, t.file_key as "fileKey", t.original_removed_at is not null as removed, ${held.text} as hold
           from documents t where t.organisation_id = $1 order by t.id`,
          [scope.organisationId, ...held.values],
        );
        return rows;
      }),
    async *pages(scope) {
      let after: readonly [string, number] = ['', 0];
      for (;;) {
        const { rows } = await withStore(() =>
          pool.query<{ document: DocumentId; number: number; text: string }>(
            `select p.document_id as document, p.number, p.text from document_pages p join documents d on d.id = p.document_id
             where d.organisation_id = $1 and d.original_removed_at is null and (p.document_id, p.number) > ($2, $3)
             order by p.document_id, p.number limit ${ROWS}`,
            [scope.organisationId, ...after],
          ),
        );
        yield* rows;
        const last = rows.at(-1);
        if (last === undefined || rows.length < ROWS) return;
        after = [last.document, last.number];
      }
    },
    unattached: (scope) =>
      withStore(async () => {
        const { rows } = await pool.query<UnattachedUpload>(
          `select u.id, u.name, u.project_id as "projectId", u.file_key as "fileKey" from uploaded_files u
           where u.organisation_id = $1 and ($2::text is null or u.project_id = $2)
           and not exists (select from documents d where d.file_key = u.file_key
             and d.organisation_id = u.organisation_id and d.original_removed_at is null)
           order by u.created_at, u.id`,
          [scope.organisationId, scope.projectId ?? null],
        );
        return rows;
      }),
    usedByOthers: (ids, fileKeys) =>
      withStore(async () => {
        const { rows } = await pool.query<{ file_key: string }>(
          `select distinct file_key from documents
           where file_key = any ($1) and id <> all ($2) and original_removed_at is null`,
          [fileKeys, ids],
        );
        return rows.map((row) => row.file_key);
      }),
    markRemoved: (scope, ids) =>
      withStore(async () => {
        await pool.query(
          `update documents set original_removed_at = now(), rewritten_at = coalesce(rewritten_at, now())
           where organisation_id = $1 and id = any ($2)`,
          [scope.organisationId, ids],
        );
        // What a program uploaded to make them holds the same content.
        await pool.query(
          `delete from uploaded_files where organisation_id = $1
           and file_key in (select file_key from documents where organisation_id = $1 and id = any ($2))`,
          [scope.organisationId, ids],
        );
      }),
  };
}
