import type { DocumentRoute } from './document-route.ts';
import type { DocumentServices } from './document-services.ts';
import { createFileRoutes } from './file-routes.ts';
import { createLibraryDocumentRoutes } from './library-document-routes.ts';
import { createLibraryRoutes } from './library-routes.ts';
import { createOcrRoutes } from './ocr-routes.ts';
import { createVectorStoreFileRoutes } from './vector-store-file-routes.ts';
import { createVectorStoreRoutes } from './vector-store-routes.ts';

export function createDocumentRoutes(services: DocumentServices): readonly DocumentRoute[] {
  return [
    ...createFileRoutes(services),
    ...createVectorStoreRoutes(services),
    ...createVectorStoreFileRoutes(services),
    ...createLibraryRoutes(services),
    ...createLibraryDocumentRoutes(services),
    ...createOcrRoutes(services),
  ];
}
