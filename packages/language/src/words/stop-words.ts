import { normaliseForIndex } from '../normalise/normalise-for-index.ts';

/** Words that say nothing about what a text is about. Negations are among them: they decide an answer, not where it stands. */
const listed = `
le la les un une des du de d l et ou à au aux en dans sur pour par avec sans sous ce cet cette ces se sa son ses leur leurs
qui que quoi dont où est sont être a ont avoir il elle ils elles on nous vous je tu ne pas plus y n s c j m t qu si comme
quel quelle quels quelles comment pourquoi quand combien
the of and or to in on at for by with from as is are was were be been it its this that these those an not he she they we you i
what which who whom where when why how does do did has have had
من في على إلى عن مع أن إن لا ما لم لن هذا هذه ذلك تلك التي الذي الذين اللذين و أو ثم قد كل بعض غير بين عند عندما منذ حتى إذا كان كانت
يكون تكون هو هي هم هن كما أي أية لقد فيها فيه منها منه عليها عليه لها له لهم بها به ال متى أين كيف لماذا ماذا كم هل
ديال دیال اللي لي هاد هادا هادي داك ديك شي واش شنو شنهو علاش كيفاش فين امتى شحال حيت باش غادي كاين كاينة را راه
dyal dial lli li had hada hadi chi wach wash chno chnou 3lach kifach fin imta ch7al 7it bach ghadi kayn kayna rah
ⴷ ⵏ ⴳ ⵙ ⵖⵔ ⴰⴷ ⵉⵙ
`;
const stopWords = new Set(
  normaliseForIndex(listed)
    .text.split(/\s+/)
    .filter((word) => word !== ''),
);

/** Takes a folded form. */
export function isStopWord(form: string): boolean {
  return stopWords.has(form);
}
