import type { EntityType } from '@riad/contracts';

import { remainder97 } from '../checks/checksums.ts';

export interface LookalikeRequest {
  readonly type: EntityType;
  readonly value: string;
  readonly gender: 'F' | 'M' | undefined;
  /** Whether a surrogate was given before. */
  readonly taken: (candidate: string) => boolean;
  /** 32 bytes for each attempt. */
  readonly draw: (attempt: number) => Uint8Array;
}

/** Names that nobody bears: invented family names from Atlas words, with given names that tell the gender. */
const families = [
  'Tazroult',
  'Amnazou',
  'Izmourane',
  'Aghbaloud',
  'Tifirasse',
  'Oumzlaf',
  'Asfarou',
  'Tanfoucht',
  'Imzouagh',
  'Adrarou',
  'Taguelmit',
  'Azroufel',
];
const arabicFamilies = [
  'تازرولت',
  'أمنازو',
  'إزموران',
  'أغبالود',
  'تيفراس',
  'أومزلاف',
  'أسفارو',
  'تانفوشت',
  'إمزواغ',
  'أدرارو',
  'تاكلميت',
  'أزروفل',
];
const given = {
  F: ['Safaa', 'Rim', 'Ghita', 'Nawal', 'Ilham', 'Houda'],
  M: ['Nabil', 'Anas', 'Tarik', 'Jalal', 'Samir', 'Adil'],
};
const arabicGiven = {
  F: ['صفاء', 'ريم', 'غيثة', 'نوال', 'إلهام', 'هدى'],
  M: ['نبيل', 'أنس', 'طارق', 'جلال', 'سمير', 'عادل'],
};

/**
 * A value of the same shape that passes the same checks and belongs to nobody: unassigned bank and company numbers, a CIN
 * prefix that is not given, `.invalid`, addresses for documentation. Undefined for types that have no such reserve.
 */
export function makeLookalike(request: LookalikeRequest): string | undefined {
  for (let attempt = 0; attempt < 64; attempt += 1) {
    const made = make(request, request.draw(attempt));
    if (made === undefined) return undefined;
    if (!request.taken(made) && made !== request.value) return made;
  }
  return undefined;
}

interface Recipe {
  readonly value: string;
  readonly gender: 'F' | 'M';
  /** At most 32. */
  readonly digits: (count: number) => string;
  readonly bytes: Uint8Array;
}

const recipes: Readonly<Partial<Record<EntityType, (recipe: Recipe) => string>>> = {
  person: ({ value, gender, bytes }) => makeName(value, gender, bytes),
  email: ({ digits }) => `p${digits(6)}@example.invalid`,
  ip: ({ bytes }) => `192.0.2.${(bytes[0] ?? 0) % 255}`,
  cin: ({ digits }) => `ZZ${digits(6)}`,
  phone: ({ value, digits }) =>
    regroup(value, value.trim().startsWith('+') ? `212600${digits(6)}` : `0600${digits(6)}`),
  rib: ({ value, digits }) => regroup(value, makeRib(digits(18))),
  iban: ({ value, digits }) => makeIban(value, makeRib(digits(18))),
  ice: ({ value, digits }) => regroup(value, makeIce(digits(10))),
  card: ({ value, digits }) => regroup(value, makeCard(digits(9))),
};

function make({ type, value, gender }: LookalikeRequest, bytes: Uint8Array): string | undefined {
  const digits = (count: number): string => [...bytes.subarray(0, count)].map((byte) => String(byte % 10)).join('');
  return recipes[type]?.({ value, gender: gender ?? 'M', digits, bytes });
}

function makeName(value: string, gender: 'F' | 'M', bytes: Uint8Array): string {
  const arabic = /\p{Script=Arabic}/u.test(value);
  const firsts = (arabic ? arabicGiven : given)[gender];
  const lasts = arabic ? arabicFamilies : families;
  return `${firsts[(bytes[0] ?? 0) % firsts.length] ?? ''} ${lasts[(bytes[1] ?? 0) % lasts.length] ?? ''}`;
}

/** In the groups of a Moroccan IBAN; those of other countries are longer or shorter. */
function makeIban(value: string, rib: string): string {
  return value.startsWith('MA64') ? regroup(value, `64${rib}`).replace(/^(?!MA)/, 'MA') : `MA64${rib}`;
}

/** Bank 999 is nobody's. */
function makeRib(digits: string): string {
  const body = `999${digits.padEnd(19, '0').slice(0, 19)}`;
  return body + String(97 - remainder97(`${body}00`)).padStart(2, '0');
}

/** Numbers are given from 000 up; 999 is nobody's. The key makes the whole a multiple of 97. */
function makeIce(digits: string): string {
  const body = `999${digits}`;
  return body + String((97 - remainder97(`${body}00`)) % 97).padStart(2, '0');
}

/** 4000 00 is a range for tests. */
function makeCard(digits: string): string {
  const body = `400000${digits}`;
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) {
    const figure = Number(body.charAt(body.length - 1 - index));
    const weighted = index % 2 === 0 ? figure * 2 : figure;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return body + String((10 - (sum % 10)) % 10);
}

/** The digits in the groups and with the signs of the original, when it has as many. */
function regroup(value: string, digits: string): string {
  const count = [...value].filter((character) => /\d/.test(character)).length;
  if (count !== digits.length) return value.trim().startsWith('+') ? `+${digits}` : digits;
  let at = 0;
  return value.replaceAll(/\d/g, () => digits.charAt(at++));
}
