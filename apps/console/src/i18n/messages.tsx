import { setupI18n, type Messages } from '@lingui/core';
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';

import type french from '../messages/fr.json';
import { firstLocale, keepLocale, localeFacts, type Locale } from './locales.ts';

export type MessageKey = keyof typeof french;
export type Values = Readonly<Record<string, string | number>>;

/** A whole sentence in the reader's language. */
export type Translate = (key: MessageKey, values?: Values) => string;

interface Language {
  readonly locale: Locale;
  readonly t: Translate;
  choose(locale: Locale): void;
}

const catalogues: Readonly<Record<Locale, () => Promise<{ default: unknown }>>> = {
  fr: () => import('../messages/fr.json'),
  ar: () => import('../messages/ar.json'),
  ary: () => import('../messages/ary.json'),
  zgh: () => import('../messages/zgh.json'),
  en: () => import('../messages/en.json'),
};

const LanguageContext = createContext<Language | undefined>(undefined);

/** Shows nothing before the texts are there: a page never flickers from one language to another. */
export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [wanted, setWanted] = useState(firstLocale);
  const [loaded, setLoaded] = useState<{ readonly locale: Locale; readonly t: Translate }>();

  useEffect(() => {
    let current = true;
    const load = async (): Promise<void> => {
      const t = await loadTranslate(wanted);
      if (!current) return;
      applyToDocument(wanted);
      setLoaded({ locale: wanted, t });
    };
    void load();
    return () => {
      current = false;
    };
  }, [wanted]);

  const choose = useCallback((locale: Locale) => {
    keepLocale(locale);
    setWanted(locale);
  }, []);
  const language = useMemo(() => (loaded === undefined ? undefined : { ...loaded, choose }), [loaded, choose]);
  if (language === undefined) return null;
  return (
    <LanguageContext value={language}>
      <I18nProvider locale={localeFacts[language.locale].intl}>{children}</I18nProvider>
    </LanguageContext>
  );
}

export function useLanguage(): Language {
  const language = use(LanguageContext);
  if (language === undefined) throw new Error('there is no language around this component');
  return language;
}

export function useMessages(): Translate {
  return useLanguage().t;
}

/** A key made of a name that comes from a closed list, each of which the catalogues hold. */
export function knownKey(text: string): MessageKey {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller has looked the name up in its list
  return text as MessageKey;
}

async function loadTranslate(locale: Locale): Promise<Translate> {
  const { default: messages } = await catalogues[locale]();
  const i18n = setupI18n();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by compile-messages.ts while building
  i18n.loadAndActivate({ locale, locales: localeFacts[locale].intl, messages: messages as Messages });
  return (key, values) => i18n._(key, values);
}

function applyToDocument(locale: Locale): void {
  document.documentElement.lang = locale;
  document.documentElement.dir = localeFacts[locale].direction;
}
