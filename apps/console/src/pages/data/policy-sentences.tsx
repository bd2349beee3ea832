import type { Policy, PolicyRule } from '@riad/contracts';
import type { ReactNode } from 'react';

import { findingKey } from '../../i18n/finding-names.ts';
import { localeFacts } from '../../i18n/locales.ts';
import { knownKey, useLanguage } from '../../i18n/messages.tsx';
import { joinWords } from '../../i18n/word-list.tsx';
import { Latin } from '../../ui/parts.tsx';

/** A policy as a person would say it: one sentence for each place, in the order in which rules decide. */
export function PolicySentences({ policy: { rules } }: { readonly policy: Pick<Policy, 'rules'> }): ReactNode {
  const { t } = useLanguage();
  return (
    <ol className="rules">
      {rules.map((rule) => (
        <Rule key={rule.id} rule={rule} />
      ))}
      <li>{t('policy.otherwise')}</li>
    </ol>
  );
}

function Rule({ rule }: { readonly rule: PolicyRule }): ReactNode {
  const { t, locale } = useLanguage();
  const { intl } = localeFacts[locale];
  const list = (words: readonly string[]): string => joinWords(locale, words);
  const countries = new Intl.DisplayNames(intl, { type: 'region' });
  const action = (name: string): string => t(knownKey(`policy.action.${name}`));
  return (
    <li>
      <strong>{list(rule.types.map((type) => t(findingKey(type))))}</strong> <Latin>({rule.id})</Latin>
      <ul>
        {rule.minCount === undefined ? null : <li>{t('policy.from', { count: rule.minCount })}</li>}
        {rule.details === undefined ? null : <li>{t('policy.details', { details: list(rule.details) })}</li>}
        {rule.youngerThan === undefined ? null : <li>{t('policy.youngerThan', { years: rule.youngerThan })}</li>}
        {rule.roles === undefined ? null : <li>{t('policy.roles', { roles: list(rule.roles) })}</li>}
        <li>{t('policy.local', { action: action(rule.local) })}</li>
        {Object.entries(rule.countries ?? {}).map(([country, own]) => (
          <li key={country}>
            {t('policy.country', { country: countries.of(country) ?? country, action: action(own) })}
          </li>
        ))}
        <li>{t('policy.remote', { action: action(rule.remote) })}</li>
        {rule.authorisation === undefined ? null : (
          <li>
            {t('policy.authorisation', {
              reference: rule.authorisation.reference,
              date: rule.authorisation.expiresOn,
            })}
          </li>
        )}
      </ul>
    </li>
  );
}
