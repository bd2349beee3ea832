import type { Policy, Settings } from '@riad/contracts';

import type { DocumentLanguage } from './documents/printable-document.ts';

/** One thing that protects the processing, as it is configured now; `{placeholders}` of its sentence are in `values`. */
export interface SecurityMeasure {
  readonly key: MeasureKey;
  readonly values: Readonly<Record<string, string | number>>;
}

const english = {
  offline: 'offline: no outbound connection',
  outbound: 'outbound connections: configured upstreams and model sources only',
  guard: 'every request passes the guard; policy version {version}, {rules} rules',
  record: 'every request is on a signed record before it is answered',
  sealed: 'sealed parts of the ledger: AES-256-GCM under one key per record',
  listens: 'listens on {host}',
  databaseSocket: 'database on a private socket, no network',
  databaseServer: 'database on a server of the organisation',
} as const;
type MeasureKey = keyof typeof english;

const sentences: Readonly<Record<DocumentLanguage | 'en', Readonly<Record<MeasureKey, string>>>> = {
  en: english,
  fr: {
    offline: 'hors ligne : aucune connexion sortante',
    outbound: 'connexions sortantes : uniquement vers les serveurs déclarés et les sources de modèles',
    guard: 'chaque requête passe par la garde ; politique version {version}, {rules} règles',
    record: 'chaque requête est inscrite dans un journal signé avant toute réponse',
    sealed: 'parties scellées du journal : AES-256-GCM, une clé par inscription',
    listens: 'écoute sur {host}',
    databaseSocket: 'base de données sur une prise locale privée, sans réseau',
    databaseServer: 'base de données sur un serveur de l’organisme',
  },
  ar: {
    offline: 'دون اتصال: لا اتصال صادر',
    outbound: 'الاتصالات الصادرة: نحو الخوادم المصرح بها ومصادر النماذج فقط',
    guard: 'كل طلب يمر بالحارس؛ السياسة رقم {version}، {rules} قواعد',
    record: 'كل طلب يقيد في سجل موقع قبل أي جواب',
    sealed: 'الأجزاء المختومة من السجل: AES-256-GCM، مفتاح لكل قيد',
    listens: 'الاستماع على {host}',
    databaseSocket: 'قاعدة المعطيات على مقبس محلي خاص، دون شبكة',
    databaseServer: 'قاعدة المعطيات على خادم للهيئة',
  },
};

export function securityMeasures(settings: Settings, policy: Policy): readonly SecurityMeasure[] {
  return [
    plain(settings.offline ? 'offline' : 'outbound'),
    { key: 'guard', values: { version: policy.version, rules: policy.rules.length } },
    plain('record'),
    plain('sealed'),
    { key: 'listens', values: { host: settings.server.host } },
    plain(settings.database.url === undefined ? 'databaseSocket' : 'databaseServer'),
  ];
}

export function sayMeasure({ key, values }: SecurityMeasure, language: DocumentLanguage | 'en'): string {
  return sentences[language][key].replaceAll(/\{(?<name>\w+)\}/g, (_all, name: string) => String(values[name]));
}

function plain(key: MeasureKey): SecurityMeasure {
  return { key, values: {} };
}
