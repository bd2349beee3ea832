import type { MemberSpan } from './scan.ts';

/** What becomes of a member: new text for its value, another key, or nothing at all. */
export type MemberEdit = { readonly value: string } | { readonly rename: string } | 'remove';

export interface SpliceInput {
  readonly raw: Buffer;
  readonly members: readonly MemberSpan[];
  readonly edits: ReadonlyMap<string, MemberEdit>;
  /** Members to add, as JSON text of their values. */
  readonly additions: ReadonlyMap<string, string>;
}

/**
 * Changes members of an outermost object. What lies between two changes is copied as it is, spaces included; nothing to
 * change gives back the same buffer.
 */
export function spliceMembers({ raw, members, edits, additions }: SpliceInput): Buffer {
  if (additions.size === 0 && !members.some((member) => edits.has(member.key))) return raw;
  const parts: (string | Buffer)[] = ['{'];
  let kept: { readonly start: number; end: number } | undefined;
  const add = (part: string | Buffer): void => {
    if (parts.length > 1) parts.push(',');
    parts.push(part);
  };
  const flush = (): void => {
    if (kept !== undefined) add(raw.subarray(kept.start, kept.end));
    kept = undefined;
  };
  for (const member of members) {
    const edit = edits.get(member.key);
    if (edit === undefined) {
      if (kept === undefined) kept = { start: member.start, end: member.end };
      else kept.end = member.end;
      continue;
    }
    flush();
    if (edit === 'remove') continue;
    if ('value' in edit) add(`${JSON.stringify(member.key)}:${edit.value}`);
    else add(`${JSON.stringify(edit.rename)}:${raw.toString('utf8', member.valueStart, member.end)}`);
  }
  flush();
  for (const [key, value] of additions) add(`${JSON.stringify(key)}:${value}`);
  parts.push('}');
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}
