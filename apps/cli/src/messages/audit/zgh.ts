import type { auditEn } from './en.ts';

/** Made by machine; not yet read by a person who speaks Tamazight. */
export const auditZgh: Readonly<Record<keyof typeof auditEn, string>> = {
  'attest.about': 'ⵙⵓⵜⵔ ⴷⴰⵖⵉ ⵉ ⵉⵏⴰⴳⴰⵏ ⴷ ⵜⵏⴱⴰⴹⵜ ⵏ ⵓⴽⵓⴷ ⵏ riad.yaml ⴰⴷ ⵙⵙⵉⵏⴰⴳⵏ ⵖⴼ ⵓⵣⵎⵎⴻⵎ; ⵉⵅⵚⵚⴰ ⵓⵎⴰⴽⴽⴰⵢ ⵉⵜⵜⴷⴷⵓⵏ',
  'attest.exit': 'ⵜⴰⵏⴳⴰⵍⵜ ⵏ ⵓⴼⵓⵖ: 0 ⵙⵙⵉⵏⴰⴳⵏ ⴽⵓⵍⵍⵓ, 3 ⵢⴰⵏ ⵓⵔ ⵉⵙⵙⵉⵏⴰⴳ.',
  'attest.nobody': 'ⵓⵔ ⵉⵜⵜⵓⵙⴰⵇⵙⴰ ⵡⴰⵍⵓ: riad.yaml ⵓⵔ ⴳⵉⵙ ⴰⵏⴰⴳⴰ ⵓⵍⴰ ⵜⴰⵏⴱⴰⴹⵜ ⵏ ⵓⴽⵓⴷ (ledger.witnesses, ledger.timestamp).',
  'attest.authority': 'ⵜⴰⵏⴱⴰⴹⵜ ⵏ ⵓⴽⵓⴷ',
  'attest.good': 'ⴷⴰ ⵉⵙⵙⵉⵏⴰⴳ',
  'attest.nothing': 'ⴰⵎⵢⴰ ⴰⵔ ⴷⴰⵖⵉ',
  'attest.covers': '{count} ⵏ ⵉⵣⵎⵎⵎⵏ, {when}',
  'status.attested': 'ⵉⵙⵙⵉⵏⴰⴳ ⵖⵉⴼⵙ',
  'table.who': 'ⵎⴰ',
  'table.records': 'ⵉⵣⵎⵎⵎⵏ',
  'table.at': 'ⵎⴰⵏⴰⴳⵓ',
  'verify.witness': 'ⵜⴰⵙⴰⵔⵓⵜ ⵏ ⵓⵙⵙⵉⴷⵜ ⵏ ⵢⴰⵏ ⵓⵏⴰⴳⴰ ⵏⵏⴰ ⵉⵅⵚⵚⴰ ⴰⴷ ⵉⵙⴳⵎⴹ; ⵉⵖⵉ ⴰⴷ ⵉⵜⵜⵓⵖⴰⵍ',
  'verify.quorum': 'ⵎⵏⵛⴽ ⵙⴳ ⵉⵏⴰⴳⴰⵏ ⴰⴷ ⴰⴷ ⵉⵇⵇⴰⴷⴷⵏ (ⵎⴽ ⵓⵔ ⵉⵍⵍⵉ: ⴽⵓⵍⵍⵓ)',
  'verify.certificates': 'ⵜⵉⵙⵉⵏⴰⴳⵉⵏ (PEM) ⵏⵏⴰ ⵖⵔ ⵉⵅⵚⵚⴰ ⴰⴷ ⴰⵖⵓⵍⵏ ⵉⵎⵉⵔⵏ (ⵎⴽ ⵓⵔ ⵉⵍⵍⵉ: ⵜⵉⵏ ⵓⴽⴰⵔⴰⵎ ⵏ ⵓⵣⵎⵎⴻⵎ)',
  'verify.witnessed': 'ⵙⵙⵉⵏⴰⴳⵏ ⵉⵏⴰⴳⴰⵏ',
  'verify.stamped': 'ⵉⵜⵜⵓⴽⵓⴷ',
  'verify.existed': '{count} ⵏ ⵉⵣⵎⵎⵎⵏ ⵍⵍⴰⵏ ⴳ {when}, ⵉⵏⵏⴰ ⵜ {authority}',
  'verify.own_certificates': 'ⵜⵉⵙⵉⵏⴰⴳⵉⵏ ⵏⵏⴰ ⵖⴼ ⵉⴱⴷⴷⴰ ⵓⵢⴰ ⵍⵍⴰⵏⵜ ⴳ ⵓⴽⴰⵔⴰⵎ ⵏ ⵓⵣⵎⵎⴻⵎ; ⴼⴽ ⵜⵉⵏⵏⴽ ⵙ --certificates',
  'witness.about':
    'ⵙⴳⵎⴹ ⴰⵎ ⵓⵏⴰⴳⴰ ⵖⴼ ⵉⵣⵎⵎⴻⵎⵏ ⵏ ⵡⵉⵢⴰⴹ, ⴷⴼⴼⵉⵔ ⵏ ⵓⵙⵙⵉⵡⵔ ⵉⵙ ⴷⴰ ⵜⵜⵎⵖⵓⵔⵏ ⵙⵍⵉⴷ (C2SP tlog-witness); ⴷⴰ ⵉⵜⵜⴷⴷⵓ ⴰⵔ ⵉⴱⴷⴷ',
  'witness.name': 'ⵉⵙⵎ ⵏ ⵓⵏⴰⴳⴰ ⴰⴷ, ⵣⵓⵏⴷ witness.ministry.example/1; ⵉⵍⵍⴰ ⴳ ⴽⵓ ⴰⵙⴳⵎⴹ',
  'witness.log': 'ⵜⴰⵙⴰⵔⵓⵜ ⵏ ⵓⵙⵙⵉⵡⵔ ⵏ ⵓⵣⵎⵎⴻⵎ ⵏⵏⴰ ⵜⵙⴳⵎⴹⴷ; ⵜⵖⵉ ⴰⴷ ⵜⴰⵍⵙ',
  'witness.folder': 'ⴰⴽⴰⵔⴰⵎ ⵏ ⵜⵙⴰⵔⵓⵜ ⵏⵏⵙ ⴷ ⵎⴰⴷ ⵉⵥⵕⴰ ⴳ ⵜⵉⴳⵉⵔⴰ; ⵓⵔ ⵉⵅⵚⵚⴰ ⴰⴷ ⵉⵊⵍⵓ ⵏⵖⴷ ⴰⴷ ⵉⴰⵖⵓⵍ',
  'witness.host': 'ⵜⴰⵏⵙⴰ ⵏ ⵓⵙⵙⴼⵍⴷ (127.0.0.1: ⵜⴰⵎⴰⵛⵉⵏⵜ ⴰⴷ ⵙⵍⵉⴷ)',
  'witness.port': 'ⵜⴰⵡⵡⵓⵔⵜ ⵏ ⵓⵙⵙⴼⵍⴷ (7380)',
  'witness.remark':
    'ⴳ ⴷⴰⵜ ⵏⵏⵙ ⴰⵎⵓⴹⴰⵏ ⵙ TLS. ⵡⴰⵏⵏⴰ ⵉⵔⴰⵏ ⵜⵓⵙⵙⵉⵏⴰⴳⴰ ⵉⴰⵔⴰ ⵜⴰⵏⵙⴰ ⵏⵏⵙ ⴷ ⵜⵙⴰⵔⵓⵜ ⴷⴷⴰⵡ ledger.witnesses ⴳ riad.yaml.',
  'witness.listens': 'ⴷⴰ ⵉⵙⴳⵎⴹ ⴳ {address}. ⵜⴰⵙⴰⵔⵓⵜ ⵏ ⵓⵙⵙⵉⵡⵔ ⵏⵏⵙ:',
};
