import {
  contentOf,
  DerError,
  derTags,
  membersOf,
  readDer,
  readDerValues,
  readGeneralizedTime,
  readOid,
  type DerValue,
} from './der.ts';

/** What an authority answered (RFC 3161 §2.4.2), read and not judged. */
export interface TimestampToken {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** What was stamped: a digest, and by which algorithm (OID). */
  readonly imprint: { readonly algorithm: string; readonly digest: Uint8Array };
  readonly nonce: Uint8Array | undefined;
  /** The text that is signed, by way of its digest among the attributes. */
  readonly info: Uint8Array;
  /** DER, in no order. */
  readonly certificates: readonly Uint8Array[];
  readonly signer: TimestampSigner;
}

export interface TimestampSigner {
  readonly digestAlgorithm: string;
  readonly signatureAlgorithm: string;
  /** As they are signed: a SET. */
  readonly attributes: Uint8Array;
  readonly contentType: string;
  readonly messageDigest: Uint8Array;
  /** Names the one certificate that the signature is of. */
  readonly certificateHash: { readonly algorithm: string; readonly digest: Uint8Array };
  readonly signature: Uint8Array;
}

const oids = {
  signedData: '1.2.840.113549.1.7.2',
  timestampInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

const FIRST = 0xa0;
const GRANTED = 1;

/** Throws `DerError` when the answer is no token: malformed, or a refusal whose number is named. */
export function parseTimestampResponse(bytes: Uint8Array): TimestampToken {
  const [status, token] = membersOf(readDer(bytes), derTags.sequence);
  const [number] = membersOf(status, derTags.sequence);
  const code = contentOf(number, derTags.integer).at(-1) ?? 0;
  if (code > GRANTED) throw new DerError(`the authority refused with status ${code}`);
  return parseToken(token);
}

function parseToken(token: DerValue | undefined): TimestampToken {
  const [type, outer] = membersOf(token, derTags.sequence);
  expectOid(type, oids.signedData);
  const [, , content, ...more] = membersOf(membersOf(outer, FIRST)[0], derTags.sequence);
  const [contentType, inner] = membersOf(content, derTags.sequence);
  expectOid(contentType, oids.timestampInfo);
  const info = contentOf(membersOf(inner, FIRST)[0], derTags.octetString);
  const certificates = more.filter(({ tag }) => tag === FIRST).flatMap((set) => readDerValues(set.content));
  const signers = membersOf(
    more.find(({ tag }) => tag === derTags.set),
    derTags.set,
  );
  if (signers.length !== 1) throw new DerError('a token has one signer');
  return {
    ...parseInfo(info),
    info,
    certificates: certificates.map(({ whole }) => whole),
    signer: parseSigner(signers[0]),
  };
}

function parseInfo(info: Uint8Array): Pick<TimestampToken, 'time' | 'imprint' | 'nonce'> {
  const [, , imprint, , time, ...more] = membersOf(readDer(info), derTags.sequence);
  const [algorithm, digest] = membersOf(imprint, derTags.sequence);
  return {
    time: readGeneralizedTime(time),
    imprint: { algorithm: algorithmOf(algorithm), digest: contentOf(digest, derTags.octetString) },
    nonce: more.find(({ tag }) => tag === derTags.integer)?.content,
  };
}

function parseSigner(signer: DerValue | undefined): TimestampSigner {
  const [, , digestAlgorithm, attributes, signatureAlgorithm, signature] = membersOf(signer, derTags.sequence);
  const signed = contentOf(attributes, FIRST);
  // They are stored under a tag of their own, and signed as the SET that they are (RFC 5652 §5.4).
  const asSet = Uint8Array.from(attributes?.whole ?? []);
  asSet[0] = derTags.set;
  const found = new Map(readDerValues(signed).map(readAttribute));
  return {
    digestAlgorithm: algorithmOf(digestAlgorithm),
    signatureAlgorithm: algorithmOf(signatureAlgorithm),
    attributes: asSet,
    contentType: readOid(found.get(oids.contentType)),
    messageDigest: contentOf(found.get(oids.messageDigest), derTags.octetString),
    certificateHash: certificateHash(found),
    signature: contentOf(signature, derTags.octetString),
  };
}

function readAttribute(attribute: DerValue): readonly [string, DerValue | undefined] {
  const [type, values] = membersOf(attribute, derTags.sequence);
  return [readOid(type), membersOf(values, derTags.set)[0]];
}

/** ESSCertIDv2 (RFC 5816) or the older ESSCertID, which always hashes with SHA-1. */
function certificateHash(found: ReadonlyMap<string, DerValue | undefined>): TimestampSigner['certificateHash'] {
  const newer = found.get(oids.signingCertificateV2);
  const [list] = membersOf(newer ?? found.get(oids.signingCertificate), derTags.sequence);
  const [first] = membersOf(list, derTags.sequence);
  const members = membersOf(first, derTags.sequence);
  const algorithm = members.find(({ tag }) => tag === derTags.sequence && newer !== undefined);
  const digest = members.find(({ tag }) => tag === derTags.octetString);
  const usual = newer === undefined ? oids.sha1 : oids.sha256;
  // The issuer may follow as a sequence too: only what stands before the digest is the algorithm.
  const named = algorithm !== undefined && members.indexOf(algorithm) === 0;
  return { algorithm: named ? algorithmOf(algorithm) : usual, digest: contentOf(digest, derTags.octetString) };
}

function algorithmOf(value: DerValue | undefined): string {
  return readOid(membersOf(value, derTags.sequence)[0]);
}

function expectOid(value: DerValue | undefined, oid: string): void {
  if (readOid(value) !== oid) throw new DerError(`expected ${oid}`);
}

/** What a token must say that it signs. */
export const timestampInfoType = oids.timestampInfo;
