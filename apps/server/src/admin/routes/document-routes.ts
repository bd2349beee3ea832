import {
  documentViewSchema,
  pageViewSchema,
  PlatformError,
  UNRELIABLE_BELOW,
  type FoundPassage,
} from '@riad/contracts';
import { renderApart } from '@riad/knowledge';
import { z } from 'zod';

import { documentId } from '../../documents/http/read-ids.ts';
import { personRoute, type AdminRoute } from '../admin-route.ts';
import type { Services } from '../services.ts';
import { projectOf } from './collection-routes.ts';
import { presentDocument } from './present-documents.ts';

const byId = z.strictObject({ id: z.string().min(1).max(200) });
const byPage = byId.extend({ page: z.coerce.number().int().min(1).max(100_000) });
const placeQuery = z.strictObject({
  passage: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
  start: z.coerce.number().int().min(0).optional(),
  end: z.coerce.number().int().min(0).optional(),
});
const IMAGE_WIDTH = 1400;
const IMAGE_SECONDS = 600;

/** One document: what was read of it, its pages as they were printed, reading it again, deleting it. */
export function createDocumentRoutes({ parts: { library } }: Services): readonly AdminRoute[] {
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/documents/:id',
        access: 'documents.read',
        summary: 'One document and how far it is',
        params: byId,
        answer: documentViewSchema,
      },
      async ({ session, params }) =>
        presentDocument(await library.documents.get(projectOf(session), documentId(params.id))),
    ),
    personRoute(
      {
        method: 'DELETE',
        path: '/api/documents/:id',
        access: 'documents.write',
        summary: 'Deletes a document with its texts, vectors and file',
        params: byId,
      },
      async ({ session, params }) => library.remove(projectOf(session), documentId(params.id)),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/documents/:id/reprocess',
        access: 'documents.write',
        summary: 'Reads a document again from its file',
        params: byId,
        answer: documentViewSchema,
      },
      async ({ session, params }) =>
        presentDocument(await library.reprocess(projectOf(session), documentId(params.id))),
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/documents/:id/pages/:page',
        access: 'documents.read',
        summary: 'What was read of one page, and how far it can be trusted',
        params: byPage,
        answer: pageViewSchema,
      },
      async ({ session, params }) => {
        const scope = projectOf(session);
        const document = await library.documents.get(scope, documentId(params.id));
        const pages = await library.documents.pages(scope, document.id);
        const page = pages.find(({ number }) => number === params.page);
        if (page === undefined)
          throw new PlatformError('document.not_found', `there is no page ${params.page}; it has ${pages.length}`);
        const { number, text, quality, problems, source } = page;
        return {
          number,
          of: pages.length,
          text,
          quality,
          reliable: quality >= UNRELIABLE_BELOW,
          problems: [...problems],
          source,
          drawn: document.format === 'pdf',
        };
      },
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/documents/:id/pages/:page/image',
        access: 'documents.read',
        summary: 'The page as it was printed (PNG), with the words of a passage marked',
        params: byPage,
        query: placeQuery,
        streams: 'image/png',
      },
      async ({ session, params, query, response }) => {
        const scope = projectOf(session);
        const document = await library.documents.get(scope, documentId(params.id));
        if (document.format !== 'pdf')
          throw new PlatformError('document.unsupported', 'only pages of a PDF can be drawn');
        const passages = query.passage === undefined ? [] : await library.documents.passages(scope, [query.passage]);
        const marks = passages
          .filter((passage) => passage.documentId === document.id)
          .flatMap((passage) => marksOf(passage, { page: params.page, ...query }));
        const bytes = await library.read(scope, document.id);
        const png = await renderApart({ bytes, page: params.page, marks, width: IMAGE_WIDTH });
        response.writeHead(200, {
          'content-type': 'image/png',
          'content-length': png.length,
          'cache-control': `private, max-age=${IMAGE_SECONDS}`,
          'x-content-type-options': 'nosniff',
        });
        response.end(png);
      },
    ),
  ];
}

/** Lines of the sentences that the words touch. */
function marksOf(
  { sentences }: FoundPassage,
  {
    page,
    start = 0,
    end = Infinity,
  }: { readonly page: number; readonly start?: number | undefined; readonly end?: number | undefined },
): FoundPassage['sentences'][number]['boxes'] {
  return sentences
    .filter((sentence) => sentence.page === page && sentence.start < end && sentence.end > start)
    .flatMap(({ boxes }) => boxes);
}
