#!/usr/bin/env node
/**
 * Verifies a Riad ledger without Riad: one file, no dependency but Node.js 20 or newer, nothing sent anywhere.
 *
 *   node verify.mjs LEDGER_FOLDER [--checkpoint FILE] [--key VERIFIER_KEY] [--witness VERIFIER_KEY]… [--quorum N]
 *                              [--keys FOLDER] [--json]
 *   node verify.mjs --proof FILE --key VERIFIER_KEY [--json]
 *
 * A record is one line of segments/*.jsonl. Its hash is SHA-256(0x00 ‖ line); nodes are SHA-256(0x01 ‖ left ‖ right)
 * (RFC 6962 §2.1). A checkpoint (c2sp.org/tlog-checkpoint) is a note signed with Ed25519 (c2sp.org/signed-note) that says
 * how many records there are and which root they give. Tiles (c2sp.org/tlog-tiles) hold the hashes. Pass with --key the
 * verifier key that you noted earlier, and with --checkpoint a checkpoint that you kept: what a folder says about itself
 * cannot show that the whole folder was replaced. With --witness, N of the witnesses named (all, unless --quorum says) must have
 * signed a checkpoint too (c2sp.org/tlog-cosignature). timestamps/SIZE.tsr is the time that an authority put to
 * timestamps/SIZE.checkpoint (RFC 3161): openssl ts -verify -in SIZE.tsr -data SIZE.checkpoint -CAfile CERTIFICATES.
 *
 * Exit status: 0 nothing wrong, 1 it could not be read, 2 wrong usage, 3 something is wrong.
 */
import { createDecipheriv, createHash, createHmac, createPublicKey, hash, verify } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const TILE = 256;
const MAX_PROBLEMS = 100;
const SEALED_BLOCK = 65_536;

/** Checks everything a ledger folder holds. */
export function verifyLedger(folder, options = {}) {
  const report = { ok: true, records: 0, problems: [], erased: 0 };
  let found = 0;
  const problem = (file, record, what) => {
    report.ok = false;
    if (++found <= MAX_PROBLEMS) report.problems.push({ file, record, what });
  };
  const description = JSON.parse(readFileSync(join(folder, 'log.json'), 'utf8'));
  const key = parseKey(options.key ?? description.verifierKey ?? '');
  report.origin = description.origin;
  report.verifierKey = options.key ?? description.verifierKey;
  if (options.key !== undefined && options.key !== description.verifierKey)
    problem('log.json', null, 'the log names another verifier key than the one given');

  const checkpoints = readCheckpoints(folder, options, { key, origin: description.origin, problem });
  if ((options.witnesses ?? []).length > 0) checkWitnesses(checkpoints, options, { problem, report });
  const walk = createWalk(folder, checkpoints, problem);
  readSegments(folder, walk, problem);
  walk.finish(report);
  checkSealed(folder, walk, { problem, report, keys: options.keys });
  if (found > MAX_PROBLEMS)
    report.problems.push({ file: folder, record: null, what: `and ${found - MAX_PROBLEMS} more problems` });
  return report;
}

// ── Checkpoints ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** The newest checkpoint, those kept beside it and the one from outside, with valid signatures, smallest first. */
function readCheckpoints(folder, options, { key, origin, problem }) {
  const files = [
    ...namesIn(folder, 'checkpoints', /^\d+$/),
    ...namesIn(folder, 'timestamps', /^\d+\.checkpoint$/),
    'checkpoint',
  ].map((file) => ({ file, path: join(folder, file), external: false }));
  if (options.checkpoint !== undefined)
    files.push({ file: options.checkpoint, path: options.checkpoint, external: true });
  const good = [];
  for (const { file, path, external } of files) {
    const note = existsSync(path) || external ? parseNote(readFileSync(path, 'utf8')) : null;
    const what = judgeNote(note, { key, origin });
    if (what === undefined) good.push({ file, external, ...note });
    else problem(file, null, what);
  }
  return good.sort((left, right) => left.size - right.size);
}

