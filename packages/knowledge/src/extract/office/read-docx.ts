import { createBlockWriter } from '../block-writer.ts';
import type { Block } from '../document.ts';
import type { ExtractionLimits } from '../limits.ts';
import { openPackage } from './package-files.ts';
import { attribute, readXml } from './read-xml.ts';

/** Headings, paragraphs, list items and tables of a Word document; footnotes after them. Text that was deleted under revision is left out. */
export function readDocx(bytes: Uint8Array, limits: ExtractionLimits): readonly Block[] {
  const files = openPackage(bytes, /^word\/(?:document|footnotes|endnotes|styles)\.xml$/, limits);
  const levels = headingLevels(files.read('word/styles.xml') ?? '');
  return ['document', 'footnotes', 'endnotes'].flatMap((part) =>
    readBody(files.read(`word/${part}.xml`) ?? '', levels),
  );
}

/** Heading level by style, since styles are named in the language of whoever wrote the document. */
function headingLevels(styles: string): ReadonlyMap<string, number> {
  const levels = new Map<string, number>();
  let style = '';
  readXml(styles, {
    open(name, attributes) {
      if (name === 'style') style = attribute(attributes, 'styleId') ?? '';
      const value = attribute(attributes, 'val') ?? '';
      if (name === 'outlineLvl' && Number(value) < 9) levels.set(style, Number(value) + 1);
      const named = name === 'name' ? /^heading (\d)$/i.exec(value) : null;
      if (named !== null) levels.set(style, Number(named[1]));
      if (name === 'name' && /^title$/i.test(value)) levels.set(style, 1);
    },
    text: () => undefined,
    close: () => undefined,
  });
  return levels;
}

function readBody(xml: string, levels: ReadonlyMap<string, number>): readonly Block[] {
  const writer = createBlockWriter();
  let level: number | undefined;
  let isItem = false;
  let reading = false;
  readXml(xml, {
    open(name, attributes) {
      if (name === 'p') [level, isItem] = [undefined, false];
      else if (name === 'pStyle') level = levels.get(attribute(attributes, 'val') ?? '');
      else if (name === 'numPr') isItem = true;
      else if (name === 't') reading = true;
      else if (name === 'tab') writer.text(' ');
      else if (name === 'br') writer.text('\n');
      else if (name === 'tbl') writer.beginTable();
      else if (name === 'tr') writer.beginRow();
    },
    text(text) {
      if (reading) writer.text(text);
    },
    close(name) {
      if (name === 't') reading = false;
      else if (name === 'p') writer.end(level === undefined ? (isItem ? 'item' : 'paragraph') : 'heading', level);
      else if (name === 'tc') writer.endCell();
      else if (name === 'tbl') writer.endTable();
    },
  });
  return writer.blocks();
}
