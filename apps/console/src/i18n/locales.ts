export const locales = ['fr', 'ar', 'ary', 'zgh', 'en'] as const;
export type Locale = (typeof locales)[number];

interface LocaleFacts {
  /** Its own name, in its own script. */
  readonly label: string;
  readonly direction: 'ltr' | 'rtl';
  /** What Intl is given. It does not know Darija; where it does not know Tamazight, numbers and dates are written as in French. */
  readonly intl: string;
  /** Nobody who speaks it has read these texts yet. */
  readonly machineMade: boolean;
}

const knowsTamazight = Intl.DateTimeFormat.supportedLocalesOf('zgh-MA').length > 0;

export const localeFacts: Readonly<Record<Locale, LocaleFacts>> = {
  fr: { label: 'Français', direction: 'ltr', intl: 'fr-MA', machineMade: false },
  ar: { label: 'العربية', direction: 'rtl', intl: 'ar-MA', machineMade: false },
  ary: { label: 'الدارجة', direction: 'rtl', intl: 'ar-MA', machineMade: true },
  zgh: { label: 'ⵜⴰⵎⴰⵣⵉⵖⵜ', direction: 'ltr', intl: knowsTamazight ? 'zgh-MA' : 'fr-MA', machineMade: true },
  en: { label: 'English', direction: 'ltr', intl: 'en-GB', machineMade: false },
};

const STORED = 'riad.locale';

/** What was chosen before, else the browser's first language that we have, else French. */
export function firstLocale(): Locale {
  const wanted = [localStorage.getItem(STORED) ?? '', ...navigator.languages.map((tag) => tag.split('-', 1)[0] ?? '')];
  return wanted.map(parseLocale).find((locale) => locale !== undefined) ?? 'fr';
}

export function keepLocale(locale: Locale): void {
  localStorage.setItem(STORED, locale);
}

export function parseLocale(text: string): Locale | undefined {
  return locales.find((locale) => locale === text);
}
