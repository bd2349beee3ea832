/** What an answer from documents says of itself, in the language of the question. Darija and Tamazight are machine-made. */
export const groundedTexts = {
  fr: { notInDocuments: 'Les documents ne le disent pas.', unconfirmed: 'non confirmé par les documents' },
  ar: { notInDocuments: 'لا تذكر الوثائق ذلك.', unconfirmed: 'غير مؤكد في الوثائق' },
  ary: { notInDocuments: 'هادشي ما مذكورش فالوثائق.', unconfirmed: 'ما مأكدش فالوثائق' },
  zgh: { notInDocuments: 'ⴰⵔⵔⴰⵜⵏ ⵓⵔ ⵜ ⵏⵏⵉⵏ.', unconfirmed: 'ⵓⵔ ⵜ ⵙⴷⵉⴷⴷⵏ ⵡⴰⵔⵔⴰⵜⵏ' },
  en: { notInDocuments: 'The documents do not say.', unconfirmed: 'not confirmed by the documents' },
} as const;
