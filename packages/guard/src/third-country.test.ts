import { expect, test } from 'vitest';

import { createGuard } from './guard.ts';
import { france } from './profiles/fr.ts';
import { morocco } from './profiles/ma.ts';
import type { CountryProfile } from './profiles/profile.ts';

/** Spain in data alone: its identity number, names, streets and months. */
const spain: CountryProfile = {
  country: 'ES',
  identifiers: [
    { type: 'cin', shape: /^\d{8}[A-Z]$/, length: [9, 9], evidence: 'cue', score: 0.95 },
    { type: 'phone', shape: /^(?:\+34)?[67]\d{8}$/, length: [9, 12], evidence: 'cue', separators: ' ', score: 0.9 },
  ],
  cues: { cin: 'dni', phone: 'teléfono, móvil', address: 'domicilio, vive en', birth_date: 'nacido el, nacida el' },
  names: {
    given: ['ignacio almudena'],
    givenMen: [],
    givenWomen: [],
    family: ['zabala'],
    foreignGiven: [],
    foreignFamily: [],
    particles: [],
    familyEndings: [],
  },
  addresses: {
    street: ['calle'],
    sure: ['calle'],
    connectors: ['de la'],
    places: ['Soria'],
    communes: [],
    postcode: /^\d{5}$/,
  },
  months: { marzo: 3 },
  plates: [{ shape: /^\d{4}[BCDFGHJKLMNPRSTVWXYZ]{3}$/, evidence: 'cue' }],
  sensitive: {},
  words: {
    titles: 'don, doña',
    introductions: 'me llamo',
    nameCues: '',
    nameLabels: '',
    numbers: {},
    personWords: '',
    common: [],
    institutions: [],
    darija: '',
  },
};

test('a third country is a profile: nothing else changes', () => {
  const text =
    'Me llamo Ignacio Zabala, DNI 12345678Z, nacido el 12 de marzo 1985, vive en calle Numancia 12, Soria. Móvil 612 345 678. Ma CIN est BL123456.';
  const found = (profiles: readonly CountryProfile[]): string[] =>
    (createGuard({ profiles }).inspect([text])[0] ?? []).map(
      ({ type, start, end }) => `${type}:${text.slice(start, end)}`,
    );
  expect(found([morocco, france, spain])).toEqual([
    'person:Ignacio Zabala',
    'cin:12345678Z',
    'birth_date:12 de marzo 1985',
    'address:calle Numancia 12, Soria',
    'phone:612 345 678',
    'cin:BL123456',
  ]);
  expect(found([morocco, france])).not.toContain('cin:12345678Z');
});
