import { normaliseForIndex } from '../normalise/normalise-for-index.ts';
import type { Language } from './language.ts';

/** Frequent words that only one of the languages has. Darija in both scripts. */
const listed: Readonly<Record<Exclude<Language, 'zgh'>, string>> = {
  fr: `le la les des du une aux dans sur pour par avec sans sous cette ces est sont être ont avoir il elle nous vous je ne pas
    plus qui que dont où quel quelle comment pourquoi votre notre leur mais donc très aussi bonjour merci demande dossier carte
    nationale certificat attestation loi article décret commune préfecture ministère jours mois année délai entre selon toute tout`,
  en: `the of and to is are was were be been it this that these those with from not he she they we you which who what where when why
    how does did has have had will would should can could please hello thanks request law article my your our their there`,
  ar: `في على إلى عن هذا هذه ذلك تلك التي الذي الذين ليس لقد قد سوف يجب كيف لماذا ماذا متى أين هل كان كانت يكون تكون يمكن
    المادة القانون المرسوم وفقا طبقا خلال حسب بموجب لدى أيضا أمام منذ بعد قبل لأن`,
  ary: `ديال ديالي ديالك ديالو ديالها ديالنا اللي لي هاد هادا هادي هادشي داكشي شي واش شنو شنوا شنهو علاش كيفاش فين فوقاش امتى شحال حيت باش
    غادي كاين كاينة كاينين ماكاينش راه راني راها بغيت بغا كنبغي خاصني خاص خاصك دابا بزاف شوية مزيان واخا عفاك صافي كيدير كتقول
    ماشي معايا عندي عندك عندو ندير نمشي مشيت جيت هوما حنا نتا نتي بحال غير حتى كيعرف لبلاد وليدات الدراري
    dyal dyali dyalk dyalo diali wach wash chno chnou chnahiya 3lach kifach kifash fin fine imta ch7al chhal bach bzaf chwiya daba
    ghadi kayn kayna makaynch bghit bgha khassni khas safi wakha 3afak afak mezyan machi 3ndi 3andi ndir mchit jit hna nta nti bhal
    rah rani salam labas hadi had hadchi lli kan kanbghi ma3endich walo`,
};
let words: ReadonlyMap<string, Language> | undefined;

/** Folded forms; a word that two lists share is no sign. */
export function cueWords(): ReadonlyMap<string, Language> {
  words ??= collect();
  return words;
}

function collect(): ReadonlyMap<string, Language> {
  const found = new Map<string, Language>();
  const shared = new Set<string>();
  for (const [language, text] of Object.entries(listed)) {
    for (const form of normaliseForIndex(text).text.split(/\s+/)) {
      if (found.has(form)) shared.add(form);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the record's own keys
      found.set(form, language as Language);
    }
  }
  for (const form of shared) found.delete(form);
  return found;
}
