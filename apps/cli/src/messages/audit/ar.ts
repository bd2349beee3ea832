import type { auditEn } from './en.ts';

export const auditAr: Readonly<Record<keyof typeof auditEn, string>> = {
  'attest.about': 'طلب شهادة الشهود وسلطة ختم الوقت المذكورين في riad.yaml على سجل التدقيق الآن؛ يلزم خادم يعمل',
  'attest.exit': 'رمز الخروج: 0 شهد الجميع، 3 لم يشهد أحدهم.',
  'attest.nobody': 'لا يُسأل أحد: riad.yaml لا يذكر شاهدا ولا سلطة لختم الوقت (ledger.witnesses, ledger.timestamp).',
  'attest.authority': 'سلطة ختم الوقت',
  'attest.good': 'يشهد عليها',
  'attest.nothing': 'لا شيء بعد',
  'attest.covers': '{count} قيدا، {when}',
  'status.attested': 'يشهد عليه',
  'table.who': 'من',
  'table.records': 'القيود',
  'table.at': 'التاريخ',
  'verify.witness': 'مفتاح التحقق لشاهد يجب أن يكون قد وقع أيضا؛ يمكن تكراره',
  'verify.quorum': 'كم يكفي من هؤلاء الشهود (افتراضيا: كلهم)',
  'verify.certificates': 'شهادات (PEM) يجب أن تعود إليها أختام الوقت (افتراضيا: التي في مجلد السجل)',
  'verify.witnessed': 'بشهادة الشهود',
  'verify.stamped': 'مختومة الوقت',
  'verify.existed': '{count} قيدا كانت موجودة في {when}، حسب {authority}',
  'verify.own_certificates': 'الشهادات التي يستند إليها هذا موجودة في مجلد السجل نفسه؛ أعط شهاداتك بـ --certificates',
  'witness.about':
    'التوقيع كشاهد على سجلات الآخرين بعد التحقق من أنها لم تزد إلا نموا (C2SP tlog-witness)؛ يعمل حتى يتم إيقافه',
  'witness.name': 'اسم هذا الشاهد، مثل witness.ministry.example/1؛ يرد في كل توقيع',
  'witness.log': 'مفتاح التحقق لسجل يوقع عليه؛ يمكن تكراره',
  'witness.folder': 'مجلد مفتاحه وما رآه آخر مرة؛ لا يجوز ضياعه ولا إرجاعه إلى حالة سابقة',
  'witness.host': 'عنوان الاستماع (افتراضيا 127.0.0.1: هذا الجهاز فقط)',
  'witness.port': 'منفذ الاستماع (افتراضيا 7380)',
  'witness.remark':
    'ضعوا أمامه وكيلا عكسيا مع TLS. من يطلب الشهادة يكتب عنوانه ومفتاحه تحت ledger.witnesses في riad.yaml.',
  'witness.listens': 'يوقع كشاهد على العنوان {address}. مفتاح التحقق الخاص به:',
};
