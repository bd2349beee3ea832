import { commonFrench } from '../lexicon/common-french.ts';
import { commonWords, darijaWords } from '../lexicon/common-words.ts';
import { communesArabic } from '../lexicon/communes-arabic.ts';
import { communesLatin } from '../lexicon/communes-latin.ts';
import { moreFamilyNames } from '../lexicon/family-more.ts';
import { familyNames } from '../lexicon/family.ts';
import { foreignFamily, foreignGiven } from '../lexicon/foreign-names.ts';
import { frenchFamily, frenchGiven } from '../lexicon/french-names.ts';
import { givenMen } from '../lexicon/given-men.ts';
import { moreGivenNames } from '../lexicon/given-more.ts';
import { widerGivenMen, widerGivenWomen } from '../lexicon/given-wider.ts';
import { givenWomen } from '../lexicon/given-women.ts';
import { addressConnectors, institutions, places, streets, sureStreets } from '../lexicon/places.ts';
import { publicFigures, publicOffices } from '../lexicon/public-figures.ts';
import { quarters } from '../lexicon/quarters.ts';
import { residentsFamily, residentsGiven } from '../lexicon/residents-names.ts';
import { cues } from './ma-cues.ts';
import { identifiers, plates } from './ma-identifiers.ts';
import { personWords, sensitiveTerms } from './ma-sensitive.ts';
import { months } from './ma-months.ts';
import { numberWords } from './ma-numbers.ts';
import { introductions, nameCues, nameLabels, titles } from './ma-words.ts';
import type { CountryProfile } from './profile.ts';

export const morocco: CountryProfile = {
  country: 'MA',
  identifiers,
  cues: { ...cues, namesake: quarters, figure: publicFigures, office: publicOffices },
  names: {
    givenMen: [givenMen, widerGivenMen],
    givenWomen: [givenWomen, widerGivenWomen],
    given: [moreGivenNames],
    family: [familyNames, moreFamilyNames],
    foreignGiven: [frenchGiven, foreignGiven, residentsGiven],
    foreignFamily: [frenchFamily, foreignFamily, residentsFamily],
    particles: [
      'el',
      'al',
      'ben',
      'ibn',
      'ibnou',
      'bel',
      'bin',
      'bou',
      'abou',
      'abu',
      'ait',
      'aït',
      'ould',
      'oulad',
      'ouled',
      'bent',
      'bint',
      'lalla',
      'moulay',
      'sidi',
      'بن',
      'ابن',
      'بنت',
      'أبو',
      'ابو',
      'أيت',
      'آيت',
      'ولد',
      'أولاد',
      'بو',
      'بني',
      'ايت',
      'أبي',
      'مولاي',
      'لالة',
    ],
    familyEndings: [
      'aoui',
      'aoui',
      'oui',
      'ani',
      'ouni',
      'ssi',
      'lli',
      'rri',
      'mmi',
      'chi',
      'idi',
      'iri',
      'imi',
      'ati',
      'adi',
      'ari',
      'azi',
      'ali',
      'ouri',
      'oudi',
      'ouki',
      'oubi',
      'oufi',
      'ouli',
      'ouch',
      'lal',
      'kri',
      'bri',
      'hri',
      'awi',
      'ioui',
      'ghi',
      'khi',
      'ili',
      'ini',
      'ouzi',
      'oumi',
      'atni',
      'ssou',
      'mou',
    ],
  },
  addresses: {
    street: [streets],
    sure: [sureStreets],
    connectors: [addressConnectors],
    places: [places],
    communes: [communesLatin, communesArabic],
    postcode: /^[1-9]\d{4}$/,
  },
  months,
  plates,
  sensitive: sensitiveTerms,
  words: {
    titles,
    introductions,
    darija: darijaWords,
    nameCues,
    nameLabels,
    numbers: numberWords,
    personWords,
    common: [commonWords, commonFrench],
    institutions: [institutions],
  },
};
