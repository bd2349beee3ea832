import { Parser } from 'htmlparser2';

import { createBlockWriter, type BlockWriter } from '../block-writer.ts';
import type { Block } from '../document.ts';

/** Never read: not the page's own words, or not shown. */
const skipped = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'head',
  'title',
  'nav',
  'iframe',
  'object',
  'select',
  'button',
]);
const ending = new Set([
  'p',
  'div',
  'section',
  'article',
  'header',
  'footer',
  'main',
  'blockquote',
  'pre',
  'ul',
  'ol',
  'dl',
  'dt',
  'dd',
  'figure',
  'figcaption',
  'address',
  'form',
  'fieldset',
  'aside',
  'hr',
  'body',
]);
const heading = /^h([1-6])$/;
const hiddenStyle = /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])/i;
const empty = new Set([
  'br',
  'img',
  'hr',
  'input',
  'meta',
  'link',
  'source',
  'wbr',
  'col',
  'area',
  'base',
  'embed',
  'track',
  'param',
]);

export interface HtmlText {
  readonly title: string | undefined;
  readonly blocks: readonly Block[];
  /** Characters that no reader of the page sees. */
  readonly hidden: number;
}

/** The visible text of a web page, by its structure. Nothing is fetched and no script runs. */
export function readHtml(html: string): HtmlText {
  const writer = createBlockWriter();
  let title: string | undefined;
  let hidden = 0;
  /** Depth within an element that is skipped, and whether because it is not shown. */
  let skipping = 0;
  let unseen = false;
  let inTitle = false;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'title' && title === undefined) inTitle = true;
        if (skipping > 0 || skipped.has(name) || isHidden(attributes)) {
          if (skipping === 0) unseen = !skipped.has(name);
          if (!empty.has(name)) skipping++;
          return;
        }
        open(writer, name);
      },
      ontext(text) {
        if (inTitle) title = `${title ?? ''}${text}`;
        else if (skipping > 0) hidden += unseen ? text.trim().length : 0;
        else writer.text(text.replaceAll(/\s+/gu, ' '));
      },
      onclosetag(name) {
        if (name === 'title') inTitle = false;
        if (skipping > 0) {
          if (!empty.has(name)) skipping--;
          return;
        }
        close(writer, name);
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.write(html);
  parser.end();
  writer.end();
  return { title: title?.trim(), blocks: writer.blocks(), hidden };
}

function isHidden(attributes: Readonly<Record<string, string>>): boolean {
  return (
    attributes['hidden'] !== undefined ||
    attributes['aria-hidden'] === 'true' ||
    hiddenStyle.test(attributes['style'] ?? '')
  );
}

function open(writer: BlockWriter, name: string): void {
  if (name === 'br') writer.text('\n');
  else if (name === 'table') {
    writer.end();
    writer.beginTable();
  } else if (name === 'tr') writer.beginRow();
  else if (ending.has(name) || name === 'li' || heading.test(name)) writer.end();
}

function close(writer: BlockWriter, name: string): void {
  const level = heading.exec(name)?.[1];
  if (level !== undefined) writer.end('heading', Number(level));
  else if (name === 'li') writer.end('item');
  else if (name === 'td' || name === 'th') writer.endCell();
  else if (name === 'table') writer.endTable();
  else if (ending.has(name)) writer.end();
}
