import { PlatformError, type Scope } from '@riad/contracts';
import { z } from 'zod';

import type { DocumentServices } from './document-services.ts';
import { ok, type DocumentRoute } from './document-route.ts';
import { fileId } from './read-ids.ts';
import { presentOcr } from './present-ocr.ts';
import { LINK_PATH } from './signed-links.ts';

const url = z.string().min(1);
const documentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('file'), file_id: z.string() }),
  z.object({ type: z.literal('document_url'), document_url: url, document_name: z.string().nullish() }),
  z.object({
    type: z.literal('image_url'),
    image_url: z.union([url, z.object({ url })]).transform((image) => (typeof image === 'string' ? image : image.url)),
  }),
]);
const ocrSchema = z.object({
  model: z.string().nullish(),
  document: documentSchema,
  pages: z.union([z.string(), z.array(z.int().min(0))]).nullish(),
  table_format: z.enum(['markdown', 'html']).nullish(),
  include_blocks: z.boolean().default(true),
  bbox_annotation_format: z.unknown().optional(),
  document_annotation_format: z.unknown().optional(),
  document_annotation_prompt: z.unknown().optional(),
  confidence_scores_granularity: z.unknown().optional(),
});
type OcrRequest = z.infer<typeof ocrSchema>;

/** What the reader does not do is refused by name, so that nobody takes silence for an answer. */
const notDone = [
  'bbox_annotation_format',
  'document_annotation_format',
  'document_annotation_prompt',
  'confidence_scores_granularity',
] as const;

/** `POST /ocr`: Riad's own reader of documents, in the shape of Mistral's. No model is asked. */
export function createOcrRoutes(services: DocumentServices): readonly DocumentRoute[] {
  return [
    {
      method: 'POST',
      path: '/ocr',
      async handle({ scope, json }) {
        const request = await json(ocrSchema);
        const unknown = notDone.find((field) => request[field] !== undefined && request[field] !== null);
        if (unknown !== undefined)
          throw new PlatformError('request.unsupported', `the reader of documents knows no ${unknown}`, {
            field: unknown,
            remedy: 'Leave it out; a quality for every page is in `riad`.',
          });
        const { content, name } = await contentOf(services, scope, request.document);
        const document = await services.reader.read(content, name);
        return ok(
          presentOcr(document, {
            wanted: readPages(request.pages, document.pages.length),
            tables: request.table_format ?? undefined,
            withBlocks: request.include_blocks,
            bytes: content.length,
          }),
        );
      },
    },
  ];
}

async function contentOf(
  { uploads, links, readLinked }: DocumentServices,
  scope: Scope,
  document: OcrRequest['document'],
): Promise<{ readonly content: Uint8Array; readonly name: string }> {
  if (document.type === 'file') {
    const { file, content } = await uploads.read(scope, fileId(document.file_id));
    return { content, name: file.name };
  }
  const [address, name, field] =
    document.type === 'document_url'
      ? [document.document_url, document.document_name ?? '', 'document.document_url']
      : [document.image_url, '', 'document.image_url'];
  if (address.startsWith('data:')) return { content: decodeData(address, field), name };
  const parsed = URL.parse(address);
  if (parsed?.pathname.startsWith(LINK_PATH) === true) {
    const linked = links.open(parsed.pathname, parsed.searchParams);
    return readLinked(linked);
  }
  throw new PlatformError('egress.refused', 'documents are not fetched from other servers', {
    field,
    remedy: 'Upload it with POST /v1/files, or send it as a data: URL.',
  });
}

function decodeData(address: string, field: string): Uint8Array {
  const comma = address.indexOf(',');
  const head = address.slice(0, comma);
  if (comma === -1 || !head.endsWith(';base64'))
    throw new PlatformError('request.invalid', 'a data: URL holds base64', { field });
  return Buffer.from(address.slice(comma + 1), 'base64');
}

/** `[0, 2]`, `"0,2-4"`; all when absent. */
function readPages(pages: OcrRequest['pages'], count: number): ReadonlySet<number> {
  if (pages === undefined || pages === null) return new Set(Array.from({ length: count }, (_, index) => index));
  const ranges = typeof pages === 'string' ? pages.split(',').map((part) => /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part)) : [];
  if (ranges.includes(null))
    throw new PlatformError('request.invalid', 'pages are numbers and ranges from 0, like "0,2-4"', { field: 'pages' });
  const listed = typeof pages === 'string' ? [] : pages;
  const inRanges = ranges.flatMap((range) => {
    const from = Number(range?.[1] ?? 0);
    const to = Math.min(Number(range?.[2] ?? from), count - 1);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  });
  return new Set([...listed, ...inRanges]);
}
