import type { EntityType } from '@riad/contracts';

import type { DocumentLanguage } from './printable-document.ts';

/** Categories of data as a declaration names them, made of what the guard tells apart. */
export const dataCategories = {
  identity: ['person', 'birth_date'],
  civilStatus: ['civil_status'],
  nationalId: ['cin', 'idcs'],
  otherId: ['passport', 'residence_card', 'driving_licence', 'nir'],
  contact: ['phone', 'email', 'address'],
  socialCover: ['cnss', 'amo'],
  bank: ['rib', 'iban', 'card'],
  pupil: ['massar'],
  vehicle: ['plate'],
  professional: ['ice', 'tax_id', 'trade_register', 'patente', 'siren', 'siret', 'vat', 'phone_org'],
  connection: ['ip', 'mac'],
  place: ['geo'],
  sensitive: ['sensitive'],
  credentials: ['secret', 'url_credentials'],
  own: ['custom'],
} as const satisfies Readonly<Record<string, readonly EntityType[]>>;
export type DataCategory = keyof typeof dataCategories;

export const categoryNames: readonly DataCategory[] = keysOf(dataCategories);

export const categoryWords: Readonly<Record<DocumentLanguage, Readonly<Record<DataCategory, string>>>> = {
  fr: {
    identity: 'identité : nom, date de naissance',
    civilStatus: 'état civil : numéros d’actes',
    nationalId: 'numéro de la carte nationale d’identité (CIN), identifiant civil et social (IDCS)',
    otherId: 'passeport, titre de séjour, permis de conduire, numéro étranger d’identification',
    contact: 'coordonnées : téléphone, courrier électronique, adresse',
    socialCover: 'affiliation : CNSS, AMO',
    bank: 'données bancaires : RIB, IBAN, carte',
    pupil: 'code Massar (élèves)',
    vehicle: 'immatriculation de véhicule',
    professional: 'identifiants d’entreprise : ICE, IF, RC, TP, SIREN, SIRET, TVA, téléphone professionnel',
    connection: 'données de connexion : adresse IP, adresse matérielle',
    place: 'localisation',
    sensitive: 'données sensibles (loi 09-08, art. 1-3), dont la santé',
    credentials: 'mots de passe et clés, refusés à l’entrée',
    own: 'valeurs décrites par l’organisme lui-même',
  },
  ar: {
    identity: 'الهوية: الاسم، تاريخ الازدياد',
    civilStatus: 'الحالة المدنية: أرقام الرسوم',
    nationalId: 'رقم البطاقة الوطنية للتعريف، المعرف المدني والاجتماعي الرقمي',
    otherId: 'جواز السفر، سند الإقامة، رخصة السياقة، رقم تعريف أجنبي',
    contact: 'معلومات الاتصال: الهاتف، البريد الإلكتروني، العنوان',
    socialCover: 'الانخراط: الصندوق الوطني للضمان الاجتماعي، التأمين الإجباري عن المرض',
    bank: 'المعطيات البنكية: رقم الحساب، البطاقة',
    pupil: 'رمز مسار (التلاميذ)',
    vehicle: 'رقم تسجيل المركبة',
    professional: 'معرفات المقاولة: المعرف الموحد، التعريف الضريبي، السجل التجاري، الرسم المهني، الهاتف المهني',
    connection: 'معطيات الاتصال بالشبكة: عنوان بروتوكول الإنترنت، العنوان المادي',
    place: 'الموقع الجغرافي',
    sensitive: 'معطيات حساسة (القانون 09.08، المادة 1-3)، ومنها الصحة',
    credentials: 'كلمات السر والمفاتيح، ترفض عند الإدخال',
    own: 'قيم وصفتها المؤسسة بنفسها',
  },
};

/** How often each category was found, from counts of types. What was not found is left out. */
export function countCategories(found: Readonly<Record<string, number>>): ReadonlyMap<DataCategory, number> {
  const counts = new Map<DataCategory, number>();
  for (const name of categoryNames) {
    let count = 0;
    for (const type of dataCategories[name]) count += found[type] ?? 0;
    if (count > 0) counts.set(name, count);
  }
  return counts;
}

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the record's own keys
  return Object.keys(record) as K[];
}
