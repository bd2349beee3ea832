import type { PrintableDocument } from '@riad/server';

const style = `body{font:1rem/1.5 system-ui,sans-serif;max-inline-size:52rem;margin:2rem auto;padding-inline:1rem}
table{border-collapse:collapse;inline-size:100%}
th,td{border:1px solid #767676;padding:.4rem;text-align:start;vertical-align:top}
th{inline-size:35%}
mark{background:#fff3bf;color:inherit}
.notice{border-inline-start:.25rem solid #767676;padding-inline-start:.75rem;margin-block:.5rem}
.signature{margin-block-start:2.5rem}
tr,.signature{break-inside:avoid}
@page{margin:2cm}`;

/** A page to print: no script, no outside resource. What a person must still fill in is marked, never guessed. */
export function writeHtml(document: PrintableDocument): string {
  const { language, title } = document;
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title>
<style>${style}</style></head>
<body>
<h1>${escape(title)}</h1>
${[...notices(document), ...sections(document), ...missing(document), ...signature(document)].join('\n')}
</body></html>
`;
}

function notices({ notices: lines }: PrintableDocument): readonly string[] {
  return lines.map((line) => `<p class="notice">${escape(line)}</p>`);
}

function sections({ sections: all, blank }: PrintableDocument): readonly string[] {
  return all.map(({ heading, rows }) => {
    const cells = rows.map(({ label, values }) => {
      const shown =
        values.length === 0
          ? `<mark>${escape(blank)}</mark>`
          : values.map((value) => `<bdi>${escape(value)}</bdi>`).join('<br>');
      return `<tr><th scope="row">${escape(label)}</th><td>${shown}</td></tr>`;
    });
    return `<h2><bdi>${escape(heading)}</bdi></h2>\n<table>\n${cells.join('\n')}\n</table>`;
  });
}

function missing({ missing: facts, missingHeading }: PrintableDocument): readonly string[] {
  if (facts.length === 0) return [];
  return [`<h2>${escape(missingHeading)}</h2>`, `<ul>${facts.map((fact) => `<li>${escape(fact)}</li>`).join('')}</ul>`];
}

function signature({ signature: lines }: PrintableDocument): readonly string[] {
  return lines.map((line) => `<p class="signature">${escape(line)}</p>`);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
