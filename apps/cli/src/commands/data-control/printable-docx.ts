import type { PrintableDocument } from '@riad/server';
import { strToU8, zipSync } from 'fflate';

/** The least that a word processor needs (ECMA-376): a text of headings, paragraphs and tables. */
const contentTypes = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`;
const relationships = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`;

interface Style {
  /** Half points. */
  readonly size: number;
  readonly bold?: true;
  readonly marked?: true;
}

const plain: Style = { size: 22 };
const titleStyle: Style = { size: 32, bold: true };
const headingStyle: Style = { size: 26, bold: true };
const labelStyle: Style = { size: 22, bold: true };
const blankStyle: Style = { size: 22, marked: true };

/** The same page as a DOCX file, to be completed in a word processor. */
export function writeDocx(document: PrintableDocument): Uint8Array {
  const rightToLeft = document.language === 'ar';
  const line = (text: string, style: Style): string => paragraph(text, style, rightToLeft);
  const body = [
    line(document.title, titleStyle),
    ...document.notices.map((notice) => line(notice, plain)),
    ...document.sections.flatMap(({ heading, rows }) => [
      line(heading, headingStyle),
      table(
        rows.map(({ label, values }) => [
          line(label, labelStyle),
          values.length === 0 ? line(document.blank, blankStyle) : values.map((value) => line(value, plain)).join(''),
        ]),
        rightToLeft,
      ),
    ]),
    ...(document.missing.length === 0 ? [] : [line(document.missingHeading, headingStyle)]),
    ...document.missing.map((fact) => line(`– ${fact}`, plain)),
    ...document.signature.flatMap((each) => [line('', plain), line(each, plain)]),
    `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>${rightToLeft ? '<w:bidi/>' : ''}</w:sectPr>`,
  ];
  const xml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body.join('')}</w:body></w:document>`;
  return zipSync({
    '[Content_Types].xml': strToU8(contentTypes),
    '_rels/.rels': strToU8(relationships),
    'word/document.xml': strToU8(xml),
  });
}

function paragraph(text: string, { size, bold, marked }: Style, rightToLeft: boolean): string {
  const direction = rightToLeft ? '<w:bidi/>' : '';
  const weight = bold === true ? '<w:b/><w:bCs/>' : '';
  const highlight = marked === true ? '<w:highlight w:val="yellow"/>' : '';
  const run = `<w:rPr>${weight}<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>${highlight}${rightToLeft ? '<w:rtl/>' : ''}</w:rPr>`;
  return `<w:p><w:pPr>${direction}<w:spacing w:after="80"/></w:pPr><w:r>${run}<w:t xml:space="preserve">${escape(text)}</w:t></w:r></w:p>`;
}

function table(rows: readonly (readonly string[])[], rightToLeft: boolean): string {
  const border = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
    .map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="767676"/>`)
    .join('');
  const properties = `<w:tblPr>${rightToLeft ? '<w:bidiVisual/>' : ''}<w:tblW w:w="9638" w:type="dxa"/><w:tblBorders>${border}</w:tblBorders></w:tblPr>`;
  const widths = [3374, 6264];
  const grid = `<w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>`;
  const lines = rows.map((cells) => {
    const columns = cells.map(
      (cell, place) => `<w:tc><w:tcPr><w:tcW w:w="${widths[place]}" w:type="dxa"/></w:tcPr>${cell}</w:tc>`,
    );
    return `<w:tr>${columns.join('')}</w:tr>`;
  });
  return `<w:tbl>${properties}${grid}${lines.join('')}</w:tbl>`;
}

/** XML 1.0 has no place for most control characters. */
function escape(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
