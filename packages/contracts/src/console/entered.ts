import { z } from 'zod';

/** Somebody entered data of some classes (law 09-08, art. 24-1-g): who, when, for whom. */
export const enteredSchema = z.strictObject({
  record: z.string(),
  time: z.iso.datetime(),
  key: z.string(),
  /** What the key is called, or `assistant` for a person of the console; null when it is not known any more. */
  keyName: z.string().nullable(),
  /** Id of the person of the console; null for a program. */
  person: z.string().nullable(),
  project: z.string(),
  projectName: z.string().nullable(),
  /** How many of each class the guard found. */
  classes: z.record(z.string(), z.number()),
  decision: z.string(),
  location: z.string(),
  model: z.string(),
});
export const enteredListSchema = z.strictObject({ data: z.array(enteredSchema) });
export type EnteredView = z.infer<typeof enteredSchema>;

export const enteredQuerySchema = z.strictObject({
  /** A class of data: `cin`, `rib`, `sensitive` …; every one when absent. */
  class: z.string().min(1).max(40).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  key: z.string().max(200).optional(),
  project: z.string().max(200).optional(),
  person: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100_000).default(1000),
});
