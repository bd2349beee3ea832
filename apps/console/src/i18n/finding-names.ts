import type { MessageKey } from './messages.tsx';

/** Kinds of data that have a name of their own; any other is shown as personal data. */
const named: ReadonlySet<string> = new Set([
  'person',
  'cin',
  'idcs',
  'passport',
  'residence_card',
  'driving_licence',
  'plate',
  'cnss',
  'amo',
  'ice',
  'tax_id',
  'trade_register',
  'patente',
  'rib',
  'iban',
  'phone',
  'phone_org',
  'massar',
  'address',
  'birth_date',
  'card',
  'civil_status',
  'nir',
  'siren',
  'siret',
  'vat',
  'email',
  'ip',
  'mac',
  'url_credentials',
  'geo',
  'secret',
  'sensitive',
]);

export function findingKey(type: string): MessageKey {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each name of the list has its sentence, which a test holds
  return (named.has(type) ? `finding.${type}` : 'finding.other') as MessageKey;
}
