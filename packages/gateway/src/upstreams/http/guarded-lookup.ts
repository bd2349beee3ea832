import { lookup as resolve, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

import type { Egress, EgressRequest } from '@riad/contracts';

/**
 * Name resolution that asks the egress port about the addresses it found, before a socket is opened to one: a name that was
 * allowed cannot lead to an address that is not.
 */
export function createGuardedLookup(egress: Egress, request: EgressRequest): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const refusal = error ?? findRefusal(egress, request, addresses);
      const [first] = addresses;
      if (refusal !== undefined || first === undefined) callback(refusal ?? notFound(hostname), '');
      else if (options.all === true) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };
}

function findRefusal(egress: Egress, request: EgressRequest, addresses: readonly LookupAddress[]): Error | undefined {
  try {
    for (const { address } of addresses) egress.assertAllowed({ ...request, address });
  } catch (error) {
    return error instanceof Error ? error : new Error('egress refused', { cause: error });
  }
  return undefined;
}

function notFound(hostname: string): Error {
  return Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' });
}
