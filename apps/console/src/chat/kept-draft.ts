import { useState } from 'react';

const PREFIX = 'riad.draft.';

/**
 * What is being written, kept in this tab until it is sent: a page that is loaded again, with or without a network, has it. The
 * browser forgets it with the tab; signing out forgets it at once.
 */
export function useKeptDraft(place: string, begin: string): readonly [string, (text: string) => void] {
  const key = `${PREFIX}${place}`;
  const [text, setText] = useState(() => (begin === '' ? (sessionStorage.getItem(key) ?? '') : begin));
  const change = (next: string): void => {
    setText(next);
    if (next === '') sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, next);
  };
  return [text, change];
}

export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}
