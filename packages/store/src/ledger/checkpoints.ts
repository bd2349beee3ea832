import { verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PlatformError, type Clock, type Logger } from '@riad/contracts';
import {
  checkpointText,
  edgeTiles,
  parseCheckpoint,
  signatureBy,
  type Checkpoint,
  type Tile,
  type TileContent,
  type Tree,
} from '@riad/ledger';

import { keepCheckpoint } from './kept-checkpoints.ts';
import type { NoteSigner } from './signing-key.ts';
import { createTileWriter, removeOutgrown } from './tile-files.ts';
import { writeDurably } from './write-durably.ts';

const ARCHIVE_MS = 3_600_000;

export interface CheckpointerOptions {
  readonly folder: string;
  readonly signer: NoteSigner;
  readonly tree: Tree;
  /** Full tiles not written yet; taken when they are. */
  readonly fullTiles: TileContent[];
  readonly sync: (done: (error: unknown) => void) => void;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly everyMs: number;
  readonly signedSize: number;
  readonly signedAt: string | null;
}

export interface Checkpointer {
  /** Signs what is in the log now, unless that is signed already. `keep`: also as one of the checkpoints that stay. */
  sign(options?: { readonly keep: boolean }): Promise<void>;
  /** ISO 8601; null before the first. */
  signedAt(): string | null;
  stop(): void;
}

/**
 * Signs the tree every so often while it grows. The records are on disk before a checkpoint vouches for them. The newest is
 * `checkpoint`; one an hour, and those of each start and stop, stay in `checkpoints/`.
 */
export function createCheckpointer(options: CheckpointerOptions): Checkpointer {
  const { folder, signer, tree, fullTiles, clock, logger } = options;
  let { signedSize, signedAt } = options;
  const writeTiles = createTileWriter(folder);
  let signedEdge: readonly Tile[] = edgeTiles(signedSize);
  let keptAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(tick, options.everyMs);
  timer.unref();

  function tick(): void {
    if (tree.size() === signedSize) return;
    sign({ keep: clock.monotonic() - keptAt >= ARCHIVE_MS }).catch((error: unknown) =>
      logger.error('ledger.checkpoint_failed', { error }),
    );
  }

  function sign({ keep }: { readonly keep: boolean } = { keep: false }): Promise<void> {
    const next = running.catch(() => undefined).then(() => signNow(keep));
    running = next;
    return next;
  }

  async function signNow(keep: boolean): Promise<void> {
    const size = tree.size();
    if (size === signedSize && !keep) return;
    const note = signer.signNote(checkpointText({ origin: signer.name, size, root: tree.root() }));
    const edge = tree.edge();
    const full = [...fullTiles];
    await new Promise<void>((resolve, reject) => {
      options.sync((error) => (error === null || error === undefined ? resolve() : reject(toError(error))));
    });
    writeTiles([...full, ...edge]);
    await writeDurably(join(folder, 'checkpoint'), note);
    if (keep && size > 0) {
      await keepCheckpoint(folder, size, note);
      keptAt = clock.monotonic();
    }
    fullTiles.splice(0, full.length);
    signedSize = size;
    signedAt = new Date(clock.now()).toISOString();
    removeOutgrown(folder, signedEdge, edge);
    signedEdge = edge;
  }

  return { sign, signedAt: () => signedAt, stop: () => clearInterval(timer) };
}

/** The newest checkpoint of a folder when our own key signed it; `undefined` before the first. Fails with `ledger.invalid`. */
export function readOwnCheckpoint(folder: string, signer: NoteSigner): Checkpoint | undefined {
  const file = join(folder, 'checkpoint');
  if (!existsSync(file)) return undefined;
  const parsed = parseCheckpoint(readFileSync(file, 'utf8'));
  const signature = parsed === undefined ? undefined : signatureBy(parsed.signatures, signer);
  if (
    parsed === undefined ||
    signature === undefined ||
    parsed.checkpoint.origin !== signer.name ||
    !verify(null, Buffer.from(parsed.text), signer.publicKey, signature)
  ) {
    throw new PlatformError('ledger.invalid', `${file} is not signed by the key of the ledger ${signer.name}`, {
      remedy: 'Somebody changed it. See ./riad audit verify, then restore the ledger folder from a backup.',
    });
  }
  return parsed.checkpoint;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error('the ledger could not be synced', { cause: error });
}
