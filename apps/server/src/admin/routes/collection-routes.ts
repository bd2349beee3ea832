import {
  addedDocumentViewSchema,
  collectionViewSchema,
  documentAnswerViewSchema,
  documentViewSchema,
  type CollectionId,
  type Scope,
} from '@riad/contracts';
import { z } from 'zod';

import { receiveUpload } from '../../documents/http/receive-upload.ts';
import { chatAs } from '../../knowledge/chat-as.ts';
import { personRoute, type AdminRoute } from '../admin-route.ts';
import type { Services } from '../services.ts';
import type { Session } from '../sessions/session.ts';
import { presentAnswer, presentCollection, presentDocument } from './present-documents.ts';

const byId = z.strictObject({ id: z.string().min(1).max(200) });
const LONGEST_QUESTION = 4000;

/** Documents belong to the project that the person is in. */
export function projectOf({ scope, project }: Session): Required<Scope> {
  return { organisationId: scope.organisationId, projectId: project.id };
}

/** Collections: what is in them, putting files into them, asking them. */
export function createCollectionRoutes({ parts }: Services): readonly AdminRoute[] {
  const { library, gateway } = parts;
  const find = async (session: Session, id: string): Promise<CollectionId> =>
    (await library.documents.getCollection(projectOf(session), id)).id;
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/collections',
        access: 'documents.read',
        summary: 'Lists the collections of documents',
        answer: z.strictObject({ data: z.array(collectionViewSchema) }),
      },
      async ({ session }) => ({
        data: (await library.documents.listCollections(projectOf(session))).map(presentCollection),
      }),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/collections',
        access: 'documents.write',
        summary: 'Makes a collection',
        body: z.strictObject({
          name: z.string().trim().min(1).max(120),
          description: z.string().trim().max(2000).optional(),
        }),
        answer: collectionViewSchema,
      },
      async ({ session, body }) => {
        const scope = projectOf(session);
        return presentCollection(
          await library.documents.createNewCollection(scope, {
            projectId: scope.projectId,
            name: body.name,
            description: body.description ?? null,
          }),
        );
      },
    ),
    personRoute(
      {
        method: 'DELETE',
        path: '/api/collections/:id',
        access: 'documents.write',
        summary: 'Deletes a collection with its documents, their texts and files',
        params: byId,
      },
      async ({ session, params }) => library.removeCollection(projectOf(session), await find(session, params.id)),
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/collections/:id',
        access: 'documents.read',
        summary: 'One collection with its documents',
        params: byId,
        answer: z.strictObject({ collection: collectionViewSchema, documents: z.array(documentViewSchema) }),
      },
      async ({ session, params }) => {
        const scope = projectOf(session);
        const collection = await library.documents.getCollection(scope, params.id);
        const documents = await library.documents.list(scope, collection.id);
        return { collection: presentCollection(collection), documents: documents.map(presentDocument) };
      },
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/collections/:id/documents',
        access: 'documents.write',
        summary: 'Adds one file (multipart/form-data, field "file"), streamed to its place',
        params: byId,
        answer: addedDocumentViewSchema,
      },
      async ({ session, params, request }) => {
        const collectionId = await find(session, params.id);
        const { file, name } = await receiveUpload(request, library);
        const { document, existed } = await library.addFile(projectOf(session), { collectionId, name, file });
        return { ...presentDocument(document), existed };
      },
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/collections/:id/questions',
        access: 'documents.read',
        summary: 'Answers a question from a collection, with the place that supports each sentence',
        params: byId,
        body: z.strictObject({
          text: z.string().trim().min(1).max(LONGEST_QUESTION),
          model: z.string().min(1).max(200).optional(),
        }),
        answer: documentAnswerViewSchema,
      },
      async ({ session, params, body }) => {
        const collections = [await find(session, params.id)];
        const chat = chatAs({ gateway, caller: session.caller });
        return presentAnswer(
          await library.askWith(chat, projectOf(session), { text: body.text, collections, model: body.model }),
        );
      },
    ),
  ];
}
