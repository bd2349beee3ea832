import { errorCatalogue, errorTexts } from '@riad/contracts';

/** `docs/reference/errors.md`: every code with its status, what it means and what to do. */
export function errorReference(): string {
  const rows = Object.entries(errorCatalogue).map(([code, kind]) => {
    const [message = '', remedy = ''] = errorTexts.en[code] ?? [];
    const openai = 'openai' in kind ? `\`${kind.openai}\`` : '';
    return `| \`${code}\` | ${kind.status} | ${kind.retryable ? 'yes' : 'no'} | \`${kind.type}\` | ${openai} | ${message} ${remedy} |`;
  });
  return `# Error codes

Generated from the catalogue by \`node tools/generate.ts\`; a test compares the two.

Every answer that is an error carries its code in the header \`x-riad-error\`, and \`riad … --json\` prints it as
\`{"error":{"code","message","remedy"}}\` on standard error. Programs branch on the code; the sentences may change. Where OpenAI's
API has a code of its own for the case, that one stands in \`code\` of the body, as its clients expect. "Again" tells whether the
same request may succeed later. The command line says the sentences in five languages.

| Code | Status | Again | Type | OpenAI's code | What it means, and what to do |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}
