import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A time-stamping authority that is not ours: `openssl ts`, with a root and a certificate made for the test. */
export interface OpensslAuthority {
  /** Certificates to trust, PEM. */
  readonly certificates: string;
  readonly name: string;
  /** Answers a query (DER). */
  answer(query: Uint8Array): Buffer;
  /** What `openssl ts -verify` says about a stamped file: empty when it holds. */
  verify(responseFile: string, dataFile: string): string;
  remove(): void;
}

const configuration = (folder: string): string => `
[req]
distinguished_name = dn
[dn]
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
[authority]
basicConstraints = CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[plain]
basicConstraints = CA:false
[tsa]
serial = ${folder}/serial
signer_cert = ${folder}/tsa.pem
certs = ${folder}/root.pem
signer_key = ${folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
tsa_name = yes
`;

/** Fails when there is no openssl. `purpose: 'plain'` gives it a certificate that is none for time-stamping. */
export function createOpensslAuthority({
  purpose = 'authority',
  keyType = 'rsa:2048',
}: { readonly purpose?: 'authority' | 'plain'; readonly keyType?: 'rsa:2048' | 'ec' } = {}): OpensslAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'riad-tsa-'));
  const place = (name: string): string => join(folder, name);
  writeFileSync(place('c.cnf'), configuration(folder));
  writeFileSync(place('serial'), '01\n');
  const config = ['-config', place('c.cnf')];
  const curve = ['-pkeyopt', 'ec_paramgen_curve:P-256'];
  const newKey = (name: string, type: string): readonly string[] => [
    '-newkey',
    type,
    ...(type === 'ec' ? curve : []),
    '-nodes',
    '-keyout',
    place(`${name}.key`),
  ];
  openssl([
    'req',
    '-x509',
    ...newKey('root', 'ec'),
    '-out',
    place('root.pem'),
    '-days',
    '2',
    '-subj',
    '/CN=Test root',
    '-extensions',
    'root',
    ...config,
  ]);
  openssl([
    'req',
    ...newKey('tsa', keyType),
    '-out',
    place('tsa.csr'),
    '-subj',
    '/O=Test/CN=Test authority',
    ...config,
  ]);
  openssl([
    'x509',
    '-req',
    '-in',
    place('tsa.csr'),
    '-CA',
    place('root.pem'),
    '-CAkey',
    place('root.key'),
    '-CAcreateserial',
    '-days',
    '1',
    '-extfile',
    place('c.cnf'),
    '-extensions',
    purpose,
    '-out',
    place('tsa.pem'),
  ]);
  return {
    certificates: readFileSync(place('root.pem'), 'utf8'),
    name: 'CN=Test authority, O=Test',
    answer(query) {
      writeFileSync(place('query'), query);
      openssl(['ts', '-reply', ...config, '-section', 'tsa', '-queryfile', place('query'), '-out', place('reply')]);
      return readFileSync(place('reply'));
    },
    verify: (responseFile, dataFile) => {
      const run = spawnSync(
        'openssl',
        ['ts', '-verify', '-in', responseFile, '-data', dataFile, '-CAfile', place('root.pem')],
        { encoding: 'utf8' },
      );
      return run.status === 0 ? '' : run.stderr;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function openssl(args: readonly string[]): void {
  const run = spawnSync('openssl', args, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.error?.message ?? run.stderr);
}
