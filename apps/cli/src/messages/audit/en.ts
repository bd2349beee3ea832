/** What `riad audit` says. */
export const auditEn = {
  'attest.about':
    'have witnesses and the time-stamping authority of riad.yaml vouch for the ledger now; needs the running server',
  'attest.exit': 'Exit status: 0 everybody vouched, 3 somebody did not.',
  'attest.nobody':
    'Nobody is asked: riad.yaml names no witness and no time-stamping authority (ledger.witnesses, ledger.timestamp).',
  'attest.authority': 'time-stamping authority',
  'attest.good': 'vouches for it',
  'attest.nothing': 'nothing yet',
  'attest.covers': '{count} records, {when}',
  'status.attested': 'attested by',
  'table.who': 'WHO',
  'table.records': 'RECORDS',
  'table.at': 'AT',
  'verify.witness': 'verifier key of a witness who must have signed too; may be repeated',
  'verify.quorum': 'how many of those witnesses are enough (default: all of them)',
  'verify.certificates': 'certificates (PEM) that time-stamps must lead to (default: those in the ledger folder)',
  'verify.witnessed': 'witnessed',
  'verify.stamped': 'time-stamped',
  'verify.existed': '{count} records existed on {when}, says {authority}',
  'verify.own_certificates':
    'the certificates that this rests on lie in the ledger folder itself; give your own with --certificates',
  'witness.about':
    'sign along for the ledgers of others, after checking that they only grew (C2SP tlog-witness); runs until it is stopped',
  'witness.name': 'name of this witness, like witness.ministry.example/1; stands in every signature',
  'witness.log': 'verifier key of a log to sign for; may be repeated',
  'witness.folder': 'folder of its key and of what it saw last; never to be lost or put back to an earlier state',
  'witness.host': 'address to listen on (default 127.0.0.1: this machine only)',
  'witness.port': 'port to listen on (default 7380)',
  'witness.remark':
    'Put a reverse proxy with TLS before it. Whoever is witnessed writes its address and key under ledger.witnesses in riad.yaml.',
  'witness.listens': 'Signs along at {address}. Its verifier key:',
} as const;
