import type {
  AmountLeased,
  AmountWanted,
  KeyId,
  KeyLimits,
  Lease,
  LeaseRequest,
  PlacesWanted,
  PlatformError,
} from '@riad/contracts';

import { placesTaken, usedUp } from './limit-errors.ts';
import { presentLimits, type Remaining } from './limit-headers.ts';
import type { Reservation } from './limiter.ts';

/** A server leases a twentieth of a limit more than it needs: what a minute may be exceeded by for each server. */
const BLOCKS = 20;
/** Blocks smaller than this are not asked for ahead of time. */
const LEAST_BLOCK = 4;
/** Places that are not renewed are lost after fifteen seconds. */
const RENEW_MS = 5000;
/** What was just refused is not asked for again before this. */
const ASK_AGAIN_MS = 1000;

export interface Waiter {
  readonly tokens: number;
  readonly resolve: (reservation: Reservation) => void;
  readonly reject: (error: unknown) => void;
}

/** What this server holds of one budget. */
interface Holding {
  /** Below zero: used beyond what was leased. */
  credit: number;
  /** What all servers still have, as of the last exchange. */
  left: number;
}

/** One key as this server holds leases for it. */
export class SharedKey {
  readonly id: KeyId;
  limits: KeyLimits;
  readonly waiting: Waiter[] = [];
  readonly #requests: Holding = { credit: 0, left: 0 };
  readonly #tokens: Holding = { credit: 0, left: 0 };
  #places = 0;
  #concurrent = 0;
  /** Most requests at one time since the last sweep. */
  #peak = 0;
  #used = false;
  #givingBack = false;
  #renewedAt = 0;
  #refused: { readonly until: number; readonly tokens: number } | undefined;

  constructor(id: KeyId, limits: KeyLimits) {
    this.id = id;
    this.limits = limits;
  }

