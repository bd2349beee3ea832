import { PlatformError, type Finding, type Policy } from '@riad/contracts';
import {
  answerActionFor,
  createOutputScanner,
  createRestorer,
  strictestAnswerAction,
  type Guard,
  type RestoreCounts,
  type ScannedOutput,
  type SurrogateSource,
} from '@riad/guard';

/** One channel of an answer on its way: content, reasoning, the arguments of one call. */
export interface TextStage {
  /** What may be shown so far. */
  push(text: string): string;
  /** The rest. More may follow: a channel can be spoken in again. */
  end(): string;
  counts(): RestoreCounts;
}

export type Encoding = 'text' | 'json';

export interface StageOptions {
  readonly encoding: Encoding;
  /** Absent: nothing was replaced in the question. */
  readonly surrogates: SurrogateSource | undefined;
  /** Absent: the policy only counts what it finds in answers. */
  readonly scan: ScanOptions | undefined;
}

export interface ScanOptions {
  readonly guard: Guard;
  readonly policy: Policy;
}

const nothingRestored: RestoreCounts = { restored: 0, unknown: 0 };

/**
 * First the model's own words are looked at, then surrogates become values again: what the person wrote themselves is not
 * a leak. Fails with `guard.blocked` when the policy ends such an answer.
 */
export function createTextStage({ encoding, surrogates, scan }: StageOptions): TextStage {
  const scanner = scan === undefined ? undefined : createScanStage(scan, encoding);
  const restorer = surrogates === undefined ? undefined : createRestorer({ vault: surrogates, encoding });
  return {
    push(text) {
      const seen = scanner === undefined ? text : scanner.push(text);
      return restorer === undefined ? seen : restorer.push(seen);
    },
    end() {
      const seen = scanner === undefined ? '' : scanner.end();
      return restorer === undefined ? seen : restorer.push(seen) + restorer.end();
    },
    counts: () => restorer?.counts() ?? nothingRestored,
  };
}

function createScanStage({ guard, policy }: ScanOptions, encoding: Encoding) {
  const scanner = createOutputScanner(guard);
  let shown = 0;
  function treat({ text, findings }: ScannedOutput): string {
    if (strictestAnswerAction(policy, findings) === 'stop') throw stopped(findings, policy);
    let output = '';
    let done = 0;
    for (const finding of findings) {
      if (answerActionFor(policy, finding.type) !== 'mask') continue;
      const start = finding.start - shown;
      const end = finding.end - shown;
      output += text.slice(done, start) + maskFor(finding, text.slice(start, end), encoding);
      done = end;
    }
    shown += text.length;
    return output + text.slice(done);
  }
  return { push: (chunk: string) => treat(scanner.push(chunk)), end: () => treat(scanner.end()) };
}

/** In JSON source everything but letters and digits keeps its place, and a number does not begin with 0: it can still be read. */
function maskFor({ type }: Finding, written: string, encoding: Encoding): string {
  return encoding === 'text' ? `[${type}]` : written.replaceAll(/\p{L}/gu, 'x').replaceAll(/\p{Nd}/gu, '9');
}

function stopped(findings: readonly Finding[], policy: Policy): PlatformError {
  const types = [...new Set(findings.map(({ type }) => type))].filter(
    (type) => answerActionFor(policy, type) === 'stop',
  );
  return new PlatformError('guard.blocked', `the guard ended this answer: it holds ${types.join(', ')}`, {
    remedy: 'Ask your data-protection officer about the policy for answers.',
  });
}
