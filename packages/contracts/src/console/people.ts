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

/** How one may sign in, besides a link, a password and a passkey. */
export const waysInSchema = z.strictObject({
  /** What stands on its button; null when there is none. */
  singleSignOn: z.string().nullable(),
});
export type WaysInView = z.infer<typeof waysInSchema>;

export const secondFactorSchema = z.strictObject({
  on: z.boolean(),
  recoveryCodes: z.int().nonnegative(),
});
export type SecondFactorView = z.infer<typeof secondFactorSchema>;

export const passkeySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type PasskeyView = z.infer<typeof passkeySchema>;

const base64url = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .max(8192);
const credential = { id: base64url.max(1400), rawId: base64url.max(1400), type: z.literal('public-key') };

/** What a browser makes (`PublicKeyCredential.toJSON`), as far as it is checked. */
export const registrationResponseSchema = z.object({
  ...credential,
  response: z.object({ clientDataJSON: base64url, attestationObject: base64url }),
});

export const authenticationResponseSchema = z.object({
  ...credential,
  response: z.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url }),
});
