/** What a person may ask for. */
export const rightsKinds = ['access', 'rectify', 'erase', 'oppose'] as const;
export type RightsKind = (typeof rightsKinds)[number];
