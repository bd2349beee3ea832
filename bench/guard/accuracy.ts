import { disguise, disguises } from '../../packages/guard/eval/adversarial.ts';
import type { Document, GoldSpan } from '../../packages/guard/eval/documents.ts';
import { score, type Tally } from '../../packages/guard/eval/score.ts';
import type { Candidate } from './candidates.ts';
import type { PlainTexts } from './texts.ts';

export interface Accuracy {
  readonly candidate: string;
  /** By `type` and by `type language`. */
  readonly tallies: Readonly<Record<string, Tally>>;
  /** Documents with a value of a high-risk class that was missed. */
  readonly leaking: number;
  readonly documents: number;
  readonly megabytesPerSecond: number;
}

export interface FalseAlarms {
  readonly candidate: string;
  readonly texts: string;
  readonly megabytes: number;
  readonly highRisk: number;
  readonly names: number;
  readonly sensitive: number;
  readonly megabytesPerSecond: number;
}

export interface Disguised {
  readonly candidate: string;
  readonly disguise: string;
  readonly tallies: Readonly<Record<string, Tally>>;
}

/** Everything but names and sensitive terms, which laws and encyclopedias are full of. */
const isHighRisk = (type: string): boolean => !['person', 'sensitive', 'phone_org'].includes(type);

export async function measureAccuracy(candidate: Candidate, documents: readonly Document[]): Promise<Accuracy> {
  const { spans, seconds } = await candidate.findAll(documents.map(({ text }) => text));
  const { tallies, misses } = score(lookUp(documents, spans), documents);
  const missed = misses.filter(({ kind, span }) => kind === 'missed' && isHighRisk(span.type));
  return {
    candidate: candidate.name,
    tallies: Object.fromEntries(tallies),
    leaking: new Set(missed.map(({ document }) => document.id)).size,
    documents: documents.length,
    megabytesPerSecond: megabytes(documents.map(({ text }) => text)) / seconds,
  };
}

function lookUp(documents: readonly Document[], spans: readonly (readonly GoldSpan[])[]) {
  const found = new Map(documents.map(({ text }, index) => [text, spans[index] ?? []]));
  return (text: string): readonly GoldSpan[] => found.get(text) ?? [];
}

export async function measureDisguises(
  candidate: Candidate,
  documents: readonly Document[],
): Promise<readonly Disguised[]> {
  const measured: Disguised[] = [];
  for (const [kind, apply] of Object.entries(disguises)) {
    const hidden = documents.filter(({ gold }) => gold.length > 0).map((document) => disguise(document, kind, apply));
    const { tallies } = await measureAccuracy(candidate, hidden);
    measured.push({ candidate: candidate.name, disguise: kind, tallies });
  }
  return measured;
}

export async function measureFalseAlarms(
  candidate: Candidate,
  { name, texts }: PlainTexts,
  mostBytes = Number.POSITIVE_INFINITY,
): Promise<FalseAlarms> {
  const read = firstOf(texts, mostBytes);
  const { spans, seconds } = await candidate.findAll(read);
  const counted = (wanted: (type: string) => boolean): number => spans.flat().filter(({ type }) => wanted(type)).length;
  return {
    candidate: candidate.name,
    texts: name,
    megabytes: megabytes(read),
    highRisk: counted(isHighRisk),
    names: counted((type) => type === 'person'),
    sensitive: counted((type) => type === 'sensitive'),
    megabytesPerSecond: megabytes(read) / seconds,
  };
}

function firstOf(texts: readonly string[], mostBytes: number): readonly string[] {
  let bytes = 0;
  return texts.filter((text) => (bytes += Buffer.byteLength(text)) <= mostBytes);
}

function megabytes(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;
}
