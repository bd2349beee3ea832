import type { AttachmentView } from '@riad/contracts';

/** A question and its files as one text. A fence longer than any in the file keeps what is in it from ending it. */
export function withAttachments(content: string, attachments: readonly AttachmentView[]): string {
  return [content, ...attachments.map(asBlock)].join('\n\n');
}

function asBlock({ name, text }: AttachmentView): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${name}\n${fence}\n${text}\n${fence}`;
}
