import type { ExtractedDocument } from '../document.ts';
import type { ExtractionLimits } from '../limits.ts';
import { runApart } from './apart.ts';

export interface ExtractApart {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly limits: ExtractionLimits;
  readonly onPage?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Reads a document in a process of its own. */
export function extractApart({ bytes, name, limits, onPage, signal }: ExtractApart): Promise<ExtractedDocument> {
  return runApart({
    order: { kind: 'extract', bytes, name, limits },
    limits,
    signal,
    read(report) {
      if (report.kind === 'page') onPage?.(report.done, report.total);
      return report.kind === 'document' ? report.document : undefined;
    },
  });
}
