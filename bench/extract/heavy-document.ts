import { randomFillSync } from 'node:crypto';

import { measureReading, type ReadingFigures } from './long-document.ts';

const BYTES = 100_000_000;
const IMAGE = { width: 1000, height: 700 };
const IMAGE_BYTES = IMAGE.width * IMAGE.height * 3;
const LINES_PER_PAGE = 20;

/** A PDF of 100 MB: on every page an image that cannot be compressed, and twenty lines of text. */
export function measureHeavyDocument(): Promise<ReadingFigures> {
  const pages = Math.ceil(BYTES / IMAGE_BYTES);
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n', 'latin1')];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  const add = (...pieces: readonly (string | Buffer)[]): void => {
    offsets.push(length);
    for (const piece of [`${offsets.length} 0 obj`, ...pieces, '\nendobj\n']) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece;
      parts.push(bytes);
      length += bytes.length;
    }
  };
  const kids = Array.from({ length: pages }, (_, page) => `${4 + page * 3} 0 R`).join(' ');
  add('<</Type/Catalog/Pages 2 0 R>>');
  add(`<</Type/Pages/Count ${pages}/Kids[${kids}]>>`);
  add('<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>');
  for (let page = 0; page < pages; page++) {
    const first = 4 + page * 3;
    const resources = `<</Font<</F 3 0 R>>/XObject<</I ${first + 2} 0 R>>>>`;
    add(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources${resources}/Contents ${first + 1} 0 R>>`);
    const drawn = `q 400 0 0 280 90 80 cm /I Do Q BT /F 11 Tf 14 TL 60 780 Td ${linesOf(page)} ET`;
    add(`<</Length ${drawn.length}>>stream\n${drawn}\nendstream`);
    const image = `<</Type/XObject/Subtype/Image/Width ${IMAGE.width}/Height ${IMAGE.height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Length ${IMAGE_BYTES}>>stream\n`;
    add(image, randomFillSync(Buffer.alloc(IMAGE_BYTES)), '\nendstream');
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = offsets.length + 1;
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${length}\n%%EOF`;
  return measureReading(Buffer.concat([...parts, Buffer.from(end, 'latin1')]));
}

function linesOf(page: number): string {
  return Array.from(
    { length: LINES_PER_PAGE },
    (_, line) => `(Page ${page + 1}, ligne ${line + 1}: la demande est instruite dans un delai de trente jours.) Tj T*`,
  ).join(' ');
}
