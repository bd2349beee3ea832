import { letters, type Letter } from './letters.ts';

export const kinds = ['extract', 'summarise', 'rewrite', 'translate', 'answer'] as const;
export type Kind = (typeof kinds)[number];

/** What a model is asked about one letter, and the values that must stand in its answer. */
export interface Task {
  readonly kind: Kind;
  readonly letter: Letter;
  readonly instruction: string;
  readonly expected: readonly string[];
  readonly maxTokens: number;
}

const instructions: Readonly<Record<Letter['language'], Readonly<Record<Exclude<Kind, 'answer'>, string>>>> = {
  fr: {
    extract: 'Écris seulement le nom de la personne et le numéro de téléphone.',
    summarise: 'Résume cette lettre en une phrase courte qui nomme la personne.',
    rewrite: 'Réécris cette lettre plus poliment, avec toutes ses données.',
    translate: 'Traduis cette lettre en anglais.',
  },
  ar: {
    extract: 'اكتب فقط اسم الشخص ورقم الهاتف.',
    summarise: 'لخص هذه الرسالة في جملة قصيرة تذكر اسم الشخص.',
    rewrite: 'أعد كتابة هذه الرسالة بأسلوب أكثر أدبا مع كل معطياتها.',
    translate: 'ترجم هذه الرسالة إلى الفرنسية.',
  },
  en: {
    extract: 'Write only the name of the person and the phone number.',
    summarise: 'Summarise this letter in one short sentence that names the person.',
    rewrite: 'Rewrite this letter more politely, with all its data.',
    translate: 'Translate this letter into French.',
  },
};

const maxTokens: Readonly<Record<Kind, number>> = {
  extract: 40,
  summarise: 60,
  rewrite: 90,
  translate: 90,
  answer: 40,
};

/** Five tasks for each letter, of at most so many letters of each language. */
export function tasksOf(lettersOfEach: number): readonly (readonly Task[])[] {
  const chosen = (['fr', 'ar', 'en'] as const).flatMap((language) =>
    letters.filter((letter) => letter.language === language).slice(0, lettersOfEach),
  );
  return chosen.map((letter) => kinds.map((kind) => taskOf(letter, kind)));
}

function taskOf(letter: Letter, kind: Kind): Task {
  const instruction = kind === 'answer' ? letter.question : instructions[letter.language][kind];
  return { kind, letter, instruction, expected: expectedOf(letter, kind), maxTokens: maxTokens[kind] };
}

function expectedOf({ language, name, phone, id, answer }: Letter, kind: Kind): readonly string[] {
  switch (kind) {
    case 'extract':
      return [name, phone];
    case 'summarise':
      return [name];
    case 'rewrite':
      return [name, phone, id];
    case 'translate':
      // A name in another script may be spelt in several ways.
      return language === 'ar' ? [phone, id] : [name, phone, id];
    case 'answer':
      return [answer];
  }
}

/** Which share of the expected values stand in an answer, whatever its spaces, digits, case and accents. */
export function scoreOf(answer: string, expected: readonly string[]): number {
  const found = expected.filter((value) => plain(answer).includes(plain(value)));
  return found.length / expected.length;
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replaceAll(/[^\p{L}\p{N}@]/gu, '')
    .toLowerCase();
}
