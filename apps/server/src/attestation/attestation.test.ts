import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { settingsSchema, type Logger } from '@riad/contracts';
import { appendDurably } from '@riad/ledger';
import { verifyLedger } from '@riad/ledger/verify';
import { openLedger, openWitness, readLedger, verifyTimestamps, type Ledger, type Witness } from '@riad/store';
import { createOpensslAuthority, startLitewitness, type OpensslAuthority } from '@riad/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createEgress } from '../egress.ts';
import { openAttestation, type Attestation } from './attestation.ts';

const logger: Logger = { info() {}, warn() {}, error() {} };
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) process.stderr.write('SKIPPED: time-stamps: openssl is not installed\n');

let root: string;
let ledger: Ledger;
let now = Date.now();
const servers: Server[] = [];
const attestations: Attestation[] = [];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'riad-attestation-'));
  ledger = await openLedger({
    folder: join(root, 'ledger'),
    keys: join(root, 'keys'),
    clock: { now: Date.now, monotonic: () => performance.now() },
    logger,
    queueLimit: 10_000,
    checkpointMs: 3_600_000,
  });
  now = Date.now();
});
afterEach(async () => {
  for (const attestation of attestations.splice(0)) attestation.close();
  for (const server of servers.splice(0)) server.close();
  await ledger.close();
  rmSync(root, { recursive: true, force: true });
});

async function grow(records: number): Promise<void> {
  for (let count = 0; count < records; count++) await appendDurably(ledger, { type: 'test', facts: { count } });
  await ledger.sign();
}

/** A server that answers every request in this way; its address. */
async function serve(
  answer: (body: Buffer) => { readonly status: number; readonly body: string | Buffer },
): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status, body } = answer(Buffer.concat(chunks));
      response.writeHead(status).end(body);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

const verifierKeyOf = (): string => readLedger(join(root, 'ledger')).description.verifierKey ?? '';

function witnessNamed(name: string): Witness {
  return openWitness({ folder: join(root, name), name, logs: [verifierKeyOf()] });
}

const serveWitness = (witness: Witness): Promise<string> => serve((body) => witness.answer(body.toString('utf8')));

function attest(settings: Readonly<Record<string, unknown>>, offline = false): Attestation {
  const made = openAttestation({
    folder: join(root, 'ledger'),
    settings: settingsSchema.parse({ ledger: settings }).ledger,
    egress: createEgress({ offline: () => offline, upstreams: () => [] }),
    clock: { now: () => now, monotonic: () => performance.now() },
    logger,
  });
  attestations.push(made);
  return made;
}

test('nobody is asked unless the settings name somebody', async () => {
  await grow(3);
  expect(await attest({}).askNow()).toEqual({ witnesses: [], timestamp: undefined });
});

test('witnesses sign the newest checkpoint, and what they signed is verified without a server', async () => {
  await grow(300);
  const [one, two] = [witnessNamed('one.example/w'), witnessNamed('two.example/w')];
  const witnesses = [
    { key: one.verifierKey, url: await serveWitness(one), country: 'MA' },
    { key: two.verifierKey, url: await serveWitness(two), country: 'local' },
  ];
  const attestation = attest({ witnesses });
  expect((await attestation.askNow()).witnesses).toMatchObject([
    { name: 'one.example/w', records: 300, problem: null },
    { name: 'two.example/w', records: 300, problem: null },
  ]);
  await grow(40);
  await attestation.askNow();
  const folder = join(root, 'ledger');
  const keys = [one.verifierKey, two.verifierKey];
  expect(verifyLedger(folder, { witnesses: keys })).toMatchObject({ ok: true, witnessedRecords: 340 });

  const stranger = witnessNamed('three.example/w').verifierKey;
  expect(verifyLedger(folder, { witnesses: [...keys, stranger], quorum: 2 })).toMatchObject({ ok: true });
  const { ok, problems } = verifyLedger(folder, { witnesses: [...keys, stranger] });
  expect(ok).toBe(false);
  expect(problems).toMatchObject([{ what: 'no checkpoint carries the signatures of 3 of 3 witnesses, at most 2' }]);
  // The hourly keeping of the same checkpoint leaves their signatures on it.
  await ledger.sign();
  expect(verifyLedger(folder, { witnesses: keys })).toMatchObject({ witnessedRecords: 340 });
});

test('after a restart it is known what was signed; a witness that saw more than was kept is asked from there', async () => {
  await grow(5);
  const witness = witnessNamed('one.example/w');
  const url = await serveWitness(witness);
  const settings = { witnesses: [{ key: witness.verifierKey, url, country: 'MA' }] };
  await attest(settings).askNow();
  expect(attest(settings).status().witnesses).toMatchObject([{ records: 5 }]);
  rmSync(join(root, 'ledger/checkpoints'), { recursive: true });
  await grow(5);
  expect((await attest(settings).askNow()).witnesses).toMatchObject([{ records: 10, problem: null }]);
});

