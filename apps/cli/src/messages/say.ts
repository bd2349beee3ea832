import { chooseLocale, type Locale } from '@riad/contracts';

import { ar } from './ar.ts';
import { ary } from './ary.ts';
import { en, type MessageKey, type Messages } from './en.ts';
import { fr } from './fr.ts';
import { zgh } from './zgh.ts';

export const catalogues: Readonly<Record<Locale, Messages>> = { fr, ar, ary, zgh, en };

/** The language of this run of the command. */
export const locale = chooseLocale(process.env);

/** A sentence in the language of this run, its `{placeholders}` filled. */
export function say(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
  return catalogues[locale][key].replaceAll(/\{(?<name>\w+)\}/g, (placeholder, name: string) =>
    String(values[name] ?? placeholder),
  );
}

export function isMessageKey(text: string): text is MessageKey {
  return Object.hasOwn(en, text);
}

/** What help prints below the options: examples, and what else is to be known. */
export function helpText(example: readonly string[], remark?: MessageKey): string {
  const heading = say(example.length === 1 ? 'help.example' : 'help.examples');
  return `\n${remark === undefined ? '' : `${say(remark)}\n\n`}${heading}\n${example.map((line) => `  ${line}`).join('\n')}`;
}
