import { createBlockWriter } from '../block-writer.ts';
import type { Block } from '../document.ts';
import type { ExtractionLimits } from '../limits.ts';
import { openPackage } from './package-files.ts';
import { attribute, readXml } from './read-xml.ts';

/** One list of blocks per slide, the speaker's notes last. */
export function readPptx(bytes: Uint8Array, limits: ExtractionLimits): readonly (readonly Block[])[] {
  const files = openPackage(bytes, /^ppt\/(?:slides\/slide|notesSlides\/notesSlide)\d+\.xml$/, limits);
  return files.names(/slides\/slide\d+\.xml$/).map((name) => {
    const notes = files.read(name.replace('slides/slide', 'notesSlides/notesSlide')) ?? '';
    return [...readSlide(files.read(name) ?? ''), ...readSlide(notes)];
  });
}

function readSlide(xml: string): readonly Block[] {
  const writer = createBlockWriter();
  let isTitle = false;
  let reading = false;
  readXml(xml, {
    open(name, attributes) {
      if (name === 'sp') isTitle = false;
      else if (name === 'ph') isTitle = /title/i.test(attribute(attributes, 'type') ?? '');
      else if (name === 't') reading = true;
      else if (name === 'br') writer.text('\n');
      else if (name === 'tbl') writer.beginTable();
      else if (name === 'tr') writer.beginRow();
    },
    text(text) {
      if (reading) writer.text(text);
    },
    close(name) {
      if (name === 't') reading = false;
      else if (name === 'p') writer.end(isTitle ? 'heading' : 'paragraph', isTitle ? 1 : undefined);
      else if (name === 'tc') writer.endCell();
      else if (name === 'tbl') writer.endTable();
    },
  });
  return writer.blocks();
}