/** `PART/NAME` of what a part of the folder holds, in order; nothing when there is no such part. */
function namesIn(folder, part, pattern) {
  if (!existsSync(join(folder, part))) return [];
  const names = readdirSync(join(folder, part)).filter((name) => pattern.test(name));
  return names.sort().map((name) => `${part}/${name}`);
}

function judgeNote(note, { key, origin }) {
  if (note === null) return 'there is no checkpoint: nothing vouches for these records';
  if (note === undefined) return 'it is not a signed checkpoint';
  if (note.origin !== origin) return `it is of another log, ${note.origin}`;
  return isSignedBy(note, key) ? undefined : 'its signature is not of the key of this log';
}

export function parseNote(text) {
  const gap = text.lastIndexOf('\n\n');
  const [origin, size, root] = text.slice(0, Math.max(gap, 0)).split('\n');
  const lines = text
    .slice(gap + 2)
    .split('\n')
    .slice(0, -1);
  const signatures = lines.map((line) => /^— (\S+) ([A-Za-z0-9+/=]+)$/u.exec(line));
  if (gap < 0 || !/^(?:0|[1-9]\d{0,14})$/.test(size ?? '') || signatures.length === 0 || signatures.includes(null))
    return undefined;
  return {
    origin,
    size: Number(size),
    root: root ?? '',
    text: text.slice(0, gap + 1),
    signatures: signatures.map(([, name, bytes]) => ({ name, bytes: Buffer.from(bytes, 'base64') })),
  };
}

/** `NAME+ID+BASE64` as golang.org/x/mod/sumdb/note writes it; kind 1 is Ed25519, kind 4 a witness's Ed25519. */
export function parseKey(text) {
  const [, name, id, data] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const bytes = Buffer.from(data ?? '', 'base64');
  if (name === undefined || bytes.length !== 33) throw new Error(`not a verifier key: ${text || '(none)'}`);
  const computed = createHash('sha256').update(`${name}\n`).update(bytes).digest().subarray(0, 4).toString('hex');
  if (computed !== id) throw new Error(`the verifier key of ${name} contradicts its own id`);
  const x = bytes.subarray(1).toString('base64url');
  return {
    name,
    id: Buffer.from(id, 'hex'),
    publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
  };
}

function signaturesOf(note, key, length) {
  return note.signatures.filter(
    ({ name, bytes }) => name === key.name && bytes.length === length && bytes.subarray(0, 4).equals(key.id),
  );
}

function isSignedBy(note, key) {
  return signaturesOf(note, key, 68).some(({ bytes }) =>
    verify(null, Buffer.from(note.text), key.publicKey, bytes.subarray(4)),
  );
}

/** A checkpoint must carry the signatures of enough of the witnesses that were named. */
function checkWitnesses(checkpoints, { witnesses, quorum }, { problem, report }) {
  const keys = witnesses.map(parseKey);
  const needed = Number(quorum ?? keys.length);
  if (!Number.isInteger(needed) || needed < 1 || needed > keys.length)
    throw new Error(`the quorum must be a whole number from 1 to ${keys.length}`);
  const signers = (note) => keys.filter((key) => isWitnessed(note, key)).length;
  report.witnessedRecords = checkpoints.findLast((note) => signers(note) >= needed)?.size ?? 0;
  if (report.witnessedRecords > 0) return;
  const most = Math.max(0, ...checkpoints.map(signers));
  problem(
    'checkpoints',
    null,
    `no checkpoint carries the signatures of ${needed} of ${keys.length} witnesses, at most ${most}`,
  );
}

/** c2sp.org/tlog-cosignature: eight bytes of time, then a signature over both. */
function isWitnessed(note, key) {
  return signaturesOf(note, key, 76).some(({ bytes }) => {
    const message = `cosignature/v1\ntime ${bytes.readBigUInt64BE(4)}\n${note.text}`;
    return verify(null, Buffer.from(message), key.publicKey, bytes.subarray(12));
  });
}

