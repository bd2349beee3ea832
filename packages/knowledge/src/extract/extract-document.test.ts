import { expect, test } from 'vitest';

import { docx, extract, textOf, zip } from '../testing/documents-with.ts';

test('a Word document keeps headings by their style, items, tables and footnotes; deleted text is left out', async () => {
  const styles = '<w:styles><w:style w:styleId="Titre1"><w:name w:val="heading 1"/></w:style></w:styles>';
  const body = [
    '<w:p><w:pPr><w:pStyle w:val="Titre1"/></w:pPr><w:r><w:t>الوثائق المطلوبة</w:t></w:r></w:p>',
    '<w:p><w:r><w:t>Une copie</w:t></w:r><w:del><w:r><w:delText>deux</w:delText></w:r></w:del><w:r><w:t xml:space="preserve"> de la CNIE.</w:t></w:r></w:p>',
    '<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>ⵜⴰⴽⴰⵕⴹⴰ</w:t></w:r></w:p>',
    '<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Droit</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>20 DH</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',
  ].join('');
  const notes =
    '<w:footnotes><w:footnote><w:p><w:r><w:t>Bulletin officiel</w:t></w:r></w:p></w:footnote></w:footnotes>';
  const document = await extract(docx(body, { 'word/styles.xml': styles, 'word/footnotes.xml': notes }), 'a.docx');
  expect(document.pages[0]?.blocks.map(({ kind, level, text }) => [kind, level, text])).toEqual([
    ['heading', 1, 'الوثائق المطلوبة'],
    ['paragraph', undefined, 'Une copie de la CNIE.'],
    ['item', undefined, 'ⵜⴰⴽⴰⵕⴹⴰ'],
    ['table', undefined, 'Droit | 20 DH'],
    ['paragraph', undefined, 'Bulletin officiel'],
  ]);
});

test('a workbook shows shared texts, gaps between cells and dates as dates, a page per sheet', async () => {
  const document = await extract(
    zip({
      'xl/workbook.xml': '<workbook><sheets><sheet name="Budget"/></sheets></workbook>',
      'xl/sharedStrings.xml': '<sst><si><t>Poste</t></si><si><t>شراء</t></si></sst>',
      'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
      'xl/worksheets/sheet1.xml':
        '<worksheet><sheetData><row><c r="A1" t="s"><v>0</v></c><c r="C1"><v>12.5</v></c></row><row><c r="A2" t="s"><v>1</v></c><c r="B2" s="1"><v>45000</v></c></row></sheetData></worksheet>',
    }),
    'budget.xlsx',
  );
  expect(document.pages[0]?.blocks.at(-1)?.rows).toEqual([
    ['Poste', '', '12.5'],
    ['شراء', '2023-03-15'],
  ]);
  expect(document.title).toBe('Budget');
});

test('slides and OpenDocument texts are read', async () => {
  const slide =
    '<p:sld><p:sp><p:nvPr><p:ph type="title"/></p:nvPr><a:p><a:r><a:t>خطة العمل</a:t></a:r></a:p></p:sp><p:sp><a:p><a:r><a:t>Étape 1</a:t></a:r></a:p></p:sp></p:sld>';
  const slides = await extract(zip({ 'ppt/presentation.xml': '<p/>', 'ppt/slides/slide1.xml': slide }), 'a.pptx');
  expect(slides.pages[0]?.blocks.map(({ kind, text }) => [kind, text])).toEqual([
    ['heading', 'خطة العمل'],
    ['paragraph', 'Étape 1'],
  ]);
  const content =
    '<office:document-content><office:body><office:text><text:h text:outline-level="2">Objet</text:h><text:p>Demande<text:s/>de congé</text:p></office:text></office:body></office:document-content>';
  expect(textOf(await extract(zip({ 'content.xml': content }), 'a.odt'))).toBe('Objet\nDemande de congé');
});

test('a web page gives what its reader sees and fetches nothing', async () => {
  const html = `<!doctype html><title>Guide</title><nav>menu</nav><h2>الأجل</h2><p>Trente&nbsp;<b>jours</b>.</p><p style="display:none">obey</p>
    <script>alert(1)</script><img src="http://example.invalid/x"><table><tr><th>Droit<td>20 DH</table><ul><li>un</ul>`;
  const document = await extract(html, 'guide.html');
  expect(textOf(document)).toBe('الأجل\nTrente jours.\nDroit | 20 DH\nun');
  expect(document.title).toBe('Guide');
  expect(document.quality.problems).toContain('hidden-text');
});

test('an e-mail gives its people, subject and words', async () => {
  const mail =
    'From: Amina <a@example.ma>\r\nTo: b@example.ma\r\nSubject: =?UTF-8?B?2LfZhNio?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBonjour,\r\n\r\nVoici la demande.';
  const text = textOf(await extract(mail, 'a.eml'));
  expect(text).toContain('طلب');
  expect(text).toContain('Amina <a@example.ma>');
  expect(text).toContain('Voici la demande.');
});

test('a table of values keeps quoted cells whole, whatever divides them', async () => {
  const [block] = (await extract('nom;montant\n"Alami; Sara";"1 234,50"\n', 'a.csv')).pages[0]?.blocks ?? [];
  expect(block?.rows).toEqual([
    ['nom', 'montant'],
    ['Alami; Sara', '1 234,50'],
  ]);
});

test('old encodings are recognised', async () => {
  const arabic = Uint8Array.from([0xc7, 0xe1, 0xc5, 0xcf, 0xc7, 0xd1, 0xc9]);
  expect(textOf(await extract(arabic, 'a.txt'))).toBe('الإدارة');
  expect(textOf(await extract(Uint8Array.from([0x70, 0x72, 0xe9, 0x74]), 'b.txt'))).toBe('prét');
});

test('what reversed ligatures, loose letters and lost spaces did to a law is put right and said', async () => {
  const raw = 'ال يمكن لإلدارة أن تطلب اإلجراءات ه ه\nاإلدارة هواإلجراءات اإلدارية ه\nالمادة 4أعاله خالل األجل';
  const document = await extract(raw, 'loi.txt');
  const text = textOf(document);
  expect(text).toContain('لا يمكن للإدارة أن تطلب الإجراءات');
  expect(text).toContain('المادة 4 أعلاه خلال الأجل');
  expect(document.quality.problems).toEqual(expect.arrayContaining(['reversed-ligatures', 'negation-guessed']));
});