test('a witness signs nothing for a log that it does not know, that was forked or that lost records', async () => {
  await grow(5);
  const witness = witnessNamed('one.example/w');
  const url = await serveWitness(witness);
  await attest({ witnesses: [{ key: witness.verifierKey, url, country: 'MA' }] }).askNow();

  // The same key, another history.
  const records = join(root, 'ledger/segments');
  await ledger.close();
  for (const name of ['segments', 'tile', 'checkpoints', 'checkpoint'])
    rmSync(join(root, 'ledger', name), { recursive: true });
  mkdirSync(records);
  ledger = await openLedger({
    folder: join(root, 'ledger'),
    keys: join(root, 'keys'),
    clock: { now: Date.now, monotonic: () => performance.now() },
    logger,
    queueLimit: 100,
    checkpointMs: 3_600_000,
  });
  const settings = { witnesses: [{ key: witness.verifierKey, url, country: 'MA' }] };
  await grow(2);
  expect((await attest(settings).askNow()).witnesses).toMatchObject([
    { records: 0, problem: expect.stringMatching(/has signed 5 records and this log has 2/) },
  ]);
  await grow(6);
  expect((await attest(settings).askNow()).witnesses).toMatchObject([
    { records: 0, problem: 'it says that this log is not the one it signed before' },
  ]);

  expect(witness.answer('old 0\n\nnonsense').status).toBe(400);
  const stranger = openWitness({ folder: join(root, 'stranger'), name: 'w', logs: [] });
  expect(stranger.answer(`old 0\n\n${readLedger(join(root, 'ledger')).checkpoint().note}`).status).toBe(404);
});

test('whoever is away, refuses or lies is named, the others go on, and it is asked again sooner', async () => {
  await grow(3);
  const [good, liar] = [witnessNamed('good.example/w'), witnessNamed('liar.example/w')];
  let asked = 0;
  const attestation = attest({
    witnesses: [
      { key: good.verifierKey, url: await serveWitness(good), country: 'MA' },
      { key: liar.verifierKey, url: await serveWitness(witnessNamed('other.example/w')), country: 'MA' },
      { key: witnessNamed('away.example/w').verifierKey, url: 'http://127.0.0.1:9', country: 'MA' },
      {
        key: witnessNamed('busy.example/w').verifierKey,
        url: await serve(() => ({ status: 503, body: String(asked++) })),
        country: 'MA',
      },
    ],
    witnessMinutes: 60,
  });
  await attestation.tick();
  expect(attestation.status().witnesses.map(({ records, problem }) => [records, problem])).toEqual([
    [3, null],
    [0, 'its answer carries no valid signature of the key that the settings name'],
    [0, 'it cannot be reached (ECONNREFUSED)'],
    [0, 'it answered 503'],
  ]);
  await attestation.tick();
  expect(asked).toBe(1);
  now += 5 * 60_000;
  await attestation.tick();
  expect(asked).toBe(2);
});

test('offline means that nobody elsewhere is asked', async () => {
  await grow(1);
  let asked = 0;
  const key = witnessNamed('one.example/w').verifierKey;
  const url = await serve(() => ({ status: 200, body: String(asked++) }));
  const { witnesses } = await attest({ witnesses: [{ key, url, country: 'FR' }] }, true).askNow();
  expect(witnesses).toMatchObject([{ problem: expect.stringContaining('offline') }]);
  expect(asked).toBe(0);
});

test('a key that is none is refused at the start, by its place in the settings', async () => {
  await grow(1);
  const key = witnessNamed('one.example/w').verifierKey.replace('one', 'two');
  expect(() => attest({ witnesses: [{ key, url: 'https://two.example', country: 'MA' }] })).toThrow(
    expect.objectContaining({ code: 'settings.invalid', field: 'ledger.witnesses.0.key' }),
  );
});

interface Stamped {
  readonly authority: OpensslAuthority;
  readonly attestation: Attestation;
  readonly certificates: string;
}

async function stampedBy(authority: OpensslAuthority, change = (reply: Buffer): Buffer => reply): Promise<Stamped> {
  const certificates = join(root, 'authority.pem');
  writeFileSync(certificates, authority.certificates);
  const url = await serve((query) => ({ status: 200, body: change(authority.answer(query)) }));
  return { authority, certificates, attestation: attest({ timestamp: { url, country: 'MA', certificates } }) };
}

