import { measure } from '../client.ts';
import type { Running } from '../running.ts';

/** Batches at the most, and how much dearer than the cheapest batch so far the last one may be to count as no cheaper. */
const MOST_BATCHES = 12;
const NO_CHEAPER = 0.97;
const BATCHES_WITHOUT_GAIN = 2;

/**
 * Everything that the rounds send, again and again until requests have not become cheaper for two batches: one rule for
 * everybody, however long a just-in-time compiler takes. Says how many batches that were.
 */
export async function warmUp(running: Running): Promise<number> {
  let cheapest = Number.POSITIVE_INFINITY;
  let withoutGain = 0;
  for (let batch = 1; batch <= MOST_BATCHES; batch++) {
    const cost = running.candidate.slow === true ? await sendFew(running) : await sendBatch(running);
    withoutGain = cost < cheapest * NO_CHEAPER ? 0 : withoutGain + 1;
    cheapest = Math.min(cheapest, cost);
    if (withoutGain === BATCHES_WITHOUT_GAIN) return batch;
  }
  return MOST_BATCHES;
}

/** Seconds of processor time for a request of the usual kind. */
async function sendBatch(running: Running): Promise<number> {
  const { done, processorSeconds } = await measure(running, { body: 'whole', connections: 32, requests: 10_000 });
  await measure(running, { body: 'whole', connections: 256, requests: 5000 });
  await measure(running, { body: 'burst', connections: 32, requests: 1000 });
  await measure(running, { body: 'paced', connections: 32, requests: 32 });
  return processorSeconds / done;
}

/** Of a candidate that takes many milliseconds for each. */
async function sendFew(running: Running): Promise<number> {
  const { done, processorSeconds } = await measure(running, { body: 'whole', connections: 4, requests: 100 });
  await measure(running, { body: 'burst', connections: 2, requests: 5 });
  return processorSeconds / done;
}
