import type { NoticeAddressee } from '@riad/contracts';
import type { Controller, Incident } from '@riad/store';

import type { Affected, IncidentDeadline } from './incident-facts.ts';

/** A notice to complete and send: what the ledger knows is filled in, the rest is marked. */
export interface NoticeTemplate {
  readonly to: NoticeAddressee;
  readonly language: 'fr' | 'ar';
  readonly text: string;
}

interface NoticeFacts {
  readonly incident: Incident;
  readonly affected: Affected;
  readonly controller: Controller | undefined;
  readonly deadlines: readonly IncidentDeadline[];
}

type Words = Readonly<Record<Label, string>>;
type Label =
  | 'organisation'
  | 'contact'
  | 'nature'
  | 'known'
  | 'began'
  | 'ended'
  | 'ongoing'
  | 'requests'
  | 'classes'
  | 'places'
  | 'measures'
  | 'consequences'
  | 'complete'
  | 'none'
  | 'reference';

const words: Readonly<Record<'fr' | 'ar', Words>> = {
  fr: {
    organisation: 'Organisme',
    contact: 'Contact',
    nature: "Nature de l'incident",
    known: 'Connu le',
    began: 'Début',
    ended: 'Fin',
    ongoing: 'en cours',
    requests: 'Requêtes concernées',
    classes: 'Catégories de données et nombre de mentions',
    places: 'Lieux de traitement',
    measures: 'Mesures prises',
    consequences: 'Conséquences probables',
    complete: '[à compléter]',
    none: 'aucune',
    reference: 'Référence',
  },
  ar: {
    organisation: 'الهيئة',
    contact: 'جهة الاتصال',
    nature: 'طبيعة الحادث',
    known: 'تاريخ العلم به',
    began: 'البداية',
    ended: 'النهاية',
    ongoing: 'ما زال مستمرا',
    requests: 'عدد الطلبات المعنية',
    classes: 'أصناف المعطيات وعدد ورودها',
    places: 'أماكن المعالجة',
    measures: 'التدابير المتخذة',
    consequences: 'العواقب المحتملة',
    complete: '[يُستكمل]',
    none: 'لا شيء',
    reference: 'المرجع',
  },
};

const titles: Readonly<Record<NoticeAddressee, Readonly<Record<'fr' | 'ar', string>>>> = {
  dgssi: {
    fr: "Déclaration d'incident à la DGSSI (loi 05-20, art. 8) : sans délai",
    ar: 'تصريح بحادث إلى المديرية العامة لأمن نظم المعلومات (القانون 05.20، المادة 8): فورا',
  },
  cndp: {
    fr: 'Information de la CNDP (loi 09-08)',
    ar: 'إخبار اللجنة الوطنية لمراقبة حماية المعطيات ذات الطابع الشخصي (القانون 09.08)',
  },
  gdpr: {
    fr: "Notification à l'autorité de contrôle (RGPD, art. 33) : dans les 72 heures",
    ar: 'إشعار سلطة المراقبة (النظام الأوروبي، المادة 33): داخل 72 ساعة',
  },
  persons: {
    fr: 'Communication aux personnes concernées (RGPD, art. 34)',
    ar: 'إخبار الأشخاص المعنيين (النظام الأوروبي، المادة 34)',
  },
};

export function noticeTemplates(facts: NoticeFacts): readonly NoticeTemplate[] {
  return facts.deadlines.flatMap(({ to, due }) =>
    (['fr', 'ar'] as const).map((language) => ({
      to,
      language,
      text: write(titles[to][language], due, words[language], facts),
    })),
  );
}

// oxlint-disable-next-line max-params -- one template, four ingredients
function write(title: string, due: string, word: Words, { incident, affected, controller }: NoticeFacts): string {
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || word.none;
  return [
    title,
    due,
    '',
    `${word.reference} : ${incident.id}`,
    `${word.organisation} : ${controller === undefined ? word.complete : `${controller.name}, ${controller.address}`}`,
    `${word.contact} : ${controller?.contact ?? word.complete}`,
    `${word.nature} : ${incident.summary}`,
    `${word.known} : ${incident.knownAt.toISOString()}`,
    `${word.began} : ${incident.beganAt.toISOString()}`,
    `${word.ended} : ${incident.endedAt?.toISOString() ?? word.ongoing}`,
    `${word.requests} : ${affected.requests}`,
    `${word.classes} : ${list(affected.classes)}`,
    `${word.places} : ${list(affected.locations)}`,
    `${word.consequences} : ${word.complete}`,
    `${word.measures} : ${word.complete}`,
    '',
  ].join('\n');
}
