import { derTags, writeDer, writeOid } from './der.ts';

export const SHA256_OID = '2.16.840.1.101.3.4.2.1';
/** Says the same as a request: `application/timestamp-query`. */
export const timestampQueryType = 'application/timestamp-query';
export const timestampReplyType = 'application/timestamp-reply';

/** Asks an authority (RFC 3161 §2.4.1) to put its time to a SHA-256, and to send its certificate along. */
export function encodeTimestampRequest({
  digest,
  nonce,
}: {
  readonly digest: Uint8Array;
  /** Random; its first byte below 128 and above 0, so that it stands for itself as a number. */
  readonly nonce: Uint8Array;
}): Uint8Array {
  const algorithm = writeDer(derTags.sequence, writeOid(SHA256_OID), writeDer(derTags.null));
  return writeDer(
    derTags.sequence,
    writeDer(derTags.integer, Uint8Array.of(1)),
    writeDer(derTags.sequence, algorithm, writeDer(derTags.octetString, digest)),
    writeDer(derTags.integer, nonce),
    writeDer(derTags.boolean, Uint8Array.of(0xff)),
  );
}
