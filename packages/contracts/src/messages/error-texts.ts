import type { ErrorCode } from '../errors.ts';
import { ar } from './errors-ar.ts';
import { ary } from './errors-ary.ts';
import { en } from './errors-en.ts';
import { fr } from './errors-fr.ts';
import { zgh } from './errors-zgh.ts';
import type { ErrorTexts, Locale } from './locale.ts';

export const errorTexts: Readonly<Record<Locale, ErrorTexts>> = { fr, ar, ary, zgh, en };

/** The sentence and the remedy of an error code in a language. */
export function findErrorText(code: ErrorCode, locale: Locale): { readonly message: string; readonly remedy: string } {
  const [message, remedy] = errorTexts[locale][code] ?? errorTexts.en[code] ?? [code, ''];
  return { message, remedy };
}
