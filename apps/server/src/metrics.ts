import type { ErrorCode } from '@riad/contracts';
import type { RequestSummary } from '@riad/gateway';

/** Upper bounds in seconds, as the OpenTelemetry GenAI conventions advise for durations. */
const bounds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] as const;

interface Histogram {
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

/** Prometheus metrics under OpenTelemetry's GenAI names (semantic conventions, status Development: kept in this one file). */
export interface Metrics {
  record(summary: RequestSummary): void;
  /** A request that was refused before the gateway heard of it. */
  refused(code: ErrorCode): void;
  text(): string;
}

export function createMetrics(): Metrics {
  const durations = new Map<string, Histogram>();
  const firstChunks = new Map<string, Histogram>();
  const tokens = new Map<string, number>();
  const refusals = new Map<string, number>();
  const surrogates = new Map<string, number>();
  const series = new Map<string, Series>();

  /** Labels are written once per combination: models, targets and outcomes are few. */
  function seriesOf({ operation, model, target, outcome }: RequestSummary): Series {
    const key = `${operation} ${model} ${target} ${outcome}`;
    const known = series.get(key);
    if (known !== undefined) return known;
    const labels = `gen_ai_operation_name="${operation}",gen_ai_request_model="${escapeLabel(model)}",riad_target="${escapeLabel(target)}"`;
    const made = {
      labels,
      withOutcome: `${labels},error_type="${outcome === 'ok' ? '' : outcome}"`,
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
      observe(durations, own.withOutcome, summary.durationMs / 1000);
      if (summary.firstByteMs !== undefined) observe(firstChunks, own.labels, summary.firstByteMs / 1000);
      add(tokens, own.input, summary.promptTokens);
      add(tokens, own.output, summary.completionTokens);
      const { restored, unknown } = summary.surrogates;
      if (restored > 0) add(surrogates, 'outcome="restored"', restored);
      if (unknown > 0) add(surrogates, 'outcome="unknown"', unknown);
    },
    text() {
      const { rss, heapUsed } = process.memoryUsage();
      return [
        ...histogramLines('gen_ai_client_operation_duration_seconds', durations),
        ...histogramLines('gen_ai_client_operation_time_to_first_chunk_seconds', firstChunks),
        '# TYPE gen_ai_client_token_usage_total counter',
        ...[...tokens].map(([labels, value]) => `gen_ai_client_token_usage_total{${labels}} ${value}`),
        '# TYPE riad_requests_refused_total counter',
        ...[...refusals].map(([labels, value]) => `riad_requests_refused_total{${labels}} ${value}`),
        '# TYPE riad_surrogates_total counter',
        ...[...surrogates].map(([labels, value]) => `riad_surrogates_total{${labels}} ${value}`),
        '# TYPE process_resident_memory_bytes gauge',
        `process_resident_memory_bytes ${rss}`,
        '# TYPE nodejs_heap_used_bytes gauge',
        `nodejs_heap_used_bytes ${heapUsed}`,
        '',
      ].join('\n');
    },
  };
}

function observe(histograms: Map<string, Histogram>, labels: string, value: number): void {
  let histogram = histograms.get(labels);
  if (histogram === undefined) {
    histogram = { counts: bounds.map(() => 0), sum: 0, count: 0 };
    histograms.set(labels, histogram);
  }
  histogram.sum += value;
  histogram.count++;
  for (let index = bounds.length - 1; index >= 0 && value <= (bounds[index] ?? 0); index--)
    histogram.counts[index] = (histogram.counts[index] ?? 0) + 1;
}

function add(counters: Map<string, number>, labels: string, value: number): void {
  counters.set(labels, (counters.get(labels) ?? 0) + value);
}

function histogramLines(name: string, histograms: ReadonlyMap<string, Histogram>): readonly string[] {
  return [
    `# TYPE ${name} histogram`,
    ...[...histograms].flatMap(([labels, histogram]) => [
      ...bounds.map((bound, index) => `${name}_bucket{${labels},le="${bound}"} ${histogram.counts[index] ?? 0}`),
      `${name}_bucket{${labels},le="+Inf"} ${histogram.count}`,
      `${name}_sum{${labels}} ${histogram.sum}`,
      `${name}_count{${labels}} ${histogram.count}`,
    ]),
  ];
}

function escapeLabel(text: string): string {
  return text
    .slice(0, 128)
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', ' ');
}
