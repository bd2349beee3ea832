import { PlatformError, uploadPurposes, type UploadedFile } from '@riad/contracts';
import { z } from 'zod';

import { check, ok, type DocumentRoute } from './document-route.ts';
import type { DocumentServices } from './document-services.ts';
import { fileId } from './read-ids.ts';
import { listQuery, pageOf, seconds } from './pages-of-lists.ts';

const fieldsSchema = z.looseObject({
  purpose: z.enum(uploadPurposes).default('user_data'),
  visibility: z.string().optional(),
});
const filesQuery = listQuery.extend({
  purpose: z.string().optional(),
  search: z.string().optional(),
});
const LIST_SIZE = 100;
const LINK_HOURS = 24;
const MOST_LINK_HOURS = 24 * 7;
/** What promises a deletion or an audience that Riad would not keep is refused, not ignored. */
const promises = ['expiry', 'expires_after', 'expires_after[seconds]', 'expires_after[anchor]'];

/** `/files`, for both vendors' clients. */
export function createFileRoutes({ library, uploads, links }: DocumentServices): readonly DocumentRoute[] {
  return [
    {
      method: 'POST',
      path: '/files',
      async handle({ caller, upload }) {
        const { file, name, mimeType, fields } = await upload();
        try {
          const purpose = readFields(fields);
          return ok(presentFile(await uploads.add(caller, { file, name, mimeType, purpose })));
        } catch (error) {
          await library.discard(file);
          throw error;
        }
      },
    },
    {
      method: 'GET',
      path: '/files',
      async handle({ scope, query }) {
        const { purpose, search, ...walk } = query(filesQuery);
        const items = (await uploads.repository.list(scope)).filter(
          (file) =>
            (purpose === undefined || file.purpose === purpose) &&
            (search === undefined || file.name.toLowerCase().includes(search.toLowerCase())),
        );
        const page = pageOf({ items, idOf: ({ id }) => id, query: walk, defaultSize: LIST_SIZE });
        const data = page.data.map(presentFile);
        return ok({
          object: 'list',
          data,
          total: page.total,
          first_id: data[0]?.id ?? null,
          last_id: data.at(-1)?.id ?? null,
          has_more: page.hasMore,
        });
      },
    },
    {
      method: 'GET',
      path: '/files/:file',
      async handle({ scope, param }) {
        return ok({ ...presentFile(await uploads.repository.get(scope, fileId(param('file')))), deleted: false });
      },
    },
    {
      method: 'GET',
      path: '/files/:file/content',
      async handle({ scope, param }) {
        const { file, content } = await uploads.read(scope, fileId(param('file')));
        return { content, type: file.mimeType ?? 'application/octet-stream', name: file.name };
      },
    },
    {
      method: 'GET',
      path: '/files/:file/url',
      async handle({ scope, param, query, address }) {
        const { id } = await uploads.repository.get(scope, fileId(param('file')));
        const { expiry } = query(
          z.object({ expiry: z.coerce.number().int().min(1).max(MOST_LINK_HOURS).default(LINK_HOURS) }),
        );
        return ok({ url: address + links.create({ scope, kind: 'file', id }, expiry) });
      },
    },
    {
      method: 'DELETE',
      path: '/files/:file',
      async handle({ scope, param }) {
        const id = fileId(param('file'));
        await uploads.remove(scope, id);
        return ok({ id, object: 'file', deleted: true });
      },
    },
  ];
}

function readFields(fields: Readonly<Record<string, string>>): (typeof uploadPurposes)[number] {
  const promised = promises.find((field) => fields[field] !== undefined && fields[field] !== '');
  if (promised !== undefined)
    throw new PlatformError('request.unsupported', 'files are kept until they are deleted', {
      field: promised,
      remedy: 'Leave it out, and delete the file when it is no longer needed.',
    });
  const { purpose, visibility } = check(fieldsSchema, fields);
  if (visibility !== undefined && visibility !== 'workspace')
    throw new PlatformError('request.unsupported', 'a file belongs to the project of its key', {
      field: 'visibility',
      remedy: 'Use a key of a project of your own.',
    });
  return purpose;
}

function presentFile({ id, bytes, createdAt, name, purpose, mimeType, sha256 }: UploadedFile) {
  return {
    id,
    object: 'file',
    bytes,
    created_at: seconds(createdAt),
    expires_at: null,
    filename: name,
    purpose,
    status: 'processed',
    status_details: null,
    sample_type: 'instruct',
    source: 'upload',
    num_lines: null,
    mimetype: mimeType,
    signature: sha256,
    visibility: 'workspace',
  };
}
