/** The languages that Riad speaks: French, Arabic, Darija, Tamazight (Tifinagh) and English. */
export const locales = ['fr', 'ar', 'ary', 'zgh', 'en'] as const;
export type Locale = (typeof locales)[number];

/** Error code → what happened in general, and what a person can do about it. A test compares the codes both ways. */
export type ErrorTexts = Readonly<Record<string, readonly [message: string, remedy: string]>>;

/** Texts in these languages were made by machine and not yet read by a person who speaks them. */
export const machineMade: readonly Locale[] = ['ary', 'zgh'];

/** How Intl knows each: Darija has the numbers and dates of Moroccan Arabic. */
export const intlTags: Readonly<Record<Locale, string>> = {
  fr: 'fr-MA',
  ar: 'ar-MA',
  ary: 'ar-MA',
  zgh: 'zgh',
  en: 'en-GB',
};

const byCode: Readonly<Record<string, Locale>> = {
  fr: 'fr',
  ar: 'ar',
  ary: 'ary',
  zgh: 'zgh',
  shi: 'zgh',
  tzm: 'zgh',
  rif: 'zgh',
  ber: 'zgh',
  en: 'en',
};

/** The language that an environment asks for: `RIAD_LANG`, else `LC_ALL`, `LC_MESSAGES`, `LANG`; English when none is known. */
export function chooseLocale(environment: Readonly<Record<string, string | undefined>>): Locale {
  for (const name of ['RIAD_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG']) {
    const wanted = environment[name];
    if (wanted === undefined || wanted === '') continue;
    return byCode[/^[a-z]+/.exec(wanted.toLowerCase())?.[0] ?? ''] ?? 'en';
  }
  return 'en';
}
