import { remainder97 } from './keys.ts';
import { luhnCheck } from './keys.ts';
import type { Pool } from './pools.ts';
import type { Random } from './random.ts';

export type Maker = (random: Random, pool: Pool) => string;

const pad = (value: number, length: number): string => String(value).padStart(length, '0');
const grouped = (value: string, sizes: readonly number[], separator: string): string => {
  let at = 0;
  return sizes.map((size) => value.slice(at, (at += size))).join(separator);
};

/** RIB of an unassigned bank with a valid key. */
function rib(random: Random): string {
  const body = random.pick(['011', '007', '022', '230', '190', '225']) + random.digits(19);
  return body + pad(97 - remainder97(`${body}00`), 2);
}

function ice(random: Random): string {
  const body = `00${random.digits(7)}${pad(random.below(90), 4)}`;
  return body + pad((97 - remainder97(`${body}00`)) % 97, 2);
}

function phone(random: Random): string {
  const national = `${random.pick(['6', '7', '6', '5'])}${random.digits(8)}`;
  const pairs = grouped(`0${national}`, [2, 2, 2, 2, 2], random.pick([' ', '.', '-']));
  const full = grouped(national, [1, 2, 2, 2, 2], ' ');
  return random.pick([
    `0${national}`,
    pairs,
    `+212${national}`,
    `+212 ${full}`,
    `00212${national}`,
    `+212 (0)${full}`,
    grouped(`0${national}`, [4, 3, 3], ' '),
  ]);
}

function card(random: Random): string {
  const body = random.pick(['4', '52', '55', '2221']).padEnd(4, '1') + random.digits(11);
  const full = body + luhnCheck(body);
  return random.pick([full, grouped(full, [4, 4, 4, 4], ' '), grouped(full, [4, 4, 4, 4], '-')]);
}

function nir(random: Random): string {
  const body = `${random.pick(['1', '2'])}${pad(random.below(100), 2)}${pad(1 + random.below(12), 2)}${pad(1 + random.below(95), 2)}${random.digits(6)}`;
  const full = body + pad(97 - remainder97(body), 2);
  return random.pick([full, grouped(full, [1, 2, 2, 2, 3, 3, 2], ' ')]);
}

function luhnNumber(random: Random, length: number): string {
  const body = `${1 + random.below(8)}${random.digits(length - 2)}`;
  return body + luhnCheck(body);
}

const monthsFrench = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
];
const monthsArabic = [
  'يناير',
  'فبراير',
  'مارس',
  'أبريل',
  'ماي',
  'يونيو',
  'يوليوز',
  'غشت',
  'شتنبر',
  'أكتوبر',
  'نونبر',
  'دجنبر',
];

function date(random: Random, months: readonly string[]): string {
  const [day, month, year] = [1 + random.below(28), 1 + random.below(12), 1945 + random.below(65)];
  return random.pick([
    `${pad(day, 2)}/${pad(month, 2)}/${year}`,
    `${pad(day, 2)}-${pad(month, 2)}-${year}`,
    `${year}-${pad(month, 2)}-${pad(day, 2)}`,
    `${pad(day, 2)}.${pad(month, 2)}.${year}`,
    `${day} ${months[month - 1] ?? ''} ${year}`,
  ]);
}

const towns = ['Rabat', 'Casablanca', 'Fès', 'Oujda', 'Agadir', 'Tanger'];
const townsArabic = ['الرباط', 'الدار البيضاء', 'فاس', 'وجدة', 'أكادير', 'طنجة'];

const wideTowns = [
  'Salé',
  'Meknès',
  'Tétouan',
  'Khouribga',
  'Settat',
  'Beni Mellal',
  'Safi',
  'El Jadida',
  'Nador',
  'Témara',
];
const wideTownsArabic = ['سلا', 'مكناس', 'تطوان', 'خريبكة', 'سطات', 'بني ملال', 'آسفي', 'الجديدة', 'الناظور', 'تمارة'];

function wideAddress(random: Random, pool: Pool): string {
  const [street, town, number] = [random.pick(pool.streetsLatin), random.pick(wideTowns), 1 + random.below(180)];
  return random.pick([
    `${number} ${street}, ${town}`,
    `${street} n°${number} ${town}`,
    `Résidence Yasmina, Imm ${1 + random.below(9)}, Appt ${number}, ${street}, ${town}`,
    `${number} bis, ${street}, 3ème étage, ${10 + random.below(80)}000 ${town}`,
    `N° ${number}, ${street} - ${town}`,
    `${street}, villa ${number}, ${town}`,
  ]);
}

