import { knownKey, type Translate } from '../../i18n/messages.tsx';

const classes: ReadonlySet<string> = new Set([
  'all',
  'conversations',
  'documents',
  'vaults',
  'ledger-sealed',
  'rights-requests',
  'incidents',
  'consents',
  'usage',
]);

/** A class of data in words; one that this console does not know keeps its own name. */
export function retentionClass(t: Translate, name: string): string {
  return classes.has(name) ? t(knownKey(`retention.class.${name}`)) : name;
}

/** Why a class is kept as long as it is: the organisation's own words, or ours for a period that came with Riad. */
export function retentionReason(
  t: Translate,
  rule: { readonly class: string; readonly source: string; readonly purpose: string },
): string {
  return rule.source === 'default' && classes.has(rule.class)
    ? t(knownKey(`retention.why.${rule.class}`))
    : rule.purpose;
}
