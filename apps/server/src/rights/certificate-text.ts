import type { ErasedText, KeptText, Unsearched } from './personal-store.ts';

export interface CertificateFacts {
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
  readonly erased: readonly ErasedText[];
  readonly kept: readonly KeptText[];
  readonly unsearched: readonly Unsearched[];
  /** Original files that still say what was put right elsewhere. */
  readonly unchanged?: readonly ErasedText[];
}

/** Names rows and records, never a person. */
export function certificateOf(facts: CertificateFacts): readonly string[] {
  const { id, kind, at, erased, kept, unsearched, unchanged = [] } = facts;
  return [
    `riad certificate of ${kind}`,
    `request: ${id}`,
    `done: ${at.toISOString()}`,
    `texts: ${erased.length}`,
    ...erased.map(({ place, id: row }) => `- ${place} ${row}`),
    `kept under a legal hold: ${kept.length}`,
    ...kept.map(({ place, id: row, hold }) => `- ${place} ${row} (${hold})`),
    ...section('original files left as they are', unchanged, () => ''),
    ...section('not searched', unsearched, ({ why }) => ` (${why})`),
    'Original files of documents are removed, or kept whole under the hold named here. Sealed parts of the ledger are erased by destroying their keys. What models had read is forgotten. Backups made before are not changed: a restore erases again. Copies made outside Riad are not covered.',
  ];
}

function section<T extends ErasedText>(title: string, texts: readonly T[], remark: (text: T) => string): string[] {
  if (texts.length === 0) return [];
  return [`${title}: ${texts.length}`, ...texts.map((text) => `- ${text.place} ${text.id}${remark(text)}`)];
}