// ── Records ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function readSegments(folder, walk, problem) {
  const files = namesIn(folder, 'segments', /^\d{12}\.jsonl$/);
  for (const [place, file] of files.entries()) {
    const first = Number(file.slice(-18, -6));
    if (first > walk.next()) {
      problem(file, walk.next(), `records ${walk.next()} to ${first - 1} are missing: no file holds them`);
      walk.broken();
    }
    // One byte in front, so that each line can be hashed in place behind the zero byte of a leaf.
    const content = readFileSync(join(folder, file));
    const bytes = Buffer.allocUnsafe(content.length + 1);
    content.copy(bytes, 1);
    let start = 1;
    for (let end = bytes.indexOf(10, start); end >= 0; end = bytes.indexOf(10, start)) {
      bytes[start - 1] = 0;
      walk.line(file, bytes.subarray(start - 1, end));
      start = end + 1;
    }
    if (start < bytes.length && place < files.length - 1) problem(file, walk.next(), 'its last record has no end');
  }
}

/** Follows the records in order: their numbers, times and hashes, the tiles, and the root at every checkpoint. */
function createWalk(folder, checkpoints, problem) {
  const tree = createTree();
  const signedSize = checkpoints.at(-1)?.size ?? 0;
  const suspects = [];
  const committed = new Map();
  const erased = new Set();
  let waiting = checkpoints;
  let next = 0;
  let lastTime = 0;
  let whole = true;
  let lastFile = 'segments';
  let tile = { index: -1, hashes: undefined };

  function line(file, leaf) {
    lastFile = file;
    const record = parseRecord(leaf);
    if (record === undefined) {
      problem(file, next, 'the record was changed: it cannot be read');
      whole = false;
      next++;
      return;
    }
    followNumber(file, record.i);
    if (record.t < lastTime)
      problem(file, record.i, `the clock was set back by ${lastTime - record.t} ms before this record`);
    lastTime = record.t;
    if (typeof record.commit === 'string') committed.set(record.i, record.commit);
    if (record.type === 'sealed.erased') for (const index of record.facts.records ?? []) erased.add(Number(index));
    const digest = hash('sha256', leaf, 'binary');
    if (record.i < signedSize && differsFromTile(record.i, digest)) suspects.push({ file, index: record.i });
    if (!whole) return;
    meetCheckpoints();
    tree.push(digest);
  }

  function followNumber(file, number) {
    if (number > next)
      problem(
        file,
        next,
        number === next + 1 ? `record ${next} is missing` : `records ${next} to ${number - 1} are missing`,
      );
    else if (number < next) problem(file, number, `record ${number} stands out of order, after record ${next - 1}`);
    if (number !== next) whole = false;
    next = number + 1;
  }

  function differsFromTile(index, digest) {
    const wanted = Math.floor(index / TILE);
    if (tile.index !== wanted)
      tile = { index: wanted, hashes: readTile(folder, { level: 0, index: wanted, size: signedSize }) };
    const at = (index % TILE) * 32;
    return (
      tile.hashes !== undefined &&
      tile.hashes.length >= at + 32 &&
      tile.hashes.toString('binary', at, at + 32) !== digest
    );
  }

  /** Compares the root so far with every checkpoint of this size. */
  function meetCheckpoints() {
    while (waiting.length > 0 && waiting[0].size === tree.size()) {
      const [{ file, size, root, external }] = waiting;
      waiting = waiting.slice(1);
      if (root === toBase64(tree.root())) continue;
      const blamed = suspects.filter(({ index }) => index < size);
      for (const each of blamed)
        problem(each.file, each.index, 'the record was changed: its hash is not the one in the tree');
      suspects.splice(0);
      if (blamed.length === 0)
        problem(
          file,
          null,
          external
            ? `the history was forked or rewritten: its first ${size} records are not those that this checkpoint signs`
            : `the first ${size} records give another root than the one signed: the history was rewritten`,
        );
      // Larger checkpoints would only say the same again.
      waiting = waiting.filter((each) => each.external && !external);
      whole = false;
    }
  }

  function finish(report) {
    if (whole) meetCheckpoints();
    report.records = next;
    report.signedRecords = Math.min(signedSize, next);
    report.root = whole ? toBase64(tree.root()) : '';
    report.time = lastTime === 0 ? null : new Date(lastTime).toISOString();
    if (signedSize > next)
      problem(
        lastFile,
        next,
        `records ${next} to ${signedSize - 1} are missing: a checkpoint signs ${signedSize} records`,
      );
    if (!whole)
      for (const { file, index } of suspects)
        problem(file, index, 'the record was changed: its hash is not the one in the tree');
    if (whole && signedSize <= next) checkTiles(folder, { size: signedSize, tree, problem });
  }

  return { line, finish, committed, erased, next: () => next, broken: () => (whole = false) };
}

