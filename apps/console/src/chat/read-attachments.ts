import type { AttachmentView } from '@riad/contracts';

/** Files whose text a model can read as it is. */
export const accepted: readonly string[] = ['.txt', '.md', '.csv', '.tsv', '.json', '.log', '.xml', '.yaml', '.yml'];

const MOST_FILES = 5;
/** Of all files of one question together. */
const MOST_CHARACTERS = 200_000;

export interface Refusal {
  readonly name: string;
  readonly why: 'tooMany' | 'tooLong' | 'notText' | 'notJson' | 'empty';
}

/** Reads files as text, up to what one question may carry; says why the first one that cannot come is left out. */
export async function readAttachments(
  files: readonly File[],
  before: readonly AttachmentView[],
): Promise<{ readonly read: readonly AttachmentView[]; readonly refused: Refusal | undefined }> {
  const read: AttachmentView[] = [];
  let refused: Refusal | undefined;
  let room = MOST_CHARACTERS - before.reduce((sum, { text }) => sum + text.length, 0);
  for (const file of files) {
    const text = await readText(file);
    const why = before.length + read.length >= MOST_FILES ? 'tooMany' : whyNot(file.name, text, room);
    if (why !== undefined || text === undefined) {
      refused ??= { name: file.name, why: why ?? 'notText' };
      continue;
    }
    room -= text.length;
    read.push({ name: uniqueName(file.name, [...before, ...read]), text });
  }
  return { read, refused };
}

async function readText(file: File): Promise<string | undefined> {
  // Four bytes are the most that one character takes.
  if (file.size > MOST_CHARACTERS * 4) return ' '.repeat(MOST_CHARACTERS + 1);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return undefined;
  }
}

function whyNot(name: string, text: string | undefined, room: number): Refusal['why'] | undefined {
  if (text === undefined || text.includes('\0')) return 'notText';
  if (text.trim() === '') return 'empty';
  if (text.length > room) return 'tooLong';
  return name.endsWith('.json') && !isJson(text) ? 'notJson' : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function uniqueName(name: string, taken: readonly AttachmentView[]): string {
  const short = name.length <= 110 ? name : `…${name.slice(-100)}`;
  const names = new Set(taken.map((each) => each.name));
  let unique = short;
  for (let number = 2; names.has(unique); number++) unique = `${number} ${short}`;
  return unique;
}