test.skipIf(!hasOpenssl)(
  'an authority that is not ours puts its time to a checkpoint, and openssl agrees with us',
  async () => {
    for (const keyType of ['rsa:2048', 'ec'] as const) {
      const { authority, attestation, certificates } = await stampedBy(createOpensslAuthority({ keyType }));
      await grow(keyType === 'ec' ? 4 : 3);
      expect((await attestation.askNow()).timestamp).toMatchObject({ problem: null, authority: authority.name });
      const folder = join(root, 'ledger');
      const [newest] = verifyTimestamps(folder, certificates).slice(-1);
      expect(newest).toMatchObject({ records: keyType === 'ec' ? 7 : 3, authority: authority.name });
      expect(Math.abs(Date.parse(newest?.time ?? '') - Date.now())).toBeLessThan(600_000);
      const token = join(folder, newest?.file ?? '');
      expect(authority.verify(token, token.replace(/tsr$/, 'checkpoint'))).toBe('');
      authority.remove();
    }
    expect(verifyLedger(join(root, 'ledger'))).toMatchObject({ ok: true });
    // The second was another authority: what the first stamped holds all the same.
    expect(verifyTimestamps(join(root, 'ledger')).map(({ problem }) => problem)).toEqual([undefined, undefined]);
  },
);

test.skipIf(!hasOpenssl)('a token that was changed, moved or that a stranger gave does not hold', async () => {
  await grow(3);
  const { authority, attestation } = await stampedBy(createOpensslAuthority());
  await attestation.askNow();
  const folder = join(root, 'ledger');
  const place = join(folder, 'timestamps');
  const file = join(place, readdirSync(place).find((name) => name.endsWith('.tsr')) ?? '');
  const token = readFileSync(file);
  const problemWith = (bytes: Buffer): string | undefined => {
    writeFileSync(file, bytes);
    return verifyTimestamps(folder)[0]?.problem;
  };
  const unsigned: unknown[] = [];
  // One byte in every thirty-second place: whatever it hits, it is seen.
  for (let at = 12; at < token.length; at += 32) {
    const changed = Buffer.from(token);
    changed[at] = (changed[at] ?? 0) ^ 1;
    // Parts that no signature covers, such as a second copy of the root, may change: they change no verdict.
    if (problemWith(changed) === undefined) unsigned.push(verifyTimestamps(folder)[0]);
  }
  const [whole] = [problemWith(token), ...verifyTimestamps(folder)].slice(1);
  expect(unsigned.length).toBeLessThan(token.length / 32 / 2);
  for (const verdict of unsigned) expect(verdict).toEqual(whole);
  expect(problemWith(token)).toBeUndefined();
  const stamped = file.replace(/tsr$/, 'checkpoint');
  const note = readFileSync(stamped, 'utf8');
  writeFileSync(stamped, note.replace('\n3\n', '\n4\n'));
  expect(problemWith(token)).toBe('it was given for something else');
  writeFileSync(stamped, note);

  const stranger = createOpensslAuthority();
  const trusted = join(root, 'stranger.pem');
  writeFileSync(trusted, stranger.certificates);
  expect(verifyTimestamps(folder, trusted)).toMatchObject([{ problem: expect.stringContaining('not vouched for') }]);
  stranger.remove();
  authority.remove();
});

test.skipIf(!hasOpenssl)(
  'an answer to another question, or from a certificate for something else, is refused',
  async () => {
    await grow(1);
    const first: Buffer[] = [];
    const replayed = await stampedBy(createOpensslAuthority(), (reply) => first.at(0) ?? (first.push(reply), reply));
    await replayed.attestation.askNow();
    await grow(1);
    expect((await replayed.attestation.askNow()).timestamp).toMatchObject({
      records: 1,
      problem: 'its answer was refused: it was given for something else',
    });
    replayed.authority.remove();
    const broken = attest({
      timestamp: {
        url: await serve(() => ({ status: 200, body: 'no token' })),
        country: 'MA',
        certificates: replayed.certificates,
      },
    });
    expect((await broken.askNow()).timestamp).toMatchObject({ problem: expect.stringContaining('refused') });
  },
);

test.skipIf(process.env['RIAD_TEST_FULL'] !== '1')(
  'litewitness, an implementation that knows nothing of Riad, signs our checkpoints',
  async ({ skip }) => {
    const folder = join(root, 'ledger');
    await grow(300);
    const { origin } = readLedger(folder).checkpoint();
    const witness = await startLitewitness({ origin, verifierKey: verifierKeyOf() });
    if ('missing' in witness) return skip(witness.missing);
    try {
      const settings = { witnesses: [{ key: witness.verifierKey, url: witness.url, country: 'MA' }] };
      const attestation = attest(settings);
      expect((await attestation.askNow()).witnesses).toMatchObject([{ records: 300, problem: null }]);
      await grow(41);
      expect((await attestation.askNow()).witnesses).toMatchObject([{ records: 341, problem: null }]);
      expect(verifyLedger(folder, { witnesses: [witness.verifierKey] })).toMatchObject({
        ok: true,
        witnessedRecords: 341,
      });
      rmSync(join(folder, 'checkpoints'), { recursive: true });
      await grow(1);
      expect((await attest(settings).askNow()).witnesses).toMatchObject([{ records: 342, problem: null }]);
    } finally {
      witness.stop();
    }
  },
);
