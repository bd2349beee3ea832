import { createHash, getHashes, verify, X509Certificate } from 'node:crypto';

import { DerError, parseTimestampResponse, timestampInfoType, type TimestampToken } from '@riad/ledger';

export type TimestampVerdict =
  | { readonly ok: true; readonly time: Date; readonly authority: string }
  | { readonly ok: false; readonly why: string };

export interface TimestampClaim {
  /** The answer of the authority (`TimeStampResp`, DER). */
  readonly response: Uint8Array;
  /** What it is about. */
  readonly data: Uint8Array;
  /** Whom to trust: the authority's own certificate, or those above it. */
  readonly trusted: readonly X509Certificate[];
}

const digestNames: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** The digest of a signature algorithm; `own` is the one that the signer names beside it. */
const signatureDigests: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.1': 'own',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};

const TIMESTAMPING = '1.3.6.1.5.5.7.3.8';
const MAX_CHAIN = 8;

/**
 * Judges a time-stamp token (RFC 3161) with nothing but itself, the data and the certificates that are trusted: digest,
 * signature, purpose of the certificate, and its chain at the time that it states. Whether one was revoked since is not asked.
 */
export function verifyTimestamp({ response, data, trusted }: TimestampClaim): TimestampVerdict {
  try {
    const token = parseTimestampResponse(response);
    const why = findFault(token, data);
    if (why !== undefined) return { ok: false, why };
    const certificates = token.certificates.map((certificate) => new X509Certificate(certificate));
    const signer = [...certificates, ...trusted].find((each) => isNamed(each, token));
    if (signer === undefined) return { ok: false, why: 'the certificate of its signer is missing' };
    if (!isSignature(token, signer)) return { ok: false, why: 'its signature does not hold' };
    if (signer.keyUsage?.length !== 1 || signer.keyUsage[0] !== TIMESTAMPING)
      return { ok: false, why: 'the certificate of its signer is not one for time-stamping' };
    if (!leadsToTrusted(signer, { others: certificates, trusted, at: token.time }))
      return { ok: false, why: `${nameOf(signer)} is not vouched for by a certificate that is trusted here` };
    return { ok: true, time: new Date(token.time), authority: nameOf(signer) };
  } catch (error) {
    if (error instanceof DerError) return { ok: false, why: error.message };
    // What is no certificate or no key, in the words of the library.
    return { ok: false, why: error instanceof Error ? error.message : 'it cannot be read' };
  }
}

function findFault({ imprint, info, signer }: TimestampToken, data: Uint8Array): string | undefined {
  if (!sameBytes(digestOf(imprint.algorithm, data), imprint.digest)) return 'it was given for something else';
  if (signer.contentType !== timestampInfoType) return 'it signs something else than a time';
  if (!sameBytes(digestOf(signer.digestAlgorithm, info), signer.messageDigest)) return 'what it says was changed';
  return undefined;
}

function digestOf(algorithm: string, data: Uint8Array): Buffer {
  const name = digestNames[algorithm];
  if (name === undefined || name === 'sha1') throw new DerError(`the digest ${algorithm} is not accepted`);
  return createHash(name).update(data).digest();
}

function isNamed(certificate: X509Certificate, { signer }: TimestampToken): boolean {
  const name = digestNames[signer.certificateHash.algorithm];
  if (name === undefined || !getHashes().includes(name)) return false;
  return sameBytes(createHash(name).update(certificate.raw).digest(), signer.certificateHash.digest);
}

function isSignature({ signer }: TimestampToken, certificate: X509Certificate): boolean {
  const stated = signatureDigests[signer.signatureAlgorithm];
  const name = stated === 'own' ? digestNames[signer.digestAlgorithm] : stated;
  if (name === undefined || name === 'sha1')
    throw new DerError(`the signature algorithm ${signer.signatureAlgorithm} is not accepted`);
  return verify(name, signer.attributes, certificate.publicKey, signer.signature);
}

interface Chain {
  readonly others: readonly X509Certificate[];
  readonly trusted: readonly X509Certificate[];
  /** Milliseconds since 1970: every certificate of the chain must hold then. */
  readonly at: number;
}

function leadsToTrusted(certificate: X509Certificate, { others, trusted, at }: Chain, depth = 0): boolean {
  if (at < certificate.validFromDate.getTime() || at > certificate.validToDate.getTime()) return false;
  if (trusted.some(({ raw }) => raw.equals(certificate.raw))) return true;
  if (depth === MAX_CHAIN) return false;
  return [...trusted, ...others]
    .filter(
      (issuer) =>
        issuer.ca &&
        !issuer.raw.equals(certificate.raw) &&
        certificate.checkIssued(issuer) &&
        certificate.verify(issuer.publicKey),
    )
    .some((issuer) => leadsToTrusted(issuer, { others, trusted, at }, depth + 1));
}

/** `CN=… , O=…` on one line. */
function nameOf({ subject }: X509Certificate): string {
  return subject.split('\n').toReversed().join(', ');
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.from(left).equals(right);
}
