import { normaliseForIndex } from '../normalise/normalise-for-index.ts';

/** A law, decree or article as a text names it. */
export interface LegalReference {
  /** `law:55-19`, `decree:2-22-431`, `law:55-19#12`; an article of an unnamed text is `#12`. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

const kinds = [
  { kind: 'law', french: 'loi(?:[ -]organique|[ -]cadre)?|law', arabic: 'قانون(?: التنظيمي| الاطار| تنظيمي| اطار)?' },
  { kind: 'decree', french: 'decret|decree', arabic: 'مرسوم' },
  { kind: 'dahir', french: 'dahir', arabic: 'ظهير(?: الشريف| شريف)?' },
  { kind: 'order', french: 'arrete|order', arabic: 'قرار' },
] as const;
const number = String.raw`(\d{1,5}) ?[-./] ?(\d{1,5})(?: ?[-./] ?(\d{1,5}))?(?![-./]?\d)`;
const label = String.raw`[ :]{0,3}(?:portant |الصادر )?(?:n ?[°o]?\.?|no\.?|num\.?|numero|رقم)?[ :(]{0,3}`;
const texts = kinds.map(({ kind, french, arabic }) => ({
  kind,
  pattern: new RegExp(
    String.raw`(?<![\p{L}\p{N}])(?:${french}|(?:[وفبكل]|لل)?(?:ال)?(?:${arabic}))${label}${number}`,
    'gu',
  ),
}));

const ordinals = new Map([
  ...['اولي', 'ثانيه', 'ثالثه', 'رابعه', 'خامسه', 'سادسه', 'سابعه', 'ثامنه', 'تاسعه', 'عاشره'].map(
    (word, index): [string, string] => [word, String(index + 1)],
  ),
  ...['premier', 'deux', 'trois'].map((word, index): [string, string] => [word, String(index + 1)]),
]);
const articleName = String.raw`(?:articles?|arts?\.?|(?:[وفبكل]|لل)?(?:ال)?(?:ماده|مادتين|مواد|فصل|فصول))`;
const articleNumber = String.raw`(?:(\d{1,4}) ?(bis|ter|مكرر)?|(premier|(?:ال)(?:${[...ordinals.keys()].filter((word) => /^\p{Script=Arabic}/u.test(word)).join('|')}))(?![\p{L}]))`;
const article = new RegExp(String.raw`(?<![\p{L}\p{N}])${articleName}[ :(]{0,3}${articleNumber}(?![-./]\d)`, 'gu');
/** Further numbers of the same list: "articles 11, 12 et 15". */
const further = /^(?: ?, ?| et | and | و ?)(\d{1,4})(?![\p{N}]|[-./]\d)/u;
/** What may stand between an article and the text it belongs to: "de la", "من", "du même". */
const BETWEEN_ARTICLE_AND_TEXT = 24;

interface Found {
  readonly kind: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Laws, decrees, dahirs, orders and articles in French, Arabic and English, whichever way their numbers were written or reversed. */
export function findLegalReferences(text: string): readonly LegalReference[] {
  const normal = normaliseForIndex(text);
  const named = findTexts(normal.text);
  const articles = findArticles(normal.text);
  const joined = articles.map((found): Found => {
    const owner = named.find(({ start }) => start >= found.end && start - found.end <= BETWEEN_ARTICLE_AND_TEXT);
    return owner === undefined
      ? found
      : { ...found, name: `${owner.kind}:${owner.name}#${found.name}`, kind: '', end: owner.end };
  });
  return [
    ...named.map((found) => ({ ...found, key: `${found.kind}:${found.name}` })),
    ...joined.map((found) => ({ ...found, key: found.kind === '' ? found.name : `#${found.name}` })),
  ]
    .toSorted((left, right) => left.start - right.start || left.end - right.end)
    .map(({ key, start, end }) => ({ key, start: normal.startOf(start), end: normal.endOf(end) }));
}

function findTexts(text: string): readonly Found[] {
  return texts
    .flatMap(({ kind, pattern }) =>
      [...text.matchAll(pattern)].map((match): Found => {
        const [whole, first = '', second = '', third] = match;
        const name = third === undefined ? twoParts(first, second) : threeParts(first, second, third);
        return { kind, name, start: match.index, end: match.index + whole.length };
      }),
    )
    .toSorted((left, right) => left.start - right.start);
}

/** `55-19`: number and year of two digits. In `19-55` the year came first: an extraction turned it round. */
function twoParts(first: string, second: string): string {
  const reversed = !isYear(second) && isYear(first);
  return reversed ? `${second}-${first}` : `${first}-${second}`;
}

/** `2-22-431`: series, year, number. Extractions from right to left write 431.22.2. */
function threeParts(first: string, second: string, third: string): string {
  const reversed = first.length > 1 && third.length === 1;
  return reversed ? `${third}-${second}-${first}` : `${first}-${second}-${third}`;
}

function isYear(part: string): boolean {
  const year = Number(part);
  return part.length === 2 && (year >= 57 || year <= 40);
}

function findArticles(text: string): readonly Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(article)) {
    const [whole, digits, suffix, word] = match;
    const name =
      digits === undefined ? ordinals.get((word ?? '').replace(/^ال/, '')) : `${Number(digits)}${suffixName(suffix)}`;
    let end = match.index + whole.length;
    found.push({ kind: 'article', name: name ?? '', start: match.index, end });
    for (
      let next = further.exec(text.slice(end, end + 12));
      next !== null;
      next = further.exec(text.slice(end, end + 12))
    ) {
      found.push({
        kind: 'article',
        name: String(Number(next[1])),
        start: end + next[0].length - (next[1]?.length ?? 0),
        end: end + next[0].length,
      });
      end += next[0].length;
    }
  }
  return found;
}

function suffixName(suffix: string | undefined): string {
  if (suffix === undefined) return '';
  return suffix === 'مكرر' ? '-bis' : `-${suffix}`;
}
