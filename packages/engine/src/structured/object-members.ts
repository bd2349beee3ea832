import type { JsonObject } from '@riad/contracts';

import { numberOr } from './integer-range.ts';
import { classOf, literal, plainCharacter } from './json-rules.ts';

export interface Member {
  /** The rule of the whole member, its name and colon included. */
  readonly rule: string;
  readonly required: boolean;
}

interface ListOptions {
  /** Makes a rule of a body and gives its name. */
  readonly define: (body: string) => string;
  /** What stands between two members. */
  readonly comma: string;
}

/** Members in order, each optional one present or not, then any number of others; commas only between those present. */
export function memberList(
  members: readonly Member[],
  others: string | undefined,
  { define, comma }: ListOptions,
): string {
  const more = others === undefined ? '""' : `(${comma} ${others})*`;
  let rest = { alone: others === undefined ? '""' : `(${others} ${more})?`, after: more };
  for (const member of members.toReversed()) {
    const withRest = define(`${member.rule} ${rest.after}`);
    rest = {
      after: define(member.required ? `${comma} ${withRest}` : `${comma} ${withRest} | ${rest.after}`),
      alone: member.required ? withRest : define(`${withRest} | ${rest.alone}`),
    };
  }
  return rest.alone;
}

/** Whether any list of these members has as many properties as the schema wants. Names of others may repeat, and count once. */
export function countHolds(schema: JsonObject, members: readonly Member[]): boolean {
  const most = numberOr(schema['maxProperties'], Infinity);
  const sure = members.filter((member) => member.required).length;
  if (members.length === 0 && most !== Infinity) return false;
  return sure >= numberOr(schema['minProperties'], 0) && members.length <= most;
}

interface Node {
  readonly children: Map<string, Node>;
  ends: boolean;
}

/** A quoted name that is none of these: what additional properties are called. Written without escapes, so that no spelling of a known name gets through. */
export function otherName(names: readonly string[]): string {
  const root: Node = { children: new Map(), ends: false };
  for (const name of names) {
    let node = root;
    for (const character of name) {
      const next = node.children.get(character) ?? { children: new Map(), ends: false };
      node.children.set(character, next);
      node = next;
    }
    node.ends = true;
  }
  return String.raw`"\"" (${remainder(root)}) "\""`;
}

function remainder({ children, ends }: Node): string {
  const known = [...children].map(([character, node]) => `${literal(character)} (${remainder(node)})`);
  const others = children.size === 0 ? plainCharacter : plainBut([...children.keys()]);
  return [...known, `${others} ${plainCharacter}*`, ...(ends ? [] : ['""'])].join(' | ');
}

/** Any plain character but these. */
function plainBut(characters: readonly string[]): string {
  return plainCharacter.replace(/\]$/, `${characters.map((character) => classOf(character)).join('')}]`);
}
