import type { CueClass } from '../profiles/profile.ts';
import { createCueReader, findCues, type Cue, type CueReader } from './cues.ts';
import type { CompiledRule, Knowledge } from './knowledge.ts';
import { findColumns } from './columns.ts';
import { tokenise, type Tokens } from './tokens.ts';
import { findCandidates, type Candidates } from './candidates.ts';

/** One normalised text, cut up and looked up: what every detector reads. */
export interface Scan {
  /** How many encodings the text was found under. */
  readonly depth: number;
  readonly tokens: Tokens;
  readonly candidates: Candidates;
  readonly knowledge: Knowledge;
  readonly cues: CueReader;
  readonly cueList: readonly Cue[];
  /** Sensitive terms, with their category. */
  readonly terms: readonly { readonly category: string; readonly first: number; readonly last: number }[];
  readonly identifiersByLength: readonly (readonly CompiledRule[] | undefined)[];
  /** Last token of the phrase that a token begins or goes on and that names a place or is no name; undefined outside. */
  phraseEnd(token: number): number | undefined;
  /** Last token of the phrase that holds a token and is called after somebody: Sidi Bernoussi. */
  namesakeEnd(token: number): number | undefined;
  /** Whether a token belongs to a phrase that holds a name's word and is none: لحسن الحظ, Ibn Khaldoun. */
  isPlain(token: number): boolean;
  /** Tokens in the cells of tables, in order, with what the header says of their column. */
  readonly columns: ReadonlyMap<number, CueClass>;
  /** What the header of a table says about the cell that holds a token. */
  columnOf(token: number): CueClass | undefined;
}

function phraseEnds(cues: readonly Cue[], wanted: readonly CueClass[]): (token: number) => number | undefined {
  const ends = new Map<number, number>();
  for (const { cue, first, last } of cues) {
    if (!wanted.includes(cue)) continue;
    for (let token = first; token <= last; token += 1) ends.set(token, last);
  }
  return (token) => ends.get(token);
}

function plainPhrases(cues: readonly Cue[]): (token: number) => boolean {
  const inside = new Set<number>();
  for (const { cue, first, last } of cues) {
    if (cue !== 'plain' && cue !== 'figure') continue;
    for (let token = first; token <= last; token += 1) inside.add(token);
  }
  return (token) => inside.has(token);
}

const noColumns: ReadonlyMap<number, CueClass> = new Map();

export function scanText(text: string, knowledge: Knowledge, depth = 0): Scan {
  const tokens = tokenise(text, knowledge.lexicon);
  const candidates = findCandidates(tokens);
  const { cues, terms } = findCues(tokens, candidates.phrases, knowledge);
  const columns = findColumns(tokens, cues) ?? noColumns;
  return {
    depth,
    tokens,
    candidates,
    knowledge,
    cueList: cues,
    cues: createCueReader(tokens, cues),
    terms,
    identifiersByLength: knowledge.identifiersByLength,
    phraseEnd: phraseEnds(cues, ['place', 'plain']),
    isPlain: plainPhrases(cues),
    namesakeEnd: phraseEnds(cues, ['namesake']),
    columns,
    columnOf: (token) => columns.get(token),
  };
}
