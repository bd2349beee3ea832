import { z } from 'zod';

import { documentAnswerViewSchema } from './documents.ts';

export const messageStates = ['complete', 'streaming', 'stopped', 'failed', 'interrupted'] as const;

/** A value that the guard recognised in a message. Offsets are UTF-16 code units of its content. */
export const findingViewSchema = z.strictObject({
  type: z.string(),
  start: z.int().nonnegative(),
  end: z.int().positive(),
});
export type FindingView = z.infer<typeof findingViewSchema>;

/** A file that came with a question: its text is what the model reads after the words. */
export const attachmentSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  text: z.string().min(1).max(200_000),
});
export type AttachmentView = z.infer<typeof attachmentSchema>;

/** Where an answer came from, as its record says. */
export const originSchema = z.strictObject({
  model: z.string(),
  /** `embedded`, or the upstream's id and country. */
  target: z.string().nullable(),
  /** The ledger's opening record. */
  record: z.string().nullable(),
  /** What the guard did, by action: `allow=1`. */
  guard: z.string().nullable(),
});
export type OriginView = z.infer<typeof originSchema>;

export const messageSchema = z.strictObject({
  id: z.string(),
  /** The message that this one follows; several that follow the same are branches. */
  parent: z.string().nullable(),
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  attachments: z.array(attachmentSchema),
  state: z.enum(messageStates),
  findings: z.array(findingViewSchema),
  /** An answer from documents: `content` sentence by sentence, with the places that support each. */
  cited: documentAnswerViewSchema.nullable(),
  origin: originSchema.nullable(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  createdAt: z.iso.datetime(),
});
export type MessageView = z.infer<typeof messageSchema>;

export const conversationSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  folder: z.string().nullable(),
  model: z.string().nullable(),
  instructions: z.string(),
  /** The collection that its questions are answered from. */
  collection: z.string().nullable(),
  /** Whether everybody of the project may read it. */
  shared: z.boolean(),
  updatedAt: z.iso.datetime(),
});
export type ConversationView = z.infer<typeof conversationSchema>;

export const conversationWithMessagesSchema = conversationSchema.extend({ messages: z.array(messageSchema) });
export type ConversationWithMessages = z.infer<typeof conversationWithMessagesSchema>;

export const sharedConversationSchema = conversationSchema.extend({ by: z.string() });
export type SharedConversationView = z.infer<typeof sharedConversationSchema>;

export const sharedWithMessagesSchema = sharedConversationSchema.extend({ messages: z.array(messageSchema) });
export type SharedWithMessages = z.infer<typeof sharedWithMessagesSchema>;

/** What a model was given of a question. */
export const receivedSchema = z.strictObject({
  text: z.string(),
  /** False: word for word what the person wrote. */
  changed: z.boolean(),
});
export type ReceivedView = z.infer<typeof receivedSchema>;

/** One event of a conversation's stream. Whoever subscribes late gets `message` first, then what is new. */
export const conversationEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('message'), message: messageSchema }),
  z.strictObject({ type: z.literal('text'), id: z.string(), offset: z.int().nonnegative(), text: z.string() }),
  z.strictObject({ type: z.literal('deleted') }),
]);
export type ConversationEvent = z.infer<typeof conversationEventSchema>;
