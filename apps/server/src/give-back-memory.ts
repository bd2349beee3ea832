import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** After a start, first requests come before tidying up. */
const AFTER_MS = 1000;

/**
 * A start parses programs and settings that are not needed again, and V8 would keep what they took until much more is
 * asked for: collected once, this is half of the process.
 */
export function giveBackStartMemory(): void {
  setTimeout(collectEverything, AFTER_MS).unref();
}

function collectEverything(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect({ type: 'major', flavor: 'last-resort' });
}
