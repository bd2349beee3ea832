import PostalMime, { type Address } from 'postal-mime';

import type { Block } from '../document.ts';
import { readHtml } from './read-html.ts';
import { readMarkdown } from './read-markdown.ts';

export interface EmailText {
  readonly subject: string | undefined;
  readonly blocks: readonly Block[];
}

/** Who wrote to whom, when, and what; attachments are named. */
export async function readEmail(bytes: Uint8Array): Promise<EmailText> {
  const mail = await PostalMime.parse(bytes);
  const people = (list: readonly Address[] | undefined): string =>
    (list ?? [])
      .map(({ name, address }) => [name, address === undefined ? '' : `<${address}>`].filter(Boolean).join(' '))
      .join(', ');
  const head = [
    ['From', people(mail.from === undefined ? [] : [mail.from])],
    ['To', people(mail.to)],
    ['Date', mail.date ?? ''],
    ['Attachments', mail.attachments.map(({ filename }) => filename ?? '').join(', ')],
  ].filter(([, value]) => value !== '');
  const body = mail.html === undefined ? readMarkdown(mail.text ?? '') : readHtml(mail.html).blocks;
  const subject: readonly Block[] = mail.subject === undefined ? [] : readMarkdown(`# ${mail.subject}`);
  const facts = readMarkdown(head.map(([name, value]) => `${name}: ${value}`).join('\n'));
  return { subject: mail.subject, blocks: [...subject, ...facts, ...body] };
}
