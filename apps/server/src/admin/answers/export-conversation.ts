import { withAttachments } from './with-attachments.ts';
import type { Conversation, StoredMessage } from '@riad/store';

export interface ExportedFile {
  readonly type: string;
  readonly name: string;
  readonly body: string;
}

/** A conversation as a file that reads without Riad. Every answer keeps the number of its record. */
export function exportConversation({
  conversation,
  messages,
  format,
}: {
  readonly conversation: Conversation;
  readonly messages: readonly StoredMessage[];
  readonly format: 'markdown' | 'json';
}): ExportedFile {
  const { id, title, instructions } = conversation;
  if (format === 'json') {
    const data = { id, title, instructions, messages: messages.map(presentExported) };
    return { type: 'application/json; charset=utf-8', name: `${id}.json`, body: `${JSON.stringify(data, null, 2)}\n` };
  }
  const body = [`# ${title}`, ...messages.map(asMarkdown)].join('\n\n');
  return { type: 'text/markdown; charset=utf-8', name: `${id}.md`, body: `${body}\n` };
}

function presentExported({ id, parent, role, content, attachments, state, cited, origin, createdAt }: StoredMessage) {
  return { id, parent, role, content, attachments, state, cited, origin, createdAt: createdAt.toISOString() };
}

function asMarkdown({ role, content, attachments, cited, origin, createdAt }: StoredMessage): string {
  const from = role === 'user' ? '' : ` · ${origin?.model ?? ''} · ${origin?.record ?? ''}`;
  return `---\n\n**${role}** · ${createdAt.toISOString()}${from}\n\n${withAttachments(content, attachments)}${sourcesOf(cited)}`;
}

function sourcesOf(cited: StoredMessage['cited']): string {
  const places = cited?.sentences.flatMap(({ citations }) => citations) ?? [];
  return places.map(({ name, page, quote }) => `\n\n> ${quote.replaceAll('\n', ' ')}\n> — ${name}, ${page}`).join('');
}
