import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';

const catalogue = /\/src\/messages\/[a-z]+\.json$/;

/** Turns each catalogue of ICU messages into ready-made pieces while building, so that no parser is sent to the browser. */
export function compileMessages(): Plugin {
  return {
    name: 'riad-messages',
    enforce: 'pre',
    transform(code, id) {
      if (!catalogue.test(id)) return undefined;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a flat catalogue, checked by the message test
      const messages = JSON.parse(code) as Record<string, string>;
      const compiled = Object.entries(messages).map(([key, text]) => [key, compileMessage(text)]);
      return { code: `export default ${JSON.stringify(Object.fromEntries(compiled))}`, moduleType: 'js', map: null };
    },
  };
}
