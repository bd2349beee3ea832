import { generateKeyPairSync, hash, sign, verify, type KeyObject } from 'node:crypto';

import { expect, test } from 'vitest';

import { toBase64 } from './base64.ts';
import { checkpointText, keyIdInput, signatureLine, verifierKey } from './note.ts';
import { proveInclusion } from './proof.ts';
import { createTreeHasher, type Sha256 } from './sha256.ts';
import { tilePath } from './tiles.ts';
import { createTree, type TileContent } from './tree.ts';
import { verifyInclusion, type InclusionClaim, type VerifyPorts } from './verify-inclusion.ts';

const sha256: Sha256 = { into: (target, offset, data) => target.set(hash('sha256', data, 'buffer'), offset) };
const hasher = createTreeHasher(sha256);
const name = 'riad.example/log';
const pair = generateKeyPairSync('ed25519');
const publicKey = rawKey(pair.publicKey);
const keyId = hash('sha256', keyIdInput(name, publicKey), 'buffer').subarray(0, 4);
const ports: VerifyPorts = {
  sha256,
  verifyEd25519: ({ signature, message }) => verify(null, message, pair.publicKey, signature),
};

function rawKey(key: KeyObject): Uint8Array {
  return key.export({ type: 'spki', format: 'der' }).subarray(-32);
}

async function claimFor(index: number, size: number): Promise<InclusionClaim> {
  const tiles = new Map<string, Uint8Array>();
  const keep = (tile: TileContent): void => void tiles.set(tilePath(tile), tile.hashes);
  const tree = createTree({ hasher, onFullTile: keep });
  for (let at = 0; at < size; at++) tree.append(`record ${at}`);
  for (const tile of tree.edge()) keep(tile);
  const readTile = async (tile: Parameters<typeof tilePath>[0]): Promise<Uint8Array> =>
    tiles.get(tilePath(tile)) ?? new Uint8Array();
  const text = checkpointText({ origin: name, size, root: tree.root() });
  return {
    record: `record ${index}`,
    index,
    proof: (await proveInclusion({ hasher, readTile }, index, size)).map(toBase64),
    checkpoint: `${text}\n${signatureLine(name, keyId, sign(null, Buffer.from(text), pair.privateKey))}`,
    verifierKey: verifierKey({ name, keyId, publicKey }),
  };
}

test('every record of logs of many sizes is proven, and at no other place', async () => {
  for (const size of [1, 2, 3, 4, 5, 7, 8, 9, 31, 33, 256, 257, 300]) {
    for (const index of [...new Set([0, 1, 2, Math.floor(size / 2), size - 2, size - 1])].filter(
      (at) => at >= 0 && at < size,
    )) {
      const claim = await claimFor(index, size);
      expect([size, index, verifyInclusion(claim, ports)]).toEqual([size, index, { ok: true, size, origin: name }]);
      for (const place of [index + 1, index - 1].filter((at) => at >= 0 && at < size))
        expect(verifyInclusion({ ...claim, index: place }, ports)).toMatchObject({ ok: false });
    }
  }
});

test('whatever is changed is found, and named', async () => {
  const claim = await claimFor(5, 11);
  const changed = (part: Partial<InclusionClaim>) => verifyInclusion({ ...claim, ...part }, ports);
  const other = toBase64(new Uint8Array(32));
  expect(changed({ record: 'record 5 ' })).toEqual({ ok: false, why: 'proof' });
  expect(changed({ proof: claim.proof.slice(1) })).toEqual({ ok: false, why: 'proof' });
  expect(changed({ proof: [...claim.proof, other] })).toEqual({ ok: false, why: 'proof' });
  expect(changed({ proof: claim.proof.with(0, other) })).toEqual({ ok: false, why: 'proof' });
  expect(changed({ proof: claim.proof.with(0, 'not base64!') })).toEqual({ ok: false, why: 'proof' });
  expect(changed({ index: 11 })).toEqual({ ok: false, why: 'proof' });
  expect(changed({ checkpoint: claim.checkpoint.replace('\n11\n', '\n12\n') })).toEqual({
    ok: false,
    why: 'signature',
  });
  expect(changed({ checkpoint: 'nothing' })).toEqual({ ok: false, why: 'checkpoint' });
  expect(changed({ verifierKey: 'nothing' })).toEqual({ ok: false, why: 'key' });
  expect(changed({ verifierKey: claim.verifierKey.replace('riad.', 'other.') })).toEqual({
    ok: false,
    why: 'signature',
  });
});
