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

/** Changes members of an outermost object; all other bytes are copied as they are. Nothing to change: the same buffer. */
export function spliceMembers({ raw, members, edits, additions }: SpliceInput): Buffer {
  if (additions.size === 0 && !members.some((member) => edits.has(member.key))) return raw;
  const parts: Buffer[] = [];
  for (const member of members) {
    const edit = edits.get(member.key);
    if (edit === 'remove') continue;
    if (edit === undefined) parts.push(raw.subarray(member.start, member.end));
    else if ('value' in edit) parts.push(Buffer.from(`${JSON.stringify(member.key)}:${edit.value}`));
    else
      parts.push(
        Buffer.concat([Buffer.from(`${JSON.stringify(edit.rename)}:`), raw.subarray(member.valueStart, member.end)]),
      );
  }
  for (const [key, value] of additions) parts.push(Buffer.from(`${JSON.stringify(key)}:${value}`));
  return Buffer.concat([
    Buffer.from('{'),
    ...parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from(','), part])),
    Buffer.from('}'),
  ]);
}