function parseRecord(leaf) {
  try {
    const record = JSON.parse(leaf.toString('utf8', 1));
    const good = record.v === 1 && Number.isSafeInteger(record.i) && record.i >= 0 && Number.isSafeInteger(record.t);
    return good && typeof record.type === 'string' && typeof record.facts === 'object' ? record : undefined;
  } catch {
    return undefined;
  }
}

// ── The tree ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The roots of perfect subtrees from left to right, and the hashes of every eighth level as tiles have them. */
function createTree() {
  const stack = [];
  const levels = [];
  let size = 0;
  function keep(height, digest) {
    if (height % 8 === 0) (levels[height / 8] ??= []).push(digest);
  }
  return {
    levels,
    size: () => size,
    push(digest) {
      size++;
      let node = { height: 0, digest };
      keep(0, digest);
      while (stack.at(-1)?.height === node.height) {
        node = { height: node.height + 1, digest: join2(stack.pop().digest, node.digest) };
        keep(node.height, node.digest);
      }
      stack.push(node);
    },
    root: () =>
      stack.map(({ digest }) => digest).reduceRight((right, left) => (right === '' ? left : join2(left, right)), '') ||
      hash('sha256', '', 'binary'),
  };
}

const pair = Buffer.alloc(65, 1);
/** Digests are kept as one character per byte: many of them fit, and comparing is cheap. */
function join2(left, right) {
  pair.write(left, 1, 'binary');
  pair.write(right, 33, 'binary');
  return hash('sha256', pair, 'binary');
}

function toBase64(digest) {
  return Buffer.from(digest, 'binary').toString('base64');
}

function checkTiles(folder, { size, tree, problem }) {
  for (const [level, hashes] of tree.levels.entries()) {
    const count = Math.floor(size / TILE ** level);
    for (let index = 0; index * TILE < count; index++) {
      const width = Math.min(TILE, count - index * TILE);
      const stored = readTile(folder, { level, index, size });
      const computed = hashes.slice(index * TILE, index * TILE + width).join('');
      if (stored === undefined) problem(tilePath(level, index, width), null, 'the tile is missing');
      else if (stored.toString('binary', 0, width * 32) !== computed)
        problem(tilePath(level, index, width), null, 'the tile was changed: its hashes are not those of the records');
    }
  }
}

function readTile(folder, { level, index, size }) {
  const width = Math.min(TILE, Math.floor(size / TILE ** level) - index * TILE);
  for (const each of [TILE, width]) {
    const path = join(folder, tilePath(level, index, each));
    if (existsSync(path)) return readFileSync(path);
  }
  return undefined;
}

function tilePath(level, index, width) {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g);
  return `tile/${level}/${groups.map((group, place) => (place === groups.length - 1 ? group : `x${group}`)).join('/')}${width === TILE ? '' : `.p/${width}`}`;
}

// ── Sealed parts ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a record commits to is there, or an erasure is on record; with the record keys, it is also what was committed to. */
function checkSealed(folder, { committed, erased }, { problem, report, keys }) {
  const present = new Map();
  for (const file of namesIn(folder, 'sealed', /\.jsonl$/)) {
    for (const [, index, text] of readFileSync(join(folder, file), 'latin1').matchAll(
      /^\{"i":(\d+),"c":"([^"]*)"\}$/gm,
    )) {
      if (/[^-]/.test(text)) present.set(Number(index), text);
      else present.delete(Number(index));
    }
  }
  const keyFiles = new Map();
  for (const [index, commit] of committed) {
    const file = `sealed/${String(Math.floor(index / SEALED_BLOCK) * SEALED_BLOCK).padStart(12, '0')}.jsonl`;
    if (erased.has(index)) {
      report.erased++;
      if (present.has(index)) problem(file, index, 'the sealed part is still there although its erasure is on record');
    } else if (!present.has(index)) problem(file, index, 'the sealed part is missing and no erasure is on record');
    else if (keys !== undefined && !commitsTo(commit, { index, text: present.get(index), keys, keyFiles }))
      problem(file, index, 'the sealed part is not what the record commits to, or its key is missing');
  }
}

