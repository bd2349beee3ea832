import { PlatformError, type Collection } from '@riad/contracts';
import { z } from 'zod';

import type { DocumentServices } from './document-services.ts';
import { isGiven, ok, type DocumentCall, type DocumentReply, type DocumentRoute } from './document-route.ts';
import { listQuery, pageOf, paginationOf } from './pages-of-lists.ts';

const LIST_SIZE = 100;
const name = z.string().trim().min(1).max(120);
const description = z.string().max(2000).nullish();
/** `chunk_size` is a wish: documents are cut by their own structure, and the answer says so with null. */
const createSchema = z.object({ name, description, owner_type: z.enum(['User', 'Workspace']).nullish() });
const updateSchema = z.object({ name: name.nullish(), description });
const librariesQuery = listQuery.extend({ search: z.string().optional(), page_token: z.string().optional() });

/** `/libraries` of Mistral's clients: a library is a collection. */
export function createLibraryRoutes({ library }: DocumentServices): readonly DocumentRoute[] {
  async function update({ scope, param, json }: DocumentCall): Promise<DocumentReply> {
    const input = await json(updateSchema);
    const { id } = await library.documents.getCollection(scope, param('library'));
    const changed = await library.documents.updateCollection(scope, id, {
      ...(isGiven(input.name) ? { name: input.name } : {}),
      ...(input.description === undefined ? {} : { description: input.description }),
    });
    return ok(present(changed));
  }
  return [
    {
      method: 'POST',
      path: '/libraries',
      async handle({ scope, json }) {
        const input = await json(createSchema);
        if (input.owner_type === 'User') throw sharedByProject('owner_type');
        const made = await library.documents.createNewCollection(scope, {
          projectId: scope.projectId,
          name: input.name,
          description: input.description ?? null,
        });
        return { status: 201, json: present(made) };
      },
    },
    {
      method: 'GET',
      path: '/libraries',
      async handle({ scope, query }) {
        const { search, page_token: token, ...walk } = query(librariesQuery);
        const all = await library.documents.listCollections(scope);
        const items = all.filter(
          (one) => search === undefined || one.name.toLowerCase().includes(search.toLowerCase()),
        );
        const page = pageOf({
          items,
          idOf: ({ id }) => id,
          query: token === undefined ? walk : { ...walk, after: token },
          defaultSize: LIST_SIZE,
        });
        return ok({
          data: page.data.map(present),
          pagination: paginationOf(page),
          next_page_token: page.hasMore ? (page.data.at(-1)?.id ?? null) : null,
        });
      },
    },
    {
      method: 'GET',
      path: '/libraries/:library',
      handle: async ({ scope, param }) => ok(present(await library.documents.getCollection(scope, param('library')))),
    },
    { method: 'PATCH', path: '/libraries/:library', handle: update },
    { method: 'PUT', path: '/libraries/:library', handle: update },
    {
      method: 'DELETE',
      path: '/libraries/:library',
      async handle({ scope, param }) {
        const { id } = await library.documents.getCollection(scope, param('library'));
        await library.removeCollection(scope, id);
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      path: '/libraries/:library/share',
      async handle({ scope, param }) {
        await library.documents.getCollection(scope, param('library'));
        return ok({ data: [] });
      },
    },
    {
      method: 'PUT',
      path: '/libraries/:library/share',
      handle: () => Promise.reject(sharedByProject('share_with_uuid')),
    },
  ];
}

function sharedByProject(field: string): PlatformError {
  return new PlatformError('request.unsupported', 'a library belongs to the project of the key, and to all its keys', {
    field,
    remedy: 'Put what fewer people may see into a project of its own.',
  });
}

function present({
  id,
  projectId,
  name: called,
  description: told,
  documents,
  bytes,
  createdAt,
  updatedAt,
}: Collection) {
  return {
    id,
    name: called,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
    owner_id: projectId,
    owner_type: 'Workspace',
    total_size: bytes,
    nb_documents: documents,
    chunk_size: null,
    emoji: null,
    description: told,
    generated_name: null,
    generated_description: null,
    explicit_user_members_count: null,
    explicit_workspace_members_count: null,
    org_sharing_role: null,
  };
}
