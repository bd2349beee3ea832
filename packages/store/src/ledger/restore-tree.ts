import { PlatformError, type Logger } from '@riad/contracts';
import {
  createTree,
  createTreeHasher,
  edgeTiles,
  isWholeEdge,
  rootOfEdge,
  type Checkpoint,
  type TileContent,
  type Tree,
  type TreeHasher,
} from '@riad/ledger';

import { nodeSha256 } from './node-crypto.ts';
import { readFrom } from './read-segments.ts';
import { readEdge } from './tile-files.ts';

export interface RestoreTreeOptions {
  readonly folder: string;
  readonly segments: string;
  /** Whole records in the segments. */
  readonly records: number;
  readonly checkpoint: Checkpoint | undefined;
  readonly onFullTile: (tile: TileContent) => void;
  readonly logger: Logger;
}

/**
 * The tree as it was before the last stop or crash: from the tiles at the last checkpoint and the records since, or, when
 * tiles are missing, from all records. Refuses with `ledger.invalid` what the last checkpoint does not vouch for.
 */
export async function restoreTree(options: RestoreTreeOptions): Promise<Tree> {
  const { folder, records, checkpoint, onFullTile, logger } = options;
  const hasher = createTreeHasher(nodeSha256);
  if (checkpoint === undefined) return follow(createTree({ hasher, onFullTile }), options);
  if (records < checkpoint.size) {
    throw notVouchedFor(folder, `holds ${records} records, but its last checkpoint signs ${checkpoint.size}`);
  }
  const edge = await readEdge(folder, edgeTiles(checkpoint.size));
  if (edge !== undefined && isEdgeOf(checkpoint, edge, hasher)) {
    return follow(createTree({ hasher, size: checkpoint.size, edge, onFullTile }), options);
  }
  logger.warn('ledger.tiles_rebuilt', { records });
  return follow(createTree({ hasher, onFullTile }), options);
}

/** Adds the records that are not in the tree yet; on the way it must have the root that was signed. */
async function follow(tree: Tree, { folder, segments, checkpoint }: RestoreTreeOptions): Promise<Tree> {
  for await (const { line } of readFrom(segments, tree.size())) {
    if (tree.size() === checkpoint?.size) requireRoot(tree, checkpoint, folder);
    tree.append(line);
  }
  if (tree.size() === checkpoint?.size) requireRoot(tree, checkpoint, folder);
  return tree;
}

function isEdgeOf({ size, root }: Checkpoint, edge: readonly TileContent[], hasher: TreeHasher): boolean {
  return isWholeEdge(size, edge) && isSame(rootOfEdge(hasher, edge), root);
}

function requireRoot(tree: Tree, checkpoint: Checkpoint, folder: string): void {
  if (!isSame(tree.root(), checkpoint.root)) {
    throw notVouchedFor(folder, `does not give the root that its last checkpoint signs for ${checkpoint.size} records`);
  }
}

function notVouchedFor(folder: string, what: string): PlatformError {
  return new PlatformError('ledger.invalid', `the ledger ${folder} ${what}`, {
    remedy: './riad audit verify names the record at fault; restore the ledger folder from a backup.',
  });
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}
