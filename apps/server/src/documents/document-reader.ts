import { PlatformError } from '@riad/contracts';
import { defaultExtractionLimits, extractApart, type ExtractedDocument } from '@riad/knowledge';

/** Reads a document while somebody waits for it. */
export interface DocumentReader {
  /** Fails with the document's own error, or `engine.busy` when too many wait already. */
  read(bytes: Uint8Array, name: string): Promise<ExtractedDocument>;
}

/** Each takes a process with up to a gibibyte. */
const AT_ONCE = 2;
const WAITING = 16;

export function createDocumentReader(): DocumentReader {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function enter(): Promise<void> {
    if (running < AT_ONCE) {
      running++;
      return;
    }
    if (waiting.length >= WAITING)
      throw new PlatformError('engine.busy', 'too many documents wait to be read', { retryAfterSeconds: 5 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  /** Whoever waits takes over the place. */
  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }

  return {
    async read(bytes, name) {
      await enter();
      try {
        return await extractApart({ bytes, name, limits: defaultExtractionLimits });
      } finally {
        leave();
      }
    },
  };
}
