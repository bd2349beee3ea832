import type { accessPackageSchema } from '@riad/contracts';
import type { z } from 'zod';

const words = {
  fr: {
    title: 'Vos données',
    places: 'Où elles se trouvent',
    data: 'Ce qui a été trouvé',
    unsearched: 'Documents qui n’ont pas pu être lus',
    logic: 'Logique du traitement',
    models: 'Modèles',
    locations: 'Lieux',
    policy: 'Versions de la politique',
  },
  ar: {
    title: 'معطياتكم',
    places: 'أماكن وجودها',
    data: 'ما تم العثور عليه',
    unsearched: 'وثائق تعذرت قراءتها',
    logic: 'منطق المعالجة',
    models: 'النماذج',
    locations: 'الأماكن',
    policy: 'إصدارات السياسة',
  },
} as const;

/** A page that a person can read and print, in French and Arabic, without anything from outside. */
export function writeAccessPage(made: z.infer<typeof accessPackageSchema>): string {
  const heading = (key: keyof typeof words.fr): string =>
    `${words.fr[key]} · <span lang="ar" dir="rtl">${words.ar[key]}</span>`;
  const list = (counts: Readonly<Record<string, number>>): string =>
    `<ul>${Object.entries(counts)
      .map(([name, count]) => `<li>${escape(name)}: ${count}</li>`)
      .join('')}</ul>`;
  const texts = made.data.map(
    ({ place, id, text }) => `<h3>${escape(place)} <small>${escape(id)}</small></h3><p dir="auto">${escape(text)}</p>`,
  );
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>${words.fr.title} ${escape(made.request)}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-inline-size:48rem;margin:2rem auto;padding-inline:1rem}p{white-space:pre-wrap;border-inline-start:3px solid #999;padding-inline-start:.75rem}</style></head><body>
<h1>${heading('title')}</h1><p>${escape(made.request)} · ${escape(made.madeAt)}</p>
<h2>${heading('places')}</h2>${list(made.places)}
<h2>${heading('data')}</h2>${texts.join('\n')}
<h2>${heading('unsearched')}</h2><p>${made.unsearched.length}</p>
<h2>${heading('logic')}</h2><p>${escape(made.logic.note)}</p>
<h3>${heading('models')}</h3>${list(made.logic.models)}
<h3>${heading('locations')}</h3>${list(made.logic.locations)}
<h3>${heading('policy')}</h3><p>${escape(made.logic.policyVersions.join(', '))}</p>
</body></html>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
