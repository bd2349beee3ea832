import type { EntityType } from '@riad/contracts';

/**
 * Codes inside surrogates: characters nobody reads wrongly, no vowels and so no words, the last one a check character. A
 * code with one wrong character is no code.
 */
const alphabet = '23456789BCDFGHJKMNPQRSTVWXYZ';

/** Characters of a code without its check character; codes grow when these run out. */
export const shortestPayload = 2;
export const longestPayload = 5;

/** The longest surrogate written as a tag, and so the most that a stream holds back. */
export const longestTag = 24;

/** Short word for a type: what the model reads. */
const words: Readonly<Record<EntityType, string>> = {
  cin: 'CIN',
  idcs: 'IDCS',
  passport: 'PASS',
  residence_card: 'RESI',
  driving_licence: 'LIC',
  plate: 'PLATE',
  cnss: 'CNSS',
  amo: 'AMO',
  ice: 'ICE',
  tax_id: 'TAX',
  trade_register: 'REG',
  patente: 'PAT',
  rib: 'RIB',
  iban: 'IBAN',
  phone: 'TEL',
  phone_org: 'TEL',
  massar: 'MAS',
  address: 'ADR',
  birth_date: 'DOB',
  card: 'CARD',
  civil_status: 'CIV',
  nir: 'NIR',
  siren: 'SIREN',
  siret: 'SIRET',
  vat: 'VAT',
  email: 'MAIL',
  ip: 'IP',
  mac: 'MAC',
  url_credentials: 'URL',
  geo: 'GEO',
  secret: 'SEC',
  person: 'PER',
  sensitive: 'SENS',
  custom: 'OWN',
};

/** A code of `payload` random characters and its check character. */
export function makeCode(bytes: Uint8Array): string {
  let payload = '';
  for (const byte of bytes) payload += alphabet.charAt(byte % alphabet.length);
  return payload + checkCharacter(payload);
}

export function isCode(code: string): boolean {
  return code.length > shortestPayload && checkCharacter(code.slice(0, -1)) === code.at(-1);
}

/** Weighted so that one wrong character or two swapped ones change it. */
function checkCharacter(payload: string): string {
  let sum = 0;
  for (let index = 0; index < payload.length; index += 1) {
    const value = alphabet.indexOf(payload.charAt(index));
    if (value === -1) return '';
    // 29 is prime, so no weight loses a difference.
    sum = (sum + (index + 2) * (value + 1)) % 29;
  }
  return alphabet.charAt(sum % alphabet.length);
}

/** `[[PER_F_7QK-2]]`: type, gender where the language needs one, code, and which spelling of the same value. */
export function writeTag(
  type: EntityType,
  { code, gender, variant }: { readonly code: string; readonly gender?: 'F' | 'M'; readonly variant: number },
): string {
  const hint = gender === undefined ? '' : `_${gender}`;
  return `[[${words[type]}${hint}_${code}${variant === 1 ? '' : `-${variant}`}]]`;
}

export interface Tag {
  readonly start: number;
  readonly end: number;
  readonly code: string;
  readonly variant: number;
}

const pattern =
  /(?:\[ ?\[|\\\[ ?\\\[) {0,2}\p{L}{2,10}(?:[ _-]{1,2}\p{L})?(?:\\?[ _-]){1,2}([0-9A-Za-z٠-٩۰-۹]{3,6})(?: ?[-‑–] ?([0-9٠-٩۰-۹]{1,2}))? {0,2}\\?\] ?\\?\]/uy;

/** The tag that begins at `at`, however the model cased, spaced, escaped or translated it. */
export function readTag(text: string, at: number): Tag | undefined {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (match === null || match[0].length > longestTag) return undefined;
  const code = toAscii(match[1] ?? '').toUpperCase();
  return {
    start: at,
    end: at + match[0].length,
    code,
    variant: match[2] === undefined ? 1 : Number(toAscii(match[2])),
  };
}

/** A whole text that is one surrogate. */
export function readSurrogate(text: string): Pick<Tag, 'code' | 'variant'> | undefined {
  const tag = readTag(text.trim(), 0);
  return tag === undefined || tag.end !== text.trim().length ? undefined : tag;
}

/** Whether more characters could make a tag of the end of a text that begins here. */
export function mayBecomeTag(tail: string): boolean {
  return tail.length < longestTag && /^\\?(?:\[ ?\\?(?:\[[^\][\n"]{0,22}(?:\] ?\\?)?)?)?$/.test(tail);
}

function toAscii(text: string): string {
  return text.replaceAll(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
