import { monitorEventLoopDelay } from 'node:perf_hooks';

import type { ErrorCode } from '@riad/contracts';
import type { RequestSummary } from '@riad/gateway';

type Bounds = readonly number[];

/** Upper bounds that the OpenTelemetry GenAI conventions advise: for durations in seconds, and for tokens. */
const seconds: Bounds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const tokenCounts: Bounds = [
  1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864,
];

/** What the conventions call each operation; those they do not know keep their name. */
const operationNames: Readonly<Record<RequestSummary['operation'], string>> = {
  chat: 'chat',
  completion: 'text_completion',
  fim: 'text_completion',
  embedding: 'embeddings',
  rerank: 'rerank',
  tokenize: 'tokenize',
  detokenize: 'detokenize',
};

interface Histogram {
  readonly bounds: Bounds;
  /** Values within each bound and above the one before it. */
  readonly counts: number[];
  sum: number;
  count: number;
}

interface Series {
  readonly labels: string;
  readonly withOutcome: string;
  readonly input: string;
  readonly output: string;
}

/**
 * Prometheus metrics under OpenTelemetry's GenAI names (semantic conventions, status Development: kept in this one file).
 * No label holds what a person wrote: names of models and targets are those that exist here.
 */
export interface Metrics {
  record(summary: RequestSummary): void;
  /** A request that was refused before the gateway heard of it. */
  refused(code: ErrorCode): void;
  text(): string;
  close(): void;
}

/** `others` writes what other parts measure, in the same format. */
export function createMetrics(others: () => readonly string[] = () => []): Metrics {
  const durations = new Map<string, Histogram>();
  const firstChunks = new Map<string, Histogram>();
  const tokens = new Map<string, Histogram>();
  const refusals = new Map<string, number>();
  const surrogates = new Map<string, number>();
  const series = new Map<string, Series>();
  const loopDelay = monitorEventLoopDelay({ resolution: 20 });
  loopDelay.enable();

  /** Labels are written once per combination: models, targets and outcomes are few. */
  function seriesOf({ operation, model, target, outcome }: RequestSummary): Series {
    const key = `${operation} ${model} ${target} ${outcome}`;
    const known = series.get(key);
    if (known !== undefined) return known;
    const labels = [
      `gen_ai_operation_name="${operationNames[operation]}"`,
      `gen_ai_provider_name="${escapeLabel(target === 'embedded' ? 'riad' : target)}"`,
      `gen_ai_request_model="${escapeLabel(model)}"`,
    ].join(',');
    const made = {
      labels,
      withOutcome: outcome === 'ok' ? labels : `${labels},error_type="${outcome}"`,
      input: `${labels},gen_ai_token_type="input"`,
      output: `${labels},gen_ai_token_type="output"`,
    };
    series.set(key, made);
    return made;
  }

  return {
    refused: (code) => add(refusals, `error_type="${code}"`, 1),
    record(summary) {
      const own = seriesOf(summary);
      observe(durations, { labels: own.withOutcome, bounds: seconds }, summary.durationMs / 1000);
      if (summary.firstByteMs !== undefined) {
        observe(firstChunks, { labels: own.labels, bounds: seconds }, summary.firstByteMs / 1000);
        observe(tokens, { labels: own.input, bounds: tokenCounts }, summary.promptTokens);
        observe(tokens, { labels: own.output, bounds: tokenCounts }, summary.completionTokens);
      }
      const { restored, unknown } = summary.surrogates;
      if (restored > 0) add(surrogates, 'outcome="restored"', restored);
      if (unknown > 0) add(surrogates, 'outcome="unknown"', unknown);
    },
    text() {
      const { rss, heapUsed } = process.memoryUsage();
      return [
        ...histogramLines('gen_ai_client_operation_duration_seconds', durations),
        ...histogramLines('gen_ai_client_operation_time_to_first_chunk_seconds', firstChunks),
        ...histogramLines('gen_ai_client_token_usage', tokens),
        '# TYPE riad_requests_refused_total counter',
        ...[...refusals].map(([labels, value]) => `riad_requests_refused_total{${labels}} ${value}`),
        '# TYPE riad_surrogates_total counter',
        ...[...surrogates].map(([labels, value]) => `riad_surrogates_total{${labels}} ${value}`),
        ...others(),
        '# TYPE process_resident_memory_bytes gauge',
        `process_resident_memory_bytes ${rss}`,
        '# TYPE nodejs_heap_used_bytes gauge',
        `nodejs_heap_used_bytes ${heapUsed}`,
        '# TYPE nodejs_eventloop_delay_seconds summary',
        ...[0.5, 0.99].map(
          (quantile) =>
            `nodejs_eventloop_delay_seconds{quantile="${quantile}"} ${loopDelay.percentile(quantile * 100) / 1e9}`,
        ),
        '',
      ].join('\n');
    },
    close: () => void loopDelay.disable(),
  };
}

function observe(
  histograms: Map<string, Histogram>,
  { labels, bounds }: { readonly labels: string; readonly bounds: Bounds },
  value: number,
): void {
  let histogram = histograms.get(labels);
  if (histogram === undefined) {
    histogram = { bounds, counts: bounds.map(() => 0), sum: 0, count: 0 };
    histograms.set(labels, histogram);
  }
  histogram.sum += value;
  histogram.count++;
  const bucket = bounds.findIndex((bound) => value <= bound);
  if (bucket !== -1) histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1;
}

function add(counters: Map<string, number>, labels: string, value: number): void {
  counters.set(labels, (counters.get(labels) ?? 0) + value);
}

function histogramLines(name: string, histograms: ReadonlyMap<string, Histogram>): readonly string[] {
  return [
    `# TYPE ${name} histogram`,
    ...[...histograms].flatMap(([labels, { bounds, counts, sum, count }]) => {
      let below = 0;
      const buckets = bounds.map((bound, index) => {
        below += counts[index] ?? 0;
        return `${name}_bucket{${labels},le="${bound}"} ${below}`;
      });
      return [
        ...buckets,
        `${name}_bucket{${labels},le="+Inf"} ${count}`,
        `${name}_sum{${labels}} ${sum}`,
        `${name}_count{${labels}} ${count}`,
      ];
    }),
  ];
}

function escapeLabel(text: string): string {
  return text
    .slice(0, 128)
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', ' ');
}
