import type { ErrorCode } from '../errors.ts';
import { ar } from './errors-ar.ts';
import { ary } from './errors-ary.ts';
import { en } from './errors-en.ts';
import { fr } from './errors-fr.ts';
import { zgh } from './errors-zgh.ts';
import type { Locale } from './locale.ts';

/** What happened in general, and what a person can do about it. A test compares the codes both ways. */
export type ErrorTexts = Readonly<Record<string, readonly [message: string, remedy: string]>>;

export const errorTexts: Readonly<Record<Locale, ErrorTexts>> = { fr, ar, ary, zgh, en };

/** The sentence and the remedy of an error code in a language. */
export function findErrorText(code: ErrorCode, locale: Locale): { readonly message: string; readonly remedy: string } {
  const [message, remedy] = errorTexts[locale][code] ?? errorTexts.en[code] ?? [code, ''];
  return { message, remedy };
}
