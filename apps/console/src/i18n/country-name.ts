import { localeFacts } from './locales.ts';
import { useLanguage } from './messages.tsx';

/** A country by its code, as the reader calls it; `local` is this house. */
export function useCountryName(): (country: string) => string {
  const { t, locale } = useLanguage();
  const names = new Intl.DisplayNames(localeFacts[locale].intl, { type: 'region', fallback: 'code' });
  return (country) => (/^[A-Z]{2}$/.test(country) ? (names.of(country) ?? country) : t('place.local'));
}
