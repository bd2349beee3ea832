import { parseId, PlatformError, type DocumentId, type FileId } from '@riad/contracts';

/** Fails with `file.not_found`, as for one of somebody else. */
export function fileId(text: string): FileId {
  const id = parseId('file', text);
  if (id !== undefined) return id;
  throw new PlatformError('file.not_found', `there is no file ${text.slice(0, 80)}`, { field: 'file_id' });
}

/** Fails with `document.not_found`. */
export function documentId(text: string): DocumentId {
  const id = parseId('doc', text);
  if (id !== undefined) return id;
  throw new PlatformError('document.not_found', `there is no document ${text.slice(0, 80)}`);
}
