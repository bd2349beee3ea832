interface Node {
  readonly edge: readonly number[];
  readonly children: Map<number, Node>;
  /** Sequences that hold everything from the root to the end of this edge, or further. */
  readonly sequences: Set<number>;
}

interface Held {
  readonly key: string;
  readonly tokens: readonly number[];
}

export interface PrefixMatch {
  readonly length: number;
  /** Every sequence that holds these tokens at its beginning. */
  readonly sequences: readonly number[];
}

const nothing: PrefixMatch = { length: 0, sequences: [] };

/**
 * A radix tree over what the resident sequences hold, one root per cache key: no look-up can reach another key's tokens.
 */
export class PrefixTree {
  readonly #roots = new Map<string, Node>();
  readonly #held = new Map<number, Held>();

  /** Says what a sequence holds now; what it held before is forgotten. */
  put(sequence: number, key: string, tokens: readonly number[]): void {
    this.remove(sequence);
    if (tokens.length === 0) return;
    const held = { key, tokens: [...tokens] };
    this.#held.set(sequence, held);
    let node = this.#roots.get(key) ?? createNode([]);
    this.#roots.set(key, node);
    let at = 0;
    while (at < held.tokens.length) {
      const next = childAfter(node, held.tokens, at);
      next.sequences.add(sequence);
      at += next.edge.length;
      node = next;
    }
  }

  remove(sequence: number): void {
    const held = this.#held.get(sequence);
    if (held === undefined) return;
    this.#held.delete(sequence);
    const root = this.#roots.get(held.key);
    let node = root;
    let at = 0;
    while (node !== undefined && at < held.tokens.length) {
      const first = held.tokens[at] ?? -1;
      const child = node.children.get(first);
      if (child === undefined) break;
      child.sequences.delete(sequence);
      if (child.sequences.size === 0) {
        // Nobody else is below: the whole branch goes.
        node.children.delete(first);
        break;
      }
      at += child.edge.length;
      node = child;
    }
    if (root?.children.size === 0) this.#roots.delete(held.key);
  }

  /** The longest beginning of `tokens` that some sequence of this key holds. */
  longest(key: string, tokens: readonly number[]): PrefixMatch {
    let node = this.#roots.get(key);
    let match = nothing;
    let at = 0;
    while (node !== undefined && at < tokens.length) {
      const child = node.children.get(tokens[at] ?? -1);
      if (child === undefined) break;
      const common = commonLength(child.edge, tokens, at);
      at += common;
      match = { length: at, sequences: [...child.sequences] };
      if (common < child.edge.length) break;
      node = child;
    }
    return match;
  }
}

function createNode(edge: readonly number[]): Node {
  return { edge, children: new Map(), sequences: new Set() };
}

/** The child of `node` whose whole edge is the next part of `tokens`: found, split off a longer edge, or made. */
function childAfter(node: Node, tokens: readonly number[], at: number): Node {
  const first = tokens[at] ?? -1;
  const child = node.children.get(first);
  if (child === undefined) {
    const made = createNode(tokens.slice(at));
    node.children.set(first, made);
    return made;
  }
  const common = commonLength(child.edge, tokens, at);
  if (common === child.edge.length) return child;
  const upper: Node = { edge: child.edge.slice(0, common), children: new Map(), sequences: new Set(child.sequences) };
  const lower: Node = { ...child, edge: child.edge.slice(common) };
  upper.children.set(lower.edge[0] ?? -1, lower);
  node.children.set(first, upper);
  return upper;
}

function commonLength(edge: readonly number[], tokens: readonly number[], at: number): number {
  const most = Math.min(edge.length, tokens.length - at);
  let length = 0;
  while (length < most && edge[length] === tokens[at + length]) length++;
  return length;
}
