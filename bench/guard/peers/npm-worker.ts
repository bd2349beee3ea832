/** `npm-worker.ts FOLDER PACKAGE`: asks one npm package, as `askPeer` wants it. Standard output is ours alone. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

import { z } from 'zod';

interface Span {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}
type Finder = (text: string) => Promise<readonly Span[]>;

/** Their type words by ours; the first that fits. */
const types: readonly (readonly [RegExp, string])[] = [
  [/^EMAIL/, 'email'],
  [/CREDIT|CARD_NUMBER|DEBIT/, 'card'],
  [/PHONE/, 'phone'],
  [/IBAN/, 'iban'],
  [/^IP/, 'ip'],
  [/MAC_ADD/, 'mac'],
  [/NAME|PERSON/, 'person'],
  [/ADDRESS|STREET/, 'address'],
  [/DATE_OF_BIRTH|DOB|BIRTH/, 'birth_date'],
  [/PASSPORT/, 'passport'],
  [/DRIV/, 'driving_licence'],
  [/PLATE/, 'plate'],
  [/KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL/, 'secret'],
];

function typeOf(word: string): string {
  const upper = word.toUpperCase().replaceAll(/[^A-Z]+/g, '_');
  return types.find(([pattern]) => pattern.test(upper))?.[1] ?? upper.toLowerCase();
}

const detections = z.object({
  detections: z.array(z.object({ type: z.string(), position: z.tuple([z.number(), z.number()]) })),
});

const finders: Readonly<Record<string, (module: unknown) => Finder>> = {
  openredaction: openRedaction,
  '@openredaction/openredaction': openRedaction,
  'redact-pii': (module) => {
    const { SyncRedactor } = shape<{ SyncRedactor: new () => { redact(text: string): string } }>(module);
    const redactor = new SyncRedactor();
    return (text) => Promise.resolve(align(text, redactor.redact(text), /\b[A-Z][A-Z_]{3,}[A-Z]\b/g));
  },
  '@arcjet/redact': (module) => {
    const { redact } = shape<{ redact(text: string): Promise<[string, unknown]> }>(module);
    return async (text) => align(text, (await redact(text))[0], /<Redacted [a-z ]+ #\d+>/g);
  },
};

function openRedaction(module: unknown): Finder {
  const { OpenRedaction } = shape<{ OpenRedaction: new () => { detect(text: string): unknown } }>(module);
  const redactor = new OpenRedaction();
  return async (text) =>
    detections
      .parse(await redactor.detect(text))
      .detections.map(({ type, position: [start, end] }) => ({ type: typeOf(type), start, end }));
}

/** Where the placeholders of a redacted text stand in the original: between what they left as it was. */
function align(text: string, redacted: string, placeholder: RegExp): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  let done = 0;
  for (const match of redacted.matchAll(placeholder)) {
    const kept = redacted.slice(done, match.index);
    // The word stands in the original as well: nobody put it there.
    if (text.startsWith(kept + match[0], at)) continue;
    const start = at + kept.length;
    done = match.index + match[0].length;
    const next = redacted.slice(done).split(placeholder)[0] ?? '';
    const end = next === '' ? text.length : text.indexOf(next, start);
    if (end === -1) break;
    spans.push({ type: typeOf(match[0].replace('<Redacted ', '')), start, end });
    at = end;
  }
  return spans;
}

function shape<Shape>(module: unknown): Shape {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a peer's interface, tried on its first text
  return module as Shape;
}

async function main([folder = '', name = '']: readonly string[]): Promise<void> {
  // Some of them write notices there.
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true;
  const require = createRequire(join(folder, 'package.json'));
  const module: unknown =
    name === '@arcjet/redact' ? await import(pathToFileURL(require.resolve(name)).href) : require(name);
  const find = finders[name]?.(module);
  if (find === undefined) throw new Error(`no peer is called ${name}`);
  const texts: string[] = [];
  for await (const line of createInterface({ input: process.stdin })) texts.push(z.string().parse(JSON.parse(line)));
  await find('Bonjour.');
  const started = process.cpuUsage();
  for (const text of texts) write(`${JSON.stringify({ spans: await find(text) })}\n`);
  const { user, system } = process.cpuUsage(started);
  write(`${JSON.stringify({ seconds: (user + system) / 1e6 })}\n`);
}

await main(process.argv.slice(2));
