interface GovernorOptions {
  readonly most: number;
  /** False: as many as were asked for, whatever happens. */
  readonly adapts: boolean;
}

export interface ThreadGovernor {
  readonly threads: () => number;
  /** After a decode: how long it took and how much processor time this process got meanwhile. Returns the threads to use next. */
  observe(wallMs: number, processorMs: number): number;
}

/** Decoding time that makes one judgement. */
const WINDOW_MS = 1000;
/** Less than this share of the asked-for processor time: others compete, and threads that wait for each other spin. */
const CONTENDED = 0.7;
/** Calm windows before one more thread is tried; doubled after every trial that failed. */
const FIRST_CALM = 10;
const LONGEST_CALM = 320;

/**
 * Decides how many threads decode. They wait for each other by spinning, so a machine that is shared gives more tokens
 * with fewer of them: two threads on two contended cores were thirteen times slower than one.
 */
export function createThreadGovernor({ most, adapts }: GovernorOptions): ThreadGovernor {
  let threads = most;
  let wall = 0;
  let processor = 0;
  let calm = 0;
  let neededCalm = FIRST_CALM;
  let trying = false;

  function judge(share: number): void {
    if (share < CONTENDED && threads > 1) {
      if (trying) neededCalm = Math.min(neededCalm * 2, LONGEST_CALM);
      threads--;
      calm = 0;
      trying = false;
      return;
    }
    calm++;
    if (trying && calm >= FIRST_CALM) {
      trying = false;
      neededCalm = FIRST_CALM;
    }
    if (threads < most && calm >= neededCalm) {
      threads++;
      calm = 0;
      trying = true;
    }
  }

  return {
    threads: () => threads,
    observe(wallMs, processorMs) {
      if (!adapts) return threads;
      wall += wallMs;
      processor += processorMs;
      if (wall < WINDOW_MS) return threads;
      judge(processor / (wall * threads));
      wall = 0;
      processor = 0;
      return threads;
    },
  };
}
