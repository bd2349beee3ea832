import type { privacyEn } from './en.ts';

/** Made by machine; not yet read by a person who speaks Tamazight. */
export const privacyZgh: Readonly<Record<keyof typeof privacyEn, string>> = {
  'printable.format': '{file} ⵉⵅⵚⵚⴰ ⴰⴷ ⵉⵙⵎⴷ ⵙ .html ⵏⵖⴷ .docx',
  'printable.format_remedy': 'ⴳ ⴰⵙ ⵉⵙⵎ register.html ⵏⵖⴷ register.docx.',
  'printable.written': 'ⵉⵜⵜⵢⴰⵔⴰ ⴳ {file}.',
  'register.export': 'ⴰⵔⴰ ⴰⵣⵎⵎⴻⵎ ⴳ ⵜⴰⵙⵏⴰ ⵉ ⵓⵙⵉⴳⴳⵣ (HTML, DOCX) ⵙ ⵜⵏⵇⵇⵉⴹⵉⵏ ⵏ ⵓⵙⴰⴹⵓⴼ 09-08, ⴰⵎⴰⴳⵔⴰⴷ 15',
  'register.export_file': 'ⴰⴼⴰⵢⵍⵓ ⵏⵏⴰ ⵉⵔⴰ ⴰⴷ ⵉⵜⵜⵢⴰⵔⴰ: .html ⵏⵖⴷ .docx',
  'register.forms': 'ⵙⵡⵓⴷⴷⵓ ⴰⴱⵔⵔⵃ ⴷ ⵓⵙⵓⵜⵔ ⵏ ⵓⵙⵓⵔⵉ ⴷ ⵓⵙⵓⵜⵔ ⵏ ⵓⵙⵎⴰⵜⵜⵉ ⵉ CNDP; ⵓⵔ ⴷⴰ ⵉⵜⵜⵡⴰⵣⴰⵏ ⴰⵎⵢⴰ',
  'register.forms_project': 'ⴰⵙⵏⴼⴰⵔ ⴰⴷ ⵙⵍⵉⴷ (ⵎⴽ ⵓⵔ ⵉⵍⵍⵉ: ⴽⵓⵍⵍⵓ)',
  'register.forms_format': 'html ⵉ ⵓⵙⵉⴳⴳⵣ, docx ⵉ ⵓⵙⵎⴷ',
  'register.forms_out': 'ⴰⴽⴰⵔⴰⵎ ⵏⵏⴰ ⴳ ⵔⴰⴷ ⵜⵜⵢⴰⵔⴰⵏ ⵉⵔⵔⴰⵜⵏ',
  'register.forms_remark': 'ⵜⵜⵓⵙⴽⴰⵔⵏ ⵙⴳ ⵓⵣⵎⵎⴻⵎ ⴷ ⵜⵙⵖⴰⵍ. ⵢⴰⵏ ⵓⴼⴳⴰⵏ ⵔⴰ ⵜⵏ ⵉⵙⵙⵉⵡⵔ, ⵉⵙⵎⴷ ⵜⵏ, ⵉⵙⴳⵎⴹ ⵜⵏ.',
  'register.language': 'ⵜⵓⵜⵍⴰⵢⵜ ⵏ ⵓⵔⵔⴰ: fr ⵏⵖⴷ ar',
  'register.needed': 'ⵉⵅⵚⵚⴰ',
  'register.not_needed': 'ⵓⵔ ⵉⵅⵚⵚⵉ',
  'table.form': 'ⵜⴰⵎⴳⴰ',
  'table.needed': 'ⵉⵅⵚⵚⴰ',
  'table.missing': 'ⵉ ⵓⵙⵎⴷ',
};
