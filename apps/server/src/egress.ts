import { BlockList, isIP } from 'node:net';

import {
  describeLocation,
  PlatformError,
  type Egress,
  type EgressRequest,
  type UpstreamSettings,
} from '@riad/contracts';

/** Addresses of cloud metadata services: credentials live there, and nothing Riad needs does. */
const metadataAddresses = new BlockList();
for (const address of ['169.254.169.254', '169.254.170.2', '100.100.100.200']) metadataAddresses.addAddress(address);
metadataAddresses.addAddress('fd00:ec2::254', 'ipv6');
const metadataName = 'metadata.google.internal';

/** Names whose answers are remembered. */
const REMEMBERED = 256;

export interface EgressOptions {
  readonly offline: () => boolean;
  /** Servers of models that may be reached, each in the country that was declared for it. */
  readonly upstreams: () => readonly Pick<UpstreamSettings, 'id' | 'url' | 'country'>[];
  /** Told about every contact, for the report on residency. */
  readonly onContact?: (request: EgressRequest, outcome: 'opened' | 'refused') => void;
}

/**
 * The one port to the outside: closed when the organisation works offline. Requests for models reach declared servers only,
 * and only in the country that the guard let them go to: asked again here, whatever was decided before.
 */
export function createEgress({ offline, upstreams, onContact }: EgressOptions): Egress {
  const leadsToMetadata = remembering(isMetadata);
  const hostOf = remembering((address) => new URL(address).host);

  function refuse(request: EgressRequest): PlatformError | undefined {
    const { purpose, url, location, address, guardedFor } = request;
    if (leadsToMetadata(url.hostname) || (address !== undefined && isMetadata(address)))
      return new PlatformError('egress.refused', `${url.hostname} is a metadata address and is never contacted`);
    if (offline() && location.kind === 'remote') {
      return new PlatformError('egress.refused', `${purpose} may not connect: this server is offline`, {
        remedy: 'Set offline to false in riad.yaml, or bring the file with ./riad models import.',
      });
    }
    if (!purpose.startsWith('upstream:')) return undefined;
    const place = upstreams().find(({ id }) => purpose === `upstream:${id}`);
    if (place === undefined || hostOf(place.url) !== url.host || place.country !== describeLocation(location))
      return new PlatformError('egress.refused', `${purpose} is not declared at ${url.host}`);
    if (guardedFor === undefined || describeLocation(guardedFor) === place.country) return undefined;
    return new PlatformError('egress.refused', `${purpose} is not where the guard let this request go`);
  }

  return {
    assertAllowed(request) {
      const refusal = refuse(request);
      // Asked a second time with the address, the same contact is not counted twice.
      if (request.address === undefined || refusal !== undefined)
        onContact?.(request, refusal === undefined ? 'opened' : 'refused');
      if (refusal !== undefined) throw refusal;
    },
  };
}

/** Asked for every request and about few names. */
function remembering<Answer>(find: (name: string) => Answer): (name: string) => Answer {
  const known = new Map<string, Answer>();
  return (name) => {
    const answer = known.get(name) ?? find(name);
    if (known.size < REMEMBERED) known.set(name, answer);
    return answer;
  };
}

/** Also an address of version 4 that is written as one of version 6. */
function isMetadata(host: string): boolean {
  const address = host.startsWith('[') ? host.slice(1, -1) : host;
  const version = isIP(address);
  if (version === 0) return address.toLowerCase() === metadataName;
  return metadataAddresses.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
