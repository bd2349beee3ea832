import type { Clock, KeyId, Logger, UsageEntry, UsageRecorder } from '@riad/contracts';
import type { Insertable, Kysely } from 'kysely';

import type { Database } from '../schema.ts';

/** Counts are written this often; rows are few because they are summed first. */
const FLUSH_MS = 1000;
/** Sums kept while the database is away. One per key, model, target and day, so this is far beyond any real need. */
const KEPT_SUMS = 50_000;

export interface BatchedUsage extends UsageRecorder {
  markKeyUsed(id: KeyId): void;
  /** Writes what is waiting. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

interface UsageRecorderOptions {
  readonly database: Kysely<Database>;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Sum = Insertable<Database['usage_daily']>;

export function createUsageRecorder({ database, clock, logger }: UsageRecorderOptions): BatchedUsage {
  let sums = new Map<string, Sum>();
  let used = new Map<KeyId, Date>();
  let flushing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();

  function add(entry: UsageEntry): void {
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    addTo(sums, {
      organisation_id: entry.organisationId,
      project_id: entry.projectId,
      key_id: entry.keyId,
      model: entry.model,
      target: entry.target,
      day,
      requests: 1,
      failed: entry.failed ? 1 : 0,
      estimated: entry.estimated ? 1 : 0,
      prompt_tokens: entry.promptTokens,
      completion_tokens: entry.completionTokens,
    });
  }

  function flush(): Promise<void> {
    flushing = flushing.then(write);
    return flushing;
  }

  async function write(): Promise<void> {
    const writing = sums;
    const touched = used;
    sums = new Map();
    used = new Map();
    if (writing.size === 0 && touched.size === 0) return;
    try {
      await store(
        database,
        [...writing].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, sum]) => sum),
        touched,
      );
    } catch (error) {
      // Nothing is lost while the database is away: the sums go back and are written with the next ones.
      for (const sum of writing.values()) if (sums.size < KEPT_SUMS) addTo(sums, sum);
      for (const [id, at] of touched) if (!used.has(id)) used.set(id, at);
      logger.warn('usage.not_written', { sums: writing.size, error });
    }
  }

  return {
    add,
    markKeyUsed: (id) => void used.set(id, new Date(clock.now())),
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}

function addTo(sums: Map<string, Sum>, entry: Sum): void {
  const key = [entry.organisation_id, entry.project_id, entry.key_id, entry.model, entry.target, entry.day].join('\n');
  const sum = sums.get(key);
  if (sum === undefined) {
    sums.set(key, { ...entry });
    return;
  }
  sum.requests += entry.requests;
  sum.failed += entry.failed;
  sum.estimated += entry.estimated;
  sum.prompt_tokens += entry.prompt_tokens;
  sum.completion_tokens += entry.completion_tokens;
}

/** One statement, rows in the order of their keys: two servers never lock each other. */
async function store(database: Kysely<Database>, sums: readonly Sum[], used: ReadonlyMap<KeyId, Date>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    if (sums.length > 0) {
      await transaction
        .insertInto('usage_daily')
        .values(sums)
        .onConflict((conflict) =>
          conflict
            .columns(['organisation_id', 'project_id', 'key_id', 'model', 'target', 'day'])
            .doUpdateSet((expression) => ({
              requests: expression('usage_daily.requests', '+', expression.ref('excluded.requests')),
              failed: expression('usage_daily.failed', '+', expression.ref('excluded.failed')),
              estimated: expression('usage_daily.estimated', '+', expression.ref('excluded.estimated')),
              prompt_tokens: expression('usage_daily.prompt_tokens', '+', expression.ref('excluded.prompt_tokens')),
              completion_tokens: expression(
                'usage_daily.completion_tokens',
                '+',
                expression.ref('excluded.completion_tokens'),
              ),
            })),
        )
        .execute();
    }
    for (const [id, at] of [...used].toSorted(([left], [right]) => (left < right ? -1 : 1))) {
      await transaction.updateTable('api_keys').set({ last_used_at: at }).where('id', '=', id).execute();
    }
  });
}
