import type { Policy } from '@riad/contracts';

/**
 * Secrets go nowhere, not even to a local model: they end up in histories and logs. Sensitive categories and pupils stay at
 * home in clear, because masking destroys their meaning. What names or reaches a person leaves only as a surrogate.
 */
export const defaultPolicy: Policy = {
  version: 1,
  rules: [
    { id: 'secrets', types: ['secret', 'url_credentials'], local: 'block', remote: 'block' },
    { id: 'sensitive', types: ['sensitive'], local: 'allow', remote: 'keep-local' },
    { id: 'minors', types: ['massar'], local: 'allow', remote: 'keep-local' },
    { id: 'minors.by-age', types: ['birth_date'], youngerThan: 18, local: 'allow', remote: 'keep-local' },
    {
      id: 'identity',
      types: ['cin', 'idcs', 'passport', 'residence_card', 'driving_licence', 'nir', 'civil_status', 'cnss', 'amo'],
      local: 'allow',
      remote: 'pseudonymise',
    },
    { id: 'bank', types: ['rib', 'iban', 'card'], local: 'allow', remote: 'pseudonymise' },
    {
      id: 'personal',
      types: ['person', 'phone', 'email', 'address', 'birth_date', 'geo', 'plate', 'ip', 'mac', 'tax_id'],
      local: 'allow',
      remote: 'pseudonymise',
    },
    {
      id: 'business',
      types: ['ice', 'trade_register', 'patente', 'siren', 'siret', 'vat', 'phone_org'],
      local: 'allow',
      remote: 'allow',
    },
  ],
};
