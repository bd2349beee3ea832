import {
  PlatformError,
  type DocumentRepository,
  type DocumentWork,
  type IndexedContent,
  type Logger,
  type PageRecord,
  type StoredDocument,
} from '@riad/contracts';

import { cutPassages } from '../chunk/cut-passages.ts';
import type { ExtractedDocument } from '../extract/document.ts';
import { defaultExtractionLimits, type ExtractionLimits } from '../extract/limits.ts';
import { extractApart } from '../extract/process/extract-apart.ts';

/** Raised when reading or cutting changes: documents of an older version are read again, in place. */
export const INDEX_VERSION = 1;
const LEASE_MS = 60_000;
/** Also how often a server looks for work that another one left. */
const IDLE_MS = 5000;
const BUSY_MS = 500;
const VECTORS_AT_A_TIME = 8;
const RETRY_MS = 30_000;

export interface PassageEmbedder {
  /** What tells its vectors from those of other models; undefined when there is no model now. */
  model(): string | undefined;
  /** True while people wait for answers: passages can wait. */
  isBusy(): boolean;
  /** Undefined for a text that the guard keeps from every model: it is found by its words alone. */
  embed(work: DocumentWork['scope'], texts: readonly string[]): Promise<readonly (Float32Array | undefined)[]>;
}

export interface IngestionOptions {
  readonly documents: DocumentRepository;
  readonly readFile: (key: string) => Promise<Uint8Array>;
  readonly embedder: PassageEmbedder;
  readonly logger: Logger;
  readonly limits?: ExtractionLimits;
}

export interface Ingestion {
  /** There is new work. */
  wake(): void;
  close(): Promise<void>;
}

/** Reads, cuts and indexes documents, one at a time. Work that a crash cut off is taken up again where it stopped. */
export function startIngestion(options: IngestionOptions): Ingestion {
  const closing = new AbortController();
  let wake: () => void = () => undefined;
  let woken = false;

  async function rest(): Promise<void> {
    if (woken) {
      woken = false;
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, IDLE_MS);
      timer.unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    woken = false;
  }

  async function loop(): Promise<void> {
    while (!closing.signal.aborted) {
      const worked = await workOnce(options, closing.signal).catch((error: unknown) => {
        options.logger.warn('documents.work_failed', { error });
        return false;
      });
      if (!worked && !closing.signal.aborted) await rest();
    }
  }

  const running = loop();
  return {
    wake() {
      woken = true;
      wake();
    },
    async close() {
      closing.abort();
      wake();
      await running;
    },
  };
}

/** False: there was nothing to do. */
async function workOnce(options: IngestionOptions, signal: AbortSignal): Promise<boolean> {
  const { documents, logger } = options;
  const work = await documents.work.claim({ version: INDEX_VERSION, leaseMs: LEASE_MS });
  if (work === undefined) return false;
  const { id } = work.document;
  try {
    if (work.extract && !(await readAndCut(work, options, signal))) return true;
    if (await addVectors(work, options, signal)) await documents.work.finish(id);
  } catch (error) {
    if (signal.aborted) await documents.work.release(id, 0);
    else if (error instanceof PlatformError && isOfDocument(error)) {
      await documents.work.fail(id, problemOf(error));
      logger.info('documents.failed', { document: id, code: error.code });
    } else {
      logger.warn('documents.postponed', { document: id, error });
      await documents.work.release(id, RETRY_MS, problemOf(error));
    }
  }
  return true;
}

/** What the document waits for. It is found by its words meanwhile. */
function problemOf(error: unknown): NonNullable<StoredDocument['problem']> {
  if (error instanceof PlatformError) return { code: error.code, message: error.message, remedy: error.remedy ?? null };
  return { code: 'server.internal', message: 'an unexpected error occurred', remedy: 'Look at ./riad logs.' };
}

/** The document's own fault: trying again would not help. */
function isOfDocument({ code }: PlatformError): boolean {
  return code.startsWith('document.');
}

async function readAndCut(
  work: DocumentWork,
  { documents, readFile, limits = defaultExtractionLimits }: IngestionOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const { id, name } = work.document;
  let present = await documents.work.progress(id, { state: 'extracting', done: 0, total: 0, leaseMs: LEASE_MS });
  if (!present) return false;
  const bytes = await readFile(work.fileKey);
  const removed = new AbortController();
  let reported = 0;
  const document = await extractApart({
    bytes,
    name,
    limits,
    signal: AbortSignal.any([signal, removed.signal]),
    onPage(done, total) {
      if (Date.now() - reported < BUSY_MS) return;
      reported = Date.now();
      void documents.work.progress(id, { state: 'extracting', done, total, leaseMs: LEASE_MS }).then(
        (still) => (still ? undefined : removed.abort()),
        () => undefined,
      );
    },
  }).catch((error: unknown) => {
    if (removed.signal.aborted) return undefined;
    throw error;
  });
  if (document === undefined) return false;
  present = await documents.work.saveContent(id, contentOf(document, name));
  return present;
}

export function contentOf(document: ExtractedDocument, name: string): IndexedContent {
  return {
    title: document.title ?? name,
    format: document.format,
    quality: document.quality.score,
    qualityProblems: document.quality.problems,
    pages: document.pages.map((page): PageRecord => ({
      number: page.number,
      width: page.width,
      height: page.height,
      text: page.blocks.map(({ text }) => text).join('\n\n'),
      quality: page.quality.score,
      problems: page.quality.problems,
      source: page.source,
    })),
    passages: cutPassages(document),
    version: INDEX_VERSION,
  };
}

/** Vectors a few at a time, giving way to people. True: all are there, or there is no model to make them. */
async function addVectors(
  work: DocumentWork,
  { documents, embedder }: IngestionOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const model = embedder.model();
  if (model === undefined) return true;
  const { id } = work.document;
  let done = 0;
  for (;;) {
    while (embedder.isBusy() && !signal.aborted) await new Promise((resolve) => setTimeout(resolve, BUSY_MS));
    signal.throwIfAborted();
    const waiting = await documents.work.withoutVectors(id, model, VECTORS_AT_A_TIME);
    const total = done + waiting.length;
    if (
      !(await documents.work.progress(id, {
        state: 'indexing',
        done,
        total: Math.max(total, work.document.passages),
        leaseMs: LEASE_MS,
      }))
    )
      return false;
    if (waiting.length === 0) return true;
    const vectors = await embedder.embed(
      work.scope,
      waiting.map(({ text }) => text),
    );
    await documents.work.saveVectors(
      model,
      waiting.map(({ passageId }, index) => ({ passageId, vector: vectors[index] ?? new Float32Array(0) })),
    );
    done += waiting.length;
  }
}
