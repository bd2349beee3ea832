import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { settingsSchema } from '@riad/contracts';

import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

const folder = fileURLToPath(new URL('../deploy', import.meta.url));
const read = (path: string): string => readFileSync(`${folder}/${path}`, 'utf8');
const schemaOf = (name: string) => JSON.parse(read(`schema/${name}.json`)) as object;

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(schemaOf('kubernetes-1.37'), 'kubernetes');

function faults(schema: object, document: unknown): readonly ErrorObject[] {
  const validate = ajv.compile(schema);
  return validate(document) ? [] : (validate.errors ?? []);
}

const manifests = readdirSync(`${folder}/kubernetes`).flatMap((file) =>
  parseAllDocuments(read(`kubernetes/${file}`)).map((document) => {
    const manifest = document.toJS() as { kind: string; metadata: { name: string }; data?: Record<string, string> };
    return { name: `${file}: ${manifest.kind} ${manifest.metadata.name}`, manifest };
  }),
);

test.each(manifests)('Kubernetes takes $name', ({ manifest }) => {
  expect(faults({ $ref: `kubernetes#/$defs/${manifest.kind}` }, manifest)).toEqual([]);
});

test('the schema refuses what Kubernetes would refuse', () => {
  const wrong = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { portz: [] } };
  expect(faults({ $ref: 'kubernetes#/$defs/Service' }, wrong)).not.toEqual([]);
});

test('compose takes compose.yaml', () => {
  const schema = schemaOf('compose-spec');
  ajv.addSchema(schema, 'compose');
  expect(faults({ $ref: 'compose#' }, parse(read('compose/compose.yaml')))).toEqual([]);
  expect(faults({ $ref: 'compose#' }, { services: { a: { imagee: 'x' } } })).not.toEqual([]);
});

test('Riad takes every riad.yaml in it', () => {
  const inManifests = manifests
    .map(({ manifest }) => manifest.data?.['riad.yaml'])
    .filter((text) => text !== undefined);
  const all = [read('compose/riad.yaml'), ...inManifests];
  expect(all).toHaveLength(2);
  for (const text of all) expect(settingsSchema.parse(parse(text)).upstreams.length).toBeGreaterThan(0);
});

const haveSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
test.skipIf(!haveSystemd)('systemd takes every unit (skipped without systemd-analyze)', () => {
  const units = readdirSync(`${folder}/systemd`).map((file) => `${folder}/systemd/${file}`);
  const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...units], { encoding: 'utf8' });
  const complaints = stderr.split('\n').filter((line) => line !== '' && !/is not executable: No such file/.test(line));
  expect(complaints).toEqual([]);
});
