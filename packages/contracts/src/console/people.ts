import { z } from 'zod';

import { permissions, roles } from './roles.ts';

export const personSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  createdAt: z.iso.datetime(),
  /** Whether a password was set; without one, a person signs in by a link. */
  hasPassword: z.boolean(),
});
export type PersonView = z.infer<typeof personSchema>;

export const sessionSchema = z.strictObject({
  person: personSchema,
  organisation: z.strictObject({ id: z.string(), name: z.string() }),
  project: z.strictObject({ id: z.string(), name: z.string() }),
  permissions: z.array(z.enum(permissions)),
  /** Sent back in `x-riad-csrf` with everything that changes something. */
  csrf: z.string(),
  /** The first person has not said who they are yet. */
  needsSetUp: z.boolean(),
});
export type SessionView = z.infer<typeof sessionSchema>;

export const browserSessionSchema = z.strictObject({
  id: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  userAgent: z.string().nullable(),
  current: z.boolean(),
});
export type BrowserSessionView = z.infer<typeof browserSessionSchema>;

export const invitationSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  expiresAt: z.iso.datetime(),
});
export type InvitationView = z.infer<typeof invitationSchema>;
