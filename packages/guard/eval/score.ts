import type { Document, GoldSpan } from './documents.ts';

export interface Tally {
  gold: number;
  found: number;
  reported: number;
  right: number;
}

export interface Miss {
  readonly document: Document;
  readonly span: GoldSpan;
  readonly kind: 'missed' | 'false';
}

export interface Score {
  /** By `type` and by `type language`. */
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly misses: readonly Miss[];
}

/** What a detector finds in a text. */
export type Find = (text: string) => readonly GoldSpan[];

const overlapNeeded = 0.8;

/** Typed, relaxed spans: at least 80 % of the longer of the two is shared. */
export function score(find: Find, documents: readonly Document[]): Score {
  const tallies = new Map<string, Tally>();
  const misses: Miss[] = [];
  for (const document of documents) {
    const findings = find(document.text);
    for (const span of document.gold) {
      const hit = findings.some((finding) => matches(finding, span));
      for (const tally of talliesOf(tallies, span.type, document.language)) {
        tally.gold += 1;
        tally.found += hit ? 1 : 0;
      }
      if (!hit) misses.push({ document, span, kind: 'missed' });
    }
    for (const finding of findings) {
      const right = document.gold.some((span) => matches(finding, span));
      for (const tally of talliesOf(tallies, finding.type, document.language)) {
        tally.reported += 1;
        tally.right += right ? 1 : 0;
      }
      if (!right) misses.push({ document, span: finding, kind: 'false' });
    }
  }
  return { tallies, misses };
}

function talliesOf(tallies: Map<string, Tally>, type: string, language: string): readonly Tally[] {
  return [type, `${type} ${language}`].map((key) => {
    const tally = tallies.get(key) ?? { gold: 0, found: 0, reported: 0, right: 0 };
    tallies.set(key, tally);
    return tally;
  });
}

function matches(left: GoldSpan, right: GoldSpan): boolean {
  if (left.type !== right.type) return false;
  const shared = Math.min(left.end, right.end) - Math.max(left.start, right.start);
  return shared >= overlapNeeded * Math.max(left.end - left.start, right.end - right.start);
}
