import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { scratch } from './work-folder.ts';

export type BodyName = 'whole' | 'whole-20ms' | 'burst' | 'paced' | GuardedBodyName;
/** Conversations and single messages of 2 kB in which the guard finds nothing: all that differs is that it reads. */
export const guardedBodies = [
  'french-conversation',
  'arabic-conversation',
  'french-message',
  'arabic-message',
] as const;
export type GuardedBodyName = (typeof guardedBodies)[number];

const system =
  'Vous etes l’assistant de la commune. Repondez en francais, en arabe ou en darija, selon la langue de la question. Citez les articles et les pieces a fournir. ';
const question =
  'Bonjour, je voudrais savoir quelles pieces il faut pour renouveler ma carte nationale a la moqataa de Rabat Agdal, et combien de temps cela prend. ';
const arabicQuestion =
  'السلام عليكم، أريد أن أعرف الوثائق المطلوبة لتجديد البطاقة الوطنية في المقاطعة، وكم من الوقت يستغرق ذلك، وهل يجب أن أحضر صورتين. ';
const MESSAGE_BYTES = 2048;
const answer = 'Il faut deux photos, l’ancienne carte et un certificat de residence. ';
const messages = [
  { role: 'system', content: system.repeat(4) },
  { role: 'user', content: question.repeat(2) },
  { role: 'assistant', content: answer.repeat(3) },
  { role: 'user', content: `${question}(demande @@@@@@@@)` },
];

/**
 * Requests of about 1.5 kB, as a conversation of three turns has: instructions and history repeat, the last question is
 * another in every request (the client replaces the mark).
 */
const bodies: Readonly<Record<BodyName, BodyKind>> = {
  whole: { model: 'mock', stream: false },
  'whole-20ms': { model: 'mock-20ms', stream: false },
  burst: { model: 'mock', stream: true },
  paced: { model: 'mock-paced', stream: true },
  'french-conversation': { model: 'mock', stream: false, say: conversationOf(question) },
  'arabic-conversation': { model: 'mock', stream: false, say: conversationOf(arabicQuestion) },
  'french-message': { model: 'mock', stream: false, say: messageOf(question) },
  'arabic-message': { model: 'mock', stream: false, say: messageOf(arabicQuestion) },
};

interface BodyKind {
  readonly model: string;
  readonly stream: boolean;
  /** Other than the usual conversation. */
  readonly say?: readonly object[];
}

export function makeBody({ model, stream, say = messages }: BodyKind): string {
  return JSON.stringify({ model, messages: say, temperature: 0.7, max_tokens: 256, ...(stream ? { stream } : {}) });
}

/** 2 kB of turns that every request repeats, and a question that is new. */
function conversationOf(text: string): readonly object[] {
  const turns = Math.round((MESSAGE_BYTES - Buffer.byteLength(text)) / Buffer.byteLength(text));
  return [
    { role: 'user', content: text.repeat(turns) },
    { role: 'assistant', content: 'Oui.' },
    { role: 'user', content: `${text}@@@@@@@@` },
  ];
}

/** 2 kB that are new in every request: a mark at its end makes another text of it. */
function messageOf(text: string): readonly object[] {
  const content = text.repeat(Math.ceil(MESSAGE_BYTES / Buffer.byteLength(text)));
  return [{ role: 'user', content: `${content}@@@@@@@@` }];
}

/** Written once per run; the path of one. */
export function bodyFile(name: BodyName): string {
  const path = join(scratch, `${name}.json`);
  writeFileSync(path, makeBody(bodies[name]));
  return path;
}
