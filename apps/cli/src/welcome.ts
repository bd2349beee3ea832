import type { Welcome } from '@riad/server';

import { locale, say } from './messages/say.ts';
import { bold, dim, note, print, printFacts, printJson } from './output.ts';

/** How to use a server that is ready: its address, how to sign in, the first key, its model, and one line to try. */
export function printWelcome(welcome: Welcome, asJson: boolean): void {
  if (asJson) {
    printJson(welcome);
    return;
  }
  print();
  print(`${bold(say('welcome.ready'))}  ${welcome.address}`);
  printFacts([...signInFacts(welcome), ...keyFacts(welcome), [say('welcome.model'), modelText(welcome)]]);
  if (welcome.model !== null) printExample(welcome, welcome.model);
  for (const warning of welcome.warnings) note(`  ! ${warning}`);
  print();
}

type Fact = readonly [name: string, value: string];

function signInFacts({ signInLink, signInFile }: Welcome): readonly Fact[] {
  const name = say('welcome.sign_in');
  if (signInLink !== null) return [[name, `${signInLink}  ${dim(say('welcome.once'))}`]];
  return signInFile === null ? [] : [[name, say('welcome.link_file', { file: signInFile })]];
}

function keyFacts({ firstKey, firstKeyFile }: Welcome): readonly Fact[] {
  const name = say('welcome.key');
  if (firstKey !== null) return [[name, `${firstKey}  ${dim(say('welcome.key_once'))}`]];
  return firstKeyFile === null ? [] : [[name, say('welcome.key_file', { file: firstKeyFile })]];
}

function modelText({ model, modelRemark }: Welcome): string {
  if (model === null) return say('welcome.no_model');
  return modelRemark === null ? model : `${model}: ${modelRemark[remarkLocales[locale]]}`;
}

/** The catalogue speaks three languages; Darija is nearest to Arabic, and who reads Tifinagh mostly reads French. */
const remarkLocales = { fr: 'fr', ar: 'ar', ary: 'ar', zgh: 'fr', en: 'en' } as const;

function printExample({ address, firstKey }: Welcome, model: string): void {
  const key = firstKey ?? '$RIAD_API_KEY';
  const body = { model, messages: [{ role: 'user', content: 'Quelle est la capitale du Maroc ?' }] };
  print();
  print(`  ${dim(say('welcome.try'))}`);
  print(
    `  curl ${address}/v1/chat/completions -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" \\`,
  );
  print(`    -d '${JSON.stringify(body)}'`);
}
