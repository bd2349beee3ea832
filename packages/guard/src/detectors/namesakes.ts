import { flag } from '../scan/lexicon.ts';
import { endOf, has, startOf, textOf, type Tokens } from '../scan/tokens.ts';

const smallWords =
  /^(?:du|de|la|le|des|d|l|al|el|the|of|général|general|marechal|docteur|dr|cheikh|sidi|moulay|lalla|ben|ouled|oulad|beni|bni|ait|aït|abd|sportif|culturel|social|hospitalier|universitaire|international|communal|communale|municipal|municipale|provincial|préfectoral|central|centrale|national|nationale|مولاي|سيدي|للا|لالة|بني|أولاد|أيت|آيت|عبد|الشيخ|الدكتور|الرياضي|الدولي|الجامعي)$/i;

/** Avenue Mohammed V, lycée Moulay Youssef, جامعة محمد الخامس: a thing with a person's name. */
export function isNamesake(tokens: Tokens, token: number): boolean {
  let before = token - 1;
  while (before > token - 5 && before >= 0 && smallWords.test(textOf(tokens, before))) before -= 1;
  if (before < 0 || !has(tokens, before, flag.institution | flag.street)) return false;
  const between = tokens.text.slice(endOf(tokens, before), startOf(tokens, token));
  return between.length < 18 && !/[.:;,\n]/.test(between);
}
