/** Check digits of identifiers. Each takes the compact form (digits, upper-case letters) and says whether they hold. */
export const checksums = {
  /** ICE and Moroccan RIB: the whole number is a multiple of 97. All zeros is no number. */
  'mod97-zero': (value: string) => /[1-9]/.test(value) && remainder97(value) === 0,
  iban: (value: string) => ibanHolds(value),
  luhn: (value: string) => /[1-9]/.test(value) && luhnSum(value) % 10 === 0,
  /** SIRET: Luhn, or a sum of digits that is a multiple of 5 for La Poste. */
  siret: (value: string) =>
    luhnSum(value) % 10 === 0 ||
    (value.startsWith('356000000') && [...value].reduce((sum, one) => sum + Number(one), 0) % 5 === 0),
  nir: (value: string) => nirHolds(value),
  'vat-fr': (value: string) => vatHolds(value),
} as const satisfies Readonly<Record<string, (value: string) => boolean>>;
export type ChecksumName = keyof typeof checksums;

/** Remainder by 97 of a number of any length; letters count as in ISO 13616 (A is 10). */
export function remainder97(value: string): number {
  let remainder = 0;
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    remainder = code < 0x3a ? (remainder * 10 + code - 0x30) % 97 : (remainder * 100 + code - 0x37) % 97;
  }
  return remainder;
}

function luhnSum(value: string): number {
  let sum = 0;
  for (let index = 0; index < value.length; index += 1) {
    const figure = value.charCodeAt(value.length - 1 - index) - 0x30;
    const weighted = index % 2 === 1 ? figure * 2 : figure;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum;
}

/** Lengths that the registry fixes; other countries are taken between 15 and 34. */
const ibanLengths: Readonly<Record<string, number>> = {
  AD: 24,
  AE: 23,
  AT: 20,
  BE: 16,
  BG: 22,
  BH: 22,
  CH: 21,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  DZ: 26,
  EE: 20,
  EG: 29,
  ES: 24,
  FI: 18,
  FR: 27,
  GB: 22,
  GR: 27,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IT: 27,
  JO: 30,
  KW: 30,
  LB: 28,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MA: 28,
  MC: 27,
  MR: 27,
  MT: 31,
  NL: 18,
  NO: 15,
  PL: 28,
  PT: 25,
  QA: 29,
  RO: 24,
  SA: 24,
  SE: 24,
  SI: 19,
  SK: 24,
  TN: 24,
  TR: 26,
};

/** Whether an IBAN of this country may be so long. */
export function ibanLengthFits(value: string): boolean {
  const length = ibanLengths[value.slice(0, 2)];
  return length === undefined || value.length === length;
}

function ibanHolds(value: string): boolean {
  return ibanLengthFits(value) && remainder97(value.slice(4) + value.slice(0, 4)) === 1;
}

function nirHolds(value: string): boolean {
  const body = value.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return /^\d{13}$/.test(body) && 97 - remainder97(body) === Number(value.slice(13));
}

function vatHolds(value: string): boolean {
  const siren = value.slice(4);
  return /^\d{9}$/.test(siren) && Number(value.slice(2, 4)) === (12 + 3 * remainder97(siren)) % 97;
}

/** ICAO 9303: weights 7, 3, 1; letters count from 10, the filler as 0. */
export function mrzDigit(field: string): number {
  let sum = 0;
  for (let index = 0; index < field.length; index += 1) {
    const code = field.charCodeAt(index);
    const figure = code === 0x3c ? 0 : code < 0x3a ? code - 0x30 : code - 0x37;
    sum += figure * ([7, 3, 1][index % 3] ?? 0);
  }
  return sum % 10;
}
