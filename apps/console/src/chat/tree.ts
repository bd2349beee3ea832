import type { MessageView } from '@riad/contracts';

/** A message on the way shown, with its siblings: the branches that can be shown instead. */
export interface Step {
  readonly message: MessageView;
  readonly siblings: readonly MessageView[];
}

/** From the first message down: the chosen branch where one was chosen, the newest otherwise. */
export function activePath(messages: readonly MessageView[], chosen: ReadonlyMap<string, string>): readonly Step[] {
  const children = Map.groupBy(messages, (message) => message.parent ?? '');
  const path: Step[] = [];
  for (let at = ''; path.length <= messages.length;) {
    const siblings = children.get(at) ?? [];
    const message = siblings.find((sibling) => sibling.id === chosen.get(at)) ?? siblings.at(-1);
    if (message === undefined) break;
    path.push({ message, siblings });
    at = message.id;
  }
  return path;
}
