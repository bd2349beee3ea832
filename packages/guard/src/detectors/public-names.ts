import type { Scan } from '../scan/scan.ts';
import { endOf, startOf } from '../scan/tokens.ts';

const reach = 70;
const longestComplement = 60;

/**
 * Whether a name stands beside an office or a calling of public life: « le premier ministre John Howard », « La ministre de
 * l'économie et des finances, Nadia Fettah », « Sara Danius, secrétaire permanente du Comité Nobel », المؤرخ فلان.
 */
export function holdsOffice(scan: Scan, first: number, last: number): boolean {
  return isBehindOffice(scan, first) || isBeforeOffice(scan, last);
}

function isBehindOffice({ tokens, cues }: Scan, first: number): boolean {
  const office = cues.before(first, reach).find(({ cue }) => cue === 'office');
  if (office === undefined) return false;
  const from = endOf(tokens, office.last);
  const between = tokens.text.slice(from, startOf(tokens, first));
  // « Monsieur le Ministre, » opens a letter; whose it is follows.
  if (
    /(?:monsieur|madame) l[ea] $/i.test(
      tokens.text.slice(Math.max(0, startOf(tokens, office.first) - 13), startOf(tokens, office.first)),
    )
  )
    return false;
  return between.length <= longestComplement && joins.test(between);
}

/** Nothing, « such as », or the office's complement up to a comma, then a title. */
const joins =
  /^(?: |\s?[-–] ?| (?:such as|like|comme|tels? que|مثل) |[^.!?؟;\n]*(?:\n[^.!?؟;\n]+)?[,،:]\s?(?:(?:M|Mme|Mr|Mrs|Ms|Dr|Pr|Monsieur|Madame|السيد|السيدة)\.? )?)$/;

function isBeforeOffice({ tokens, cues }: Scan, last: number): boolean {
  const office = cues.after(last, reach)[0];
  if (office?.cue !== 'office') return false;
  return /^, (?:(?:le|la|l['’]|the|a|an|un|une|former|ancien|ancienne) ?){0,2}$/.test(
    tokens.text.slice(endOf(tokens, last), startOf(tokens, office.first)),
  );
}
