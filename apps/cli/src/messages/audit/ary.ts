import type { auditEn } from './en.ts';

/** Made by machine; not yet read by a person who speaks Darija. */
export const auditAry: Readonly<Record<keyof typeof auditEn, string>> = {
  'attest.about':
    'طلب من الشهود ومن السلطة ديال ختم الوقت اللي ف riad.yaml يشهدو على السجل دابا؛ خاص السيرفور يكون خدام',
  'attest.exit': 'كود الخروج: 0 كلشي شهد، 3 شي واحد ما شهدش.',
  'attest.nobody':
    'حتى واحد ما كيتسول: riad.yaml ما فيه لا شاهد لا سلطة ديال ختم الوقت (ledger.witnesses, ledger.timestamp).',
  'attest.authority': 'السلطة ديال ختم الوقت',
  'attest.good': 'كيشهد عليها',
  'attest.nothing': 'والو باقي',
  'attest.covers': '{count} ديال التقييدات، {when}',
  'status.attested': 'كيشهد عليه',
  'table.who': 'شكون',
  'table.records': 'التقييدات',
  'table.at': 'فوقاش',
  'verify.witness': 'ساروت التحقق ديال شاهد خاصو يكون حتى هو وقع؛ يمكن يتعاود',
  'verify.quorum': 'شحال من هاد الشهود كافيين (بلا ما تحدد: كاملين)',
  'verify.certificates': 'الشهادات (PEM) اللي خاص الختم ديال الوقت يرجع ليها (بلا ما تحدد: اللي فدوسي السجل)',
  'verify.witnessed': 'شهدو عليها الشهود',
  'verify.stamped': 'مختوم وقتها',
  'verify.existed': '{count} ديال التقييدات كانو ف {when}، على حساب {authority}',
  'verify.own_certificates': 'الشهادات اللي مبني عليها هادشي كاينة فدوسي السجل براسو؛ عطي ديالك ب --certificates',
  'witness.about':
    'وقع كشاهد على سجلات الناس الآخرين من بعد ما تتأكد أنهم غير كيكبرو (C2SP tlog-witness)؛ كيبقى خدام حتى يتوقف',
  'witness.name': 'السمية ديال هاد الشاهد، بحال witness.ministry.example/1؛ كاينة فكل توقيع',
  'witness.log': 'ساروت التحقق ديال السجل اللي غادي توقع عليه؛ يمكن يتعاود',
  'witness.folder': 'الدوسي ديال الساروت ديالو وشنو شاف آخر مرة؛ ما خاصوش يضيع ولا يرجع لحالة قديمة',
  'witness.host': 'العنوان فين كيسمع (بلا ما تحدد 127.0.0.1: غير هاد الماكينة)',
  'witness.port': 'البور فين كيسمع (بلا ما تحدد 7380)',
  'witness.remark':
    'دير قدامو وكيل عكسي ب TLS. اللي بغا الشهادة كيكتب العنوان والساروت ديالو تحت ledger.witnesses ف riad.yaml.',
  'witness.listens': 'كيوقع كشاهد ف {address}. ساروت التحقق ديالو:',
};