function wideArabicAddress(random: Random, pool: Pool): string {
  const [street, town, number] = [random.pick(pool.streetsArabic), random.pick(wideTownsArabic), 1 + random.below(180)];
  return random.pick([
    `${street} رقم ${number} ${town}`,
    `${street}، رقم ${number}، ${town}`,
    `الرقم ${number}، ${street}، ${town}`,
    `${street} عمارة ${1 + random.below(20)} الشقة ${number} ${town}`,
    `${number} ${street}، ${town}`,
  ]);
}

const spokenFrench = ['zéro', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf'];
const spokenArabic = ['صفر', 'واحد', 'اثنان', 'ثلاثة', 'أربعة', 'خمسة', 'ستة', 'سبعة', 'ثمانية', 'تسعة'];

function spokenPhone(random: Random, words: readonly string[]): string {
  return [...`06${random.digits(8)}`].map((digit) => words[Number(digit)] ?? '').join(' ');
}

/** Makers by placeholder; a placeholder's type is its name up to a dot. */
export const makers: Readonly<Record<string, Maker>> = {
  'person.fr': (random, pool) => {
    const [given, family] = [random.pick(pool.givenLatin), random.pick(pool.familyLatin)];
    return random.pick([
      `${given} ${family}`,
      `${given} ${family}`,
      `${family.toUpperCase()} ${given}`,
      `${given} ${family.toUpperCase()}`,
    ]);
  },
  'person.given': (random, pool) => random.pick(pool.givenLatin),
  'person.family': (random, pool) => random.pick(pool.familyLatin),
  'person.french': (random, pool) => `${random.pick(pool.givenFrench)} ${random.pick(pool.familyFrench)}`,
  'person.ar': (random, pool) => `${random.pick(pool.givenArabic)} ${random.pick(pool.familyArabic)}`,
  'person.chat': (random, pool) => `${random.pick(pool.givenChat)} ${random.pick(pool.familyChat)}`,
  'person.chat1': (random, pool) => random.pick(pool.givenChat),
  cin: (random, pool) => {
    const [letters, digits] = [random.pick(pool.cinPrefixes), random.digits(random.pick([5, 6, 6]))];
    return random.pick([`${letters}${digits}`, `${letters}${digits}`, `${letters}${digits}`, `${letters} ${digits}`]);
  },
  'cin.bare': (random, pool) => `${random.pick(pool.cinPrefixes)}${random.digits(6)}`,
  rib: (random) => {
    const value = rib(random);
    return random.pick([
      value,
      grouped(value, [3, 3, 16, 2], ' '),
      grouped(value, [3, 3, 4, 4, 4, 4, 2, 1], ' ').trim(),
      grouped(value, [4, 4, 4, 4, 4, 4], ' '),
    ]);
  },
  iban: (random) => {
    const value = `MA64${rib(random)}`;
    return random.pick([value, grouped(value, [4, 4, 4, 4, 4, 4, 4], ' ')]);
  },
  ice: (random) => {
    const value = ice(random);
    return random.pick([value, value, grouped(value, [9, 4, 2], ' '), grouped(value, [3, 3, 3, 3, 3], ' ')]);
  },
  phone: (random) => phone(random),
  email: (random, pool) =>
    `${random.pick(pool.givenChat).replaceAll(' ', '')}.${random.pick(pool.familyChat).replaceAll(' ', '')}${random.digits(2)}@${random.pick(pool.domains)}`,
  'birth_date.fr': (random) => date(random, monthsFrench),
  'birth_date.ar': (random) => date(random, monthsArabic),
  'address.fr': (random, pool) =>
    random.pick([
      `${1 + random.below(200)}, ${random.pick(pool.streetsLatin)}, ${random.pick(towns)}`,
      `${1 + random.below(200)} ${random.pick(pool.streetsLatin)}, appt ${1 + random.below(30)}, ${10 + random.below(80)}000 ${random.pick(towns)}`,
      `${random.pick(pool.streetsLatin)} n° ${1 + random.below(99)}, ${random.pick(towns)}`,
      `Imm. ${1 + random.below(40)}, ${random.pick(pool.streetsLatin)}, ${random.pick(towns)}`,
    ]),
  'address.ar': (random, pool) =>
    random.pick([
      `${random.pick(pool.streetsArabic)} رقم ${1 + random.below(200)}، ${random.pick(townsArabic)}`,
      `رقم ${1 + random.below(200)} ${random.pick(pool.streetsArabic)} ${random.pick(townsArabic)}`,
      `عمارة ${1 + random.below(40)} شقة ${1 + random.below(20)}، ${random.pick(pool.streetsArabic)}، ${random.pick(townsArabic)}`,
    ]),
  'address.chat': (random, pool) =>
    `${random.pick(pool.streetsChat)} nmra ${1 + random.below(90)} ${random.pick(['casa', 'rabat', 'fes', 'sale'])}`,
  'address.wide': (random, pool) => wideAddress(random, pool),
  'address.arwide': (random, pool) => wideArabicAddress(random, pool),
  'person.arone': (random, pool) => random.pick(pool.givenArabic),
  'person.arfamily': (random, pool) => random.pick(pool.familyArabic),
  'person.caps': (random, pool) => `${random.pick(pool.familyLatin)} ${random.pick(pool.givenLatin)}`.toUpperCase(),
  'birth_date.after': (random) => `le ${date(random, monthsFrench)}`.slice(3),
  'phone.spoken': (random) => spokenPhone(random, spokenFrench),
  'phone.spokenar': (random) => spokenPhone(random, spokenArabic),
  'secret.password': (random) =>
    `${random.pick(['Casa', 'Rbat', 'zEphyr', 'Kz'])}${random.pick(['!', '@', '#', '-'])}${random.digits(4)}${random.pick(['xq', 'Maroc', 'Yt'])}`,
  'secret.session': (random) => `${random.digits(8)}abcdef${random.digits(12)}cafe`,
  'sensitive.wide': (random) =>
    random.pick(['diabète', 'hépatite', 'dépression', 'cancer du sein', 'épilepsie', 'asthme']),
  'sensitive.pregnant': () => 'enceinte',
  'sensitive.autism': () => 'autiste',
  'sensitive.long': (random) => random.pick(['insuffisance rénale', 'sclérose en plaques', 'maladie chronique']),
  'sensitive.unionfr': (random) => random.pick(['CDT', 'UMT', 'UGTM']),
  'sensitive.arjustice': (random) => random.pick(['أدين', 'اعتقل']),
  card: (random) => card(random),
  nir: (random) => nir(random),
  phone_org: (random) => `080${random.below(2)}00${random.digits(4)}`,
  siren: (random) => grouped(luhnNumber(random, 9), [3, 3, 3], random.pick([' ', ''])),
  siret: (random) => grouped(luhnNumber(random, 14), [3, 3, 3, 5], random.pick([' ', ''])),
  passport: (random) => `${random.pick(['AB', 'KL', 'VR', 'MT'])}${random.digits(7)}`,
  residence_card: (random) => `${random.pick(['B', 'K', 'G'])}${random.digits(6)}${random.pick(['A', 'C', ''])}`,
  driving_licence: (random) => random.pick([`${10 + random.below(80)}/${random.digits(6)}`, random.digits(8)]),
  plate: (random) =>
    `${1000 + random.below(90000)}${random.pick(['-', ' | ', ' '])}`
      .concat(random.pick(['أ', 'ب', 'د', 'هـ'.charAt(0), 'و']))
      .concat(random.pick(['-', ' | ', ' ']))
      .replace(/^(\d+)( \| | |-)(.)( \| | |-)$/, '$1$2$3$2') + String(1 + random.below(88)),
  cnss: (random) => random.pick([`1${random.digits(8)}`, `${1 + random.below(9)}${random.digits(6)}`]),
  amo: (random) => `${1 + random.below(9)}${random.digits(8)}`,
  idcs: (random) => `${1 + random.below(9)}${random.digits(9)}`,
  tax_id: (random) => `${1 + random.below(9)}${random.digits(7)}`,
  trade_register: (random) => `${1 + random.below(9)}${random.digits(random.pick([3, 4, 5]))}`,
  patente: (random) => `${1 + random.below(9)}${random.digits(7)}`,
  massar: (random) => `${random.pick(['G', 'D', 'R', 'J', 'S'])}${random.digits(9)}`,
  civil_status: (random) => `${1 + random.below(900)}/${1960 + random.below(60)}`,
  ip: (random) => `${10 + random.below(180)}.${random.below(256)}.${random.below(256)}.${1 + random.below(250)}`,
  mac: (random) => Array.from({ length: 6 }, () => random.pick(['0a', '1b', 'c4', 'ff', '5e', '9d'])).join(':'),
  geo: (random) => `33.${random.digits(5)}, -7.${random.digits(5)}`,
  secret: (random) =>
    random.pick([
      `sk-proj-${random.digits(8)}abCDefGH${random.digits(12)}`,
      `ghp_${random.digits(18)}aBcDeFgHiJkLmNoPqR`,
      `AKIA${random.digits(8)}ABCDEFGH`,
      `glpat-${random.digits(10)}xYzAbCdEfG`,
    ]),
  url_credentials: (random) => `postgres://admin:Zx${random.digits(6)}@db${random.below(9)}.example.org:5432/app`,
  'sensitive.fr': (random) => random.pick(['diabète', 'cancer', 'épilepsie', 'dépression']),
  'sensitive.en': () => 'diabetes',
  'sensitive.chat': () => 'sokkar',
  'sensitive.justice': () => 'condamné',
  'sensitive.record': () => 'السجل العدلي',
  'sensitive.past': () => 'سوابق عدلية',
  'sensitive.ar': (random) => random.pick(['السرطان', 'السكري', 'الصرع', 'الاكتئاب']),
};
