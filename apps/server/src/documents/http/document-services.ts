import type { Library } from '../../knowledge/library.ts';
import type { DocumentReader } from '../document-reader.ts';
import type { Uploads } from '../uploads.ts';
import type { LinkedContent, SignedLinks } from './signed-links.ts';

/** What the routes work with. */
export interface DocumentServices {
  readonly library: Library;
  readonly uploads: Uploads;
  readonly reader: DocumentReader;
  readonly links: SignedLinks;
  /** What a signed link opens. */
  readLinked(linked: LinkedContent): Promise<{ readonly name: string; readonly content: Buffer }>;
}
