import { createBlockWriter } from '../block-writer.ts';
import type { Block } from '../document.ts';
import type { ExtractionLimits } from '../limits.ts';
import { openPackage } from './package-files.ts';
import { attribute, readXml } from './read-xml.ts';

/** Elements that stand for white space. */
const blanks = new Map([
  ['s', ' '],
  ['tab', ' '],
  ['line-break', '\n'],
]);

/** Blocks of an OpenDocument text. */
export function readOdt(bytes: Uint8Array, limits: ExtractionLimits): readonly Block[] {
  const files = openPackage(bytes, /^content\.xml$/, limits);
  const writer = createBlockWriter();
  let level: number | undefined;
  let listDepth = 0;
  let body = false;
  readXml(files.read('content.xml') ?? '', {
    open(name, attributes) {
      if (name === 'body') body = true;
      else if (name === 'h') level = Number(attribute(attributes, 'outline-level') ?? 1);
      else if (name === 'list') listDepth++;
      else if (name === 'table') writer.beginTable();
      else if (name === 'table-row') writer.beginRow();
      else if (blanks.has(name)) writer.text(blanks.get(name) ?? '');
    },
    text(text) {
      if (body) writer.text(text);
    },
    close(name) {
      if (name === 'h') writer.end('heading', level);
      else if (name === 'p') writer.end(listDepth > 0 ? 'item' : 'paragraph');
      else if (name === 'list') listDepth--;
      else if (name === 'table-cell') writer.endCell();
      else if (name === 'table') writer.endTable();
    },
  });
  return writer.blocks();
}
