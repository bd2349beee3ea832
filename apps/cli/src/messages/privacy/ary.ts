import type { privacyEn } from './en.ts';

/** Made by machine; not yet read by a person who speaks Darija. */
export const privacyAry: Readonly<Record<keyof typeof privacyEn, string>> = {
  'printable.format': '{file} خاصو يسالي بـ .html ولا .docx',
  'printable.format_remedy': 'سميه register.html ولا register.docx.',
  'printable.written': 'تكتب ف {file}.',
  'register.export': 'كتب السجل فصفحة باش تطبعها ولا تكملها (HTML، DOCX) بالنقط ديال القانون 09.08، المادة 15',
  'register.export_file': 'الفيشي اللي غادي يتكتب: .html ولا .docx',
  'register.forms': 'وجّد التصريح وطلب الإذن وطلب النقل للجنة الوطنية؛ ما كيتصيفط والو',
  'register.forms_project': 'غير هاد المشروع (بلا ما تحدد: كاملين)',
  'register.forms_format': 'html للطبع، docx باش تكمل',
  'register.forms_out': 'الدوسي فين يتكتبو الوثائق',
  'register.forms_remark': 'تصاوبو من السجل ومن الإعدادات اللي خدامة. شي واحد خاصو يشوفهم ويكملهم ويوقعهم ويحطهم.',
  'register.language': 'اللغة ديال الوثيقة: fr ولا ar',
  'register.needed': 'خاصو يتدار',
  'register.not_needed': 'ما كاين لاش',
  'table.form': 'الإجراء',
  'table.needed': 'واش خاصو',
  'table.missing': 'باقي يتعمر',
};