  /** Whether the leases hold enough. A request larger than the whole limit may overdraw a full budget. */
  fits(tokens: number): boolean {
    const { requestsPerMinute, tokensPerMinute, concurrentRequests } = this.limits;
    if (requestsPerMinute !== undefined && this.#requests.credit < 1) return false;
    if (tokensPerMinute !== undefined && this.#tokens.credit < Math.min(tokens, tokensPerMinute)) return false;
    return concurrentRequests === undefined || this.#concurrent < this.#places;
  }

  take(tokens: number): Reservation {
    const { requestsPerMinute, tokensPerMinute } = this.limits;
    if (requestsPerMinute !== undefined) this.#requests.credit -= 1;
    if (tokensPerMinute !== undefined) this.#tokens.credit -= tokens;
    this.#concurrent++;
    this.#peak = Math.max(this.#peak, this.#concurrent);
    this.#used = true;
    this.#refused = undefined;
    let settled = false;
    return {
      headers: presentLimits(this.limits, this.remaining()),
      settle: (usedTokens) => {
        if (settled) return;
        settled = true;
        this.#concurrent--;
        if (this.limits.tokensPerMinute !== undefined) this.#tokens.credit += tokens - usedTokens;
      },
    };
  }

  remaining(): Remaining {
    return {
      requests: this.#requests.credit + this.#requests.left,
      tokens: this.#tokens.credit + this.#tokens.left,
    };
  }

  /** Enough for now, and less than half a block. */
  runsLow(): boolean {
    const { requestsPerMinute, tokensPerMinute, concurrentRequests } = this.limits;
    return (
      isLow(this.#requests.credit, requestsPerMinute) ||
      isLow(this.#tokens.credit, tokensPerMinute) ||
      isLow(this.#places - this.#concurrent, concurrentRequests)
    );
  }

  /** What to ask the database for: for those who wait, and a block; or only to give back. */
  wanted(): LeaseRequest {
    const { requestsPerMinute, tokensPerMinute } = this.limits;
    const idle = this.#givingBack && this.waiting.length === 0;
    this.#givingBack = false;
    const used = this.#used;
    const tokens = this.waiting.map((waiter) => Math.min(waiter.tokens, tokensPerMinute ?? 0));
    const requests = this.waiting.map(() => 1);
    return {
      keyId: this.id,
      limits: this.limits,
      requests: idle ? giveBack(this.#requests, used) : ask(this.#requests, requestsPerMinute, requests),
      tokens: idle ? giveBack(this.#tokens, used) : ask(this.#tokens, tokensPerMinute, tokens),
      places: this.#placesWanted(idle),
    };
  }

  #placesWanted(idle: boolean): PlacesWanted {
    const used = this.#concurrent;
    const { concurrentRequests } = this.limits;
    if (concurrentRequests === undefined) return { used: 0, want: 0 };
    if (!idle) return { used, want: used + this.waiting.length + blockOf(concurrentRequests) };
    this.#places = Math.min(this.#places, Math.max(used, this.#peak));
    this.#endTurn();
    return { used, want: this.#places };
  }

  /** Takes in what was leased. */
  add({ requests, tokens }: LeaseRequest, lease: Lease, now: number): void {
    credit(this.#requests, requests, lease.requests);
    credit(this.#tokens, tokens, lease.tokens);
    this.#places = lease.places;
    this.#renewedAt = now;
  }

  /** Why a request that waited does not pass. The same is refused for a moment without asking anybody. */
  refuse(tokens: number, now: number): PlatformError {
    const error = this.#reason(tokens);
    this.#refused = { until: now + ASK_AGAIN_MS, tokens: error.code === 'limit.tokens' ? tokens : 0 };
    return error;
  }

  refuseAgain(tokens: number, now: number): void {
    if (this.#refused === undefined) return;
    if (now < this.#refused.until && tokens >= this.#refused.tokens) throw this.#reason(tokens);
  }

  #reason(tokens: number): PlatformError {
    const { requestsPerMinute, tokensPerMinute = 1, concurrentRequests } = this.limits;
    if (concurrentRequests !== undefined && this.#concurrent >= this.#places) return placesTaken(concurrentRequests);
    const { requests: requestsLeft, tokens: tokensLeft } = this.remaining();
    if (requestsPerMinute !== undefined && this.#requests.credit < 1)
      return usedUp('requests', requestsPerMinute, Math.max(0, 1 - requestsLeft));
    return usedUp('tokens', tokensPerMinute, Math.max(0, Math.min(tokens, tokensPerMinute) - tokensLeft));
  }

  /** True when the database must hear of this key: something to give back, to pay or to renew. */
  sweep(now: number): boolean {
    const held = [this.#requests.credit, this.#tokens.credit];
    const unused = !this.#used && held.some((amount) => amount > 0);
    const owes = held.some((amount) => amount < 0);
    const spare = this.#places > Math.max(this.#concurrent, this.#peak);
    const stale = this.#places > 0 && now - this.#renewedAt >= RENEW_MS;
    this.#givingBack = unused || owes || spare || stale;
    const asks = this.#givingBack;
    if (!asks) this.#endTurn();
    return asks;
  }

  #endTurn(): void {
    this.#used = false;
    this.#peak = this.#concurrent;
  }

  isForgettable(): boolean {
    return this.#places === 0 && this.#concurrent === 0 && this.#requests.credit === 0 && this.#tokens.credit === 0;
  }
}

function blockOf(limit: number): number {
  return Math.floor(limit / BLOCKS);
}

function isLow(held: number, limit: number | undefined): boolean {
  return limit !== undefined && blockOf(limit) >= LEAST_BLOCK && held < blockOf(limit) / 2;
}

/** What the first who waits needs, what all of them need, and a block. Debts are paid first. */
function ask({ credit: held }: Holding, limit: number | undefined, needs: readonly number[]): AmountWanted {
  if (limit === undefined) return { charge: 0, need: 0, want: 0 };
  const have = Math.max(0, held);
  const all = needs.reduce((sum, need) => sum + need, 0);
  const need = Math.max(0, (needs[0] ?? 1) - have);
  return { charge: Math.max(0, -held), need, want: Math.max(need, all + blockOf(limit) - have) };
}

/** Credit leaves here before it arrives there: it is never in two places. */
function giveBack(holding: Holding, used: boolean): AmountWanted {
  const charge = used ? Math.max(0, -holding.credit) : -holding.credit;
  if (charge < 0) holding.credit = 0;
  return { charge, need: 0, want: 0 };
}

function credit(holding: Holding, { charge }: AmountWanted, { granted, left }: AmountLeased): void {
  holding.credit += Math.max(0, charge) + granted;
  holding.left = left;
}
