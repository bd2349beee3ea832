import type { Register } from '@riad/server';

type Language = 'fr' | 'ar';
type Entry = Register['data'][number];

interface Point {
  readonly fr: string;
  readonly ar: string;
  readonly value: (entry: Entry) => readonly string[];
}

/** Law 09-08, art. 15, points a to i. */
const points: readonly Point[] = [
  {
    fr: 'a) Responsable du traitement',
    ar: 'أ) المسؤول عن المعالجة',
    value: ({ controller }) => (controller === null ? [] : [controller.name, controller.address]),
  },
  {
    fr: 'b) Dénomination et finalités',
    ar: 'ب) التسمية والغايات',
    value: ({ project, purpose, legalBasis }) => [project, purpose ?? '', legalBasis ?? ''],
  },
  {
    fr: 'c) Personnes concernées et données',
    ar: 'ج) الأشخاص المعنيون والمعطيات',
    value: ({ people, categories }) => [...people, ...categories],
  },
  { fr: 'd) Destinataires', ar: 'د) المرسل إليهم', value: ({ recipients }) => recipients },
  {
    fr: "e) Transferts à l'étranger",
    ar: 'هـ) النقل إلى الخارج',
    value: ({ transfers }) =>
      transfers.map((each) => `${each.upstream}: ${each.country}, ${each.adequacy}, ${each.contract ?? '—'}`),
  },
  {
    fr: 'f) Durée de conservation',
    ar: 'و) مدة الحفظ',
    value: ({ retention }) => retention.map((each) => `${each.class}: ${each.days} j / يوم`),
  },
  {
    fr: 'g) Exercice des droits',
    ar: 'ز) ممارسة الحقوق',
    value: ({ rightsContact }) => (rightsContact === null ? [] : [rightsContact]),
  },
  { fr: 'h) Sécurité', ar: 'ح) الأمن', value: ({ security }) => security },
  {
    fr: 'i) Interconnexions et sous-traitance',
    ar: 'ط) الربط والمناولة',
    value: ({ interconnections }) => interconnections,
  },
  {
    fr: 'Récépissé ou autorisation',
    ar: 'الوصل أو الإذن',
    value: ({ authorityReference }) => (authorityReference === null ? [] : [authorityReference]),
  },
];

const titles = { fr: 'Registre des traitements', ar: 'سجل المعالجات' };
const blank = { fr: '[à compléter]', ar: '[يُستكمل]' };

/** A page to print. What a person must still fill in is marked, never guessed. */
export function writeRegisterPage({ data }: Register, language: Language): string {
  const entries = data.map((entry) => {
    const rows = points.map((point) => {
      const values = point.value(entry).filter((value) => value !== '');
      const shown = values.length === 0 ? blank[language] : values.map(escape).join('<br>');
      return `<tr><th scope="row">${point[language]}</th><td dir="auto">${shown}</td></tr>`;
    });
    return `<h2 dir="auto">${escape(entry.project)}</h2><table>${rows.join('\n')}</table>`;
  });
  return `<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><title>${titles[language]}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-inline-size:52rem;margin:2rem auto;padding-inline:1rem}table{border-collapse:collapse;inline-size:100%}th,td{border:1px solid #999;padding:.4rem;text-align:start;vertical-align:top}th{inline-size:35%}</style></head><body>
<h1>${titles[language]}</h1>${entries.join('\n')}</body></html>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
