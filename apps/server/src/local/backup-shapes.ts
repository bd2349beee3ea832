import { z } from 'zod';

export const recipientSchema = z.object({ recipient: z.string().nullable() });

/** What the server says of `riad backup PATH`. */
export const madeBackupSchema = z.object({
  id: z.string(),
  path: z.string(),
  keysPath: z.string(),
  bytes: z.number(),
  createdAt: z.string(),
  record: z.string(),
});
