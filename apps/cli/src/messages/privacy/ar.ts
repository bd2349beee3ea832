import type { privacyEn } from './en.ts';

export const privacyAr: Readonly<Record<keyof typeof privacyEn, string>> = {
  'printable.format': '{file} يجب أن ينتهي بـ .html أو .docx',
  'printable.format_remedy': 'سمه register.html أو register.docx.',
  'printable.written': 'كتب في {file}.',
  'register.export': 'كتابة السجل في صفحة للطبع أو الاستكمال (HTML، DOCX) بنقط القانون 09.08، المادة 15',
  'register.export_file': 'الملف المراد كتابته: .html أو .docx',
  'register.forms': 'إعداد التصريح وطلب الإذن وطلب النقل للجنة الوطنية؛ لا يرسل شيء',
  'register.forms_project': 'هذا المشروع فقط (افتراضيا: كل المشاريع)',
  'register.forms_format': 'html للطبع، docx للاستكمال',
  'register.forms_out': 'المجلد الذي تكتب فيه الوثائق',
  'register.forms_remark': 'أعدت من السجل ومن الإعدادات الجارية. يتحقق منها شخص ويستكملها ويوقعها ويودعها.',
  'register.language': 'لغة الوثيقة: fr أو ar',
  'register.needed': 'مطلوب',
  'register.not_needed': 'لا شيء يستدعيه',
  'table.form': 'الإجراء',
  'table.needed': 'الحاجة',
  'table.missing': 'للاستكمال',
};