/** 64 bytes a record: half for HMAC-SHA-256, half for AES-256-GCM (constant nonce, the index authenticated). */
function commitsTo(commit, { index, text, keys, keyFiles }) {
  const name = `${String(Math.floor(index / SEALED_BLOCK) * SEALED_BLOCK).padStart(12, '0')}.keys`;
  if (!keyFiles.has(name))
    keyFiles.set(name, existsSync(join(keys, name)) ? readFileSync(join(keys, name)) : Buffer.alloc(0));
  const key = keyFiles.get(name).subarray((index % SEALED_BLOCK) * 64, ((index % SEALED_BLOCK) + 1) * 64);
  try {
    const bytes = Buffer.from(text, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key.subarray(32), Buffer.alloc(12));
    decipher.setAAD(Buffer.from(String(index)));
    decipher.setAuthTag(bytes.subarray(-16));
    const content = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
    return createHmac('sha256', key.subarray(0, 32)).update(content).digest('base64url') === commit;
  } catch {
    return false;
  }
}

// ── One record ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Checks what `riad audit prove --json` wrote: `{record, index, proof, checkpoint}`, against a key from elsewhere. */
export function verifyProof(proof, keyText) {
  const note = parseNote(proof.checkpoint);
  const problem = (what) => ({ ok: false, index: proof.index, problems: [{ file: null, record: proof.index, what }] });
  if (note === undefined || !isSignedBy(note, parseKey(keyText)))
    return problem('the checkpoint is not signed by this key');
  const leaf = hash('sha256', `\0${proof.record}`, 'binary');
  const path = proof.proof.map((each) => Buffer.from(each, 'base64').toString('binary'));
  const root = rootFromPath({ leaf, index: proof.index, size: note.size, path });
  if (root === undefined || toBase64(root) !== note.root)
    return problem('the record is not in the tree that the checkpoint signs');
  return { ok: true, index: proof.index, problems: [] };
}

/** RFC 9162 §2.1.3.2. */
function rootFromPath({ leaf, index, size, path }) {
  if (index >= size) return undefined;
  let [fn, sn, root] = [index, size - 1, leaf];
  for (const each of path) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      root = join2(each, root);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else root = join2(root, each);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 ? root : undefined;
}

// ── Command ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function main() {
  const [text, texts, flag] = [{ type: 'string' }, { type: 'string', multiple: true }, { type: 'boolean' }];
  const options = { checkpoint: text, key: text, witness: texts, quorum: text, keys: text, proof: text, json: flag };
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  if (values.proof === undefined ? positionals.length !== 1 : values.key === undefined) {
    process.stderr.write('usage: node verify.mjs LEDGER_FOLDER [options], or node verify.mjs --proof FILE --key KEY\n');
    return 2;
  }
  const one = values.proof !== undefined;
  const report = one
    ? verifyProof(JSON.parse(readFileSync(values.proof, 'utf8')), values.key)
    : verifyLedger(positionals[0], { ...values, witnesses: values.witness });
  const good = one
    ? `record ${report.index} is in the log`
    : `${report.records} records, ${report.signedRecords} signed`;
  const lines = report.problems.map(
    ({ file, record, what }) => `${file ?? 'proof'}, record ${record ?? 'any'}: ${what}`,
  );
  const shown = values.json === true ? [JSON.stringify(report)] : [...lines, report.ok ? `ok: ${good}` : 'NOT OK'];
  process.stdout.write(`${shown.join('\n')}\n`);
  return report.ok ? 0 : 3;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = main();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? 2 : 1;
  }
}
