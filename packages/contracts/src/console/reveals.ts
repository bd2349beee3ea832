import { z } from 'zod';

import { roles } from './roles.ts';

/** The longest time for which somebody may be given the right to see real values. */
export const MOST_REVEAL_HOURS = 30 * 24;

/** To whom: one person by id, or everybody with one role. */
export const newRevealGrantSchema = z.strictObject({
  person: z.string().min(1).max(200).optional(),
  role: z.enum(roles).optional(),
  hours: z.int().positive().max(MOST_REVEAL_HOURS),
  /** Why; a reference, without personal data. */
  reason: z.string().min(3).max(500),
});

export const revealGrantSchema = z.strictObject({
  id: z.string(),
  person: z.string().nullable(),
  role: z.enum(roles).nullable(),
  reason: z.string(),
  grantedBy: z.string(),
  grantedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
});
export const revealGrantListSchema = z.strictObject({ data: z.array(revealGrantSchema) });
export type RevealGrantView = z.infer<typeof revealGrantSchema>;

export const revealRequestSchema = z.strictObject({
  /** `cnv_…`, as the record of a request names it. */
  conversation: z.string().min(1).max(200),
  /** As it stands in the text: `[[CIN_7QK]]`. */
  surrogate: z.string().min(1).max(64),
  reason: z.string().min(3).max(500),
});
export const revealedSchema = z.strictObject({ value: z.string() });
