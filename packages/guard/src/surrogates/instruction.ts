/** Languages that the instruction is written in; Darija and Tamazight are answered in the one whose script they use. */
export type InstructionLanguage = 'fr' | 'ar' | 'en';

const instructions: Readonly<Record<InstructionLanguage, string>> = {
  fr: 'Les codes entre doubles crochets, comme [[PER_7QK]], remplacent des données réelles. Traite-les comme ces données et recopie-les exactement, sans les modifier, les traduire ni les expliquer.',
  ar: 'الرموز بين معقوفين مزدوجين، مثل [[PER_7QK]]، تحل محل بيانات حقيقية. عاملها كأنها تلك البيانات وانسخها كما هي دون تغيير أو ترجمة أو شرح.',
  en: 'Codes in double square brackets, such as [[PER_7QK]], stand for real values. Treat them as those values and copy them exactly, without changing, translating or explaining them.',
};

/** One line that tells a model what surrogates are. */
export function surrogateInstruction(text: string): string {
  return instructions[languageOf(text)];
}

const frenchWords = wordSet(
  'le la les un une des du de et est en que qui pour dans sur avec je tu il elle nous vous ils mon ma mes son sa ses ce cette au aux ne pas plus bonjour merci',
);
const englishWords = wordSet(
  'the a an and is are in of to that for on with i you he she we they my his her this it at not do be have has was please hello write thanks',
);

/** By script, then by which language's small words are more. French when nothing tells: most of the country writes it. */
function languageOf(text: string): InstructionLanguage {
  let arabic = 0;
  let latin = 0;
  let french = 0;
  let english = 0;
  for (const [word] of text
    .slice(0, LOOKED_AT)
    .replace(CODE, ' ')
    .matchAll(/\p{L}+/gu)) {
    if (/\p{Script=Arabic}/u.test(word)) arabic += 1;
    else latin += 1;
    const small = word.toLowerCase();
    if (frenchWords.has(small)) french += 1;
    if (englishWords.has(small)) english += 1;
  }
  if (arabic > latin) return 'ar';
  return english > french ? 'en' : 'fr';
}

/** A surrogate. Its letters are drawn by lot and belong to no language. */
const CODE = /\[\[[^\]]*\]\]/gu;

/** Characters of a text that its language is told by. */
const LOOKED_AT = 2000;

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
