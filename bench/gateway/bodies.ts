import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { scratch } from './work-folder.ts';

export type BodyName = 'whole' | 'whole-20ms' | 'burst' | 'paced';

const system =
  'Vous etes l’assistant de la commune. Repondez en francais, en arabe ou en darija, selon la langue de la question. Citez les articles et les pieces a fournir. ';
const question =
  'Bonjour, je voudrais savoir quelles pieces il faut pour renouveler ma carte nationale a la moqataa de Rabat Agdal, et combien de temps cela prend. ';
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
const bodies: Readonly<Record<BodyName, { readonly model: string; readonly stream: boolean }>> = {
  whole: { model: 'mock', stream: false },
  'whole-20ms': { model: 'mock-20ms', stream: false },
  burst: { model: 'mock', stream: true },
  paced: { model: 'mock-paced', stream: true },
};

export function makeBody({ model, stream }: { readonly model: string; readonly stream: boolean }): string {
  return JSON.stringify({ model, messages, temperature: 0.7, max_tokens: 256, ...(stream ? { stream } : {}) });
}

/** Written once per run; the path of one. */
export function bodyFile(name: BodyName): string {
  const path = join(scratch, `${name}.json`);
  writeFileSync(path, makeBody(bodies[name]));
  return path;
}
