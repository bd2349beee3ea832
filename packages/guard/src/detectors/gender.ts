import { flag } from '../scan/lexicon.ts';
import type { Scan } from '../scan/scan.ts';
import { flagsOf, gapAfter, textOf } from '../scan/tokens.ts';
import type { NameSpan } from './name-span.ts';

const feminine =
  /^(?:mme|mmes|mlles?|madame|mademoiselle|mrs|ms|miss|hajja|lhajja|l7ajja|lalla|lla|khalti|khti|bnti|mrati|soussignée|nommée|dénommée|dame|feue|née|السيدة|الآنسة|الأستاذة|الدكتورة|الحاجة|لالة|للا|المسماة|المدعوة|المرحومة|خالتي|الممرضة|أسفلها|ختي|بنتي|مراتي|زوجتي|ابنتي|أختي)$/i;
const masculine =
  /^(?:m|mm|mr|monsieur|sieur|haj|hajj|lhaj|lhajj|si|sidi|moulay|soussigné|nommé|dénommé|feu|khoya|khouya|weldi|wldi|السيد|الأستاذ|الدكتور|الحاج|سي|السي|مولاي|سيدي|المسمى|المدعو|المرحوم|خويا|ولدي|زوجي|ابني|أخي)$/i;

/** What a language needs to agree with a name, from the word before it or the given name; undefined when both or neither speak. */
export function genderOf(scan: Scan, { first, last }: NameSpan): 'F' | 'M' | undefined {
  const { tokens } = scan;
  if (first > 0 && /^[.\s:]{1,3}$/.test(gapAfter(tokens, first - 1))) {
    const before = textOf(tokens, first - 1);
    if (feminine.test(before)) return 'F';
    if (masculine.test(before)) return 'M';
  }
  for (let token = first; token <= last; token += 1) {
    const flags = flagsOf(tokens, token);
    const [isFeminine, isMasculine] = [(flags & flag.feminine) !== 0, (flags & flag.masculine) !== 0];
    if (isFeminine !== isMasculine) return isFeminine ? 'F' : 'M';
  }
  return undefined;
}
