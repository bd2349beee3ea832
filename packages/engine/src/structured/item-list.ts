export interface ItemList {
  /** Rules of the items that have a place of their own. */
  readonly first: readonly string[];
  /** The rule of every item after those; absent: there are none. */
  readonly item: string | undefined;
  readonly least: number;
  readonly most: number;
  readonly repeat: (least: number, most: number) => string;
}

/** What stands between the brackets of an array. */
export function itemList({ first, item, least, most, repeat }: ItemList): string {
  const comma = (rule: string): string => `ws "," ws ${rule}`;
  const room = most - first.length;
  const [head, ...places] = first;
  const others = item === undefined || room <= 0 ? undefined : item;
  if (head === undefined) {
    if (others === undefined) return '""';
    const some = `${others} (${comma(others)})${repeat(Math.max(0, least - 1), room - 1)}`;
    return least > 0 ? some : `(${some})?`;
  }
  let list = others === undefined ? '""' : `(${comma(others)})${repeat(Math.max(0, least - first.length), room)}`;
  for (const [before, rule] of [...places.entries()].toReversed()) {
    const withRest = `${comma(rule)} ${list}`;
    list = before + 1 < least ? withRest : `(${withRest})?`;
  }
  return least > 0 ? `${head} ${list}` : `(${head} ${list})?`;
}
