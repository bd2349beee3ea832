import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { systemClock } from '@riad/contracts';

import type { Parts } from '../../compose.ts';
import { createDocumentReader } from '../document-reader.ts';
import type { DocumentServices } from './document-services.ts';
import { createDocumentPlane, type DocumentPlane } from './document-plane.ts';
import { documentId } from './read-ids.ts';
import { textOf } from './document-text.ts';
import { fileId } from './read-ids.ts';
import { createSignedLinks } from './signed-links.ts';

/** The data plane's part for documents, wired. */
export function openDocumentPlane({ store, library, uploads, limiter, folder, settings }: Parts): DocumentPlane {
  const secret = createHash('sha256')
    .update('links')
    .update(readFileSync(join(folder.keys, 'files.key')))
    .digest();
  const readLinked: DocumentServices['readLinked'] = async ({ scope, kind, id }) => {
    if (kind === 'file') {
      const { file, content } = await uploads.read(scope, fileId(id));
      return { name: file.name, content };
    }
    const document = await library.documents.get(scope, documentId(id));
    if (kind === 'document') return { name: document.name, content: await library.read(scope, document.id) };
    const text = textOf(await library.documents.pages(scope, document.id));
    return { name: `${document.name}.txt`, content: Buffer.from(text) };
  };
  return createDocumentPlane({
    library,
    uploads,
    reader: createDocumentReader(),
    links: createSignedLinks({ secret, clock: systemClock }),
    readLinked,
    keys: store.keyDirectory,
    limiter,
    settings: settings.server,
  });
}
