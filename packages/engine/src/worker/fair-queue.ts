/** What waits: whose it is, and whether somebody sits before a screen. */
export interface Waiting {
  readonly tenant: string;
  readonly priority: 'interactive' | 'background';
}

/** Tenants that had their turn and have nothing waiting are forgotten beyond this many. */
const MOST_REMEMBERED = 1000;

/**
 * Start-time fair queueing: interactive work before background work; among tenants, the one that has used the machine
 * least goes first; within a tenant, first come first served. Who comes late starts level with the others, not ahead.
 */
export class FairQueue<T extends Waiting> {
  readonly #items: T[] = [];
  /** Milliseconds of the machine that each tenant has used. */
  readonly #used = new Map<string, number>();
  #level = 0;

  get length(): number {
    return this.#items.length;
  }

  push(item: T): void {
    this.#used.set(item.tenant, Math.max(this.#used.get(item.tenant) ?? 0, this.#level));
    this.#items.push(item);
    if (this.#used.size > MOST_REMEMBERED) this.#forgetIdle();
  }

  /** Takes out the next item that may go now. */
  take(mayGo: (item: T) => boolean): T | undefined {
    let best = -1;
    for (const [index, item] of this.#items.entries()) {
      const leader = this.#items[best];
      if ((leader === undefined || this.#goesBefore(item, leader)) && mayGo(item)) best = index;
    }
    const [taken] = best === -1 ? [] : this.#items.splice(best, 1);
    if (taken !== undefined) this.#level = Math.max(this.#level, this.#used.get(taken.tenant) ?? 0);
    return taken;
  }

  /** Takes out everything that fits. */
  remove(fits: (item: T) => boolean): readonly T[] {
    const removed: T[] = [];
    for (let index = this.#items.length - 1; index >= 0; index--) {
      const item = this.#items[index];
      if (item !== undefined && fits(item)) removed.unshift(...this.#items.splice(index, 1));
    }
    return removed;
  }

  charge(tenant: string, milliseconds: number): void {
    this.#used.set(tenant, (this.#used.get(tenant) ?? this.#level) + milliseconds);
  }

  #goesBefore(item: T, other: T): boolean {
    if (item.priority !== other.priority) return item.priority === 'interactive';
    return (this.#used.get(item.tenant) ?? 0) < (this.#used.get(other.tenant) ?? 0);
  }

  #forgetIdle(): void {
    const waiting = new Set(this.#items.map((item) => item.tenant));
    for (const [tenant, used] of this.#used) if (!waiting.has(tenant) && used <= this.#level) this.#used.delete(tenant);
  }
}
