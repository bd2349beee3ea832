import { BlockList, isIP } from 'node:net';

import { PlatformError, type Egress } from '@riad/contracts';

/** Addresses of cloud metadata services: credentials live there, and nothing Riad needs does. */
const metadataAddresses = new BlockList();
for (const address of ['169.254.169.254', '169.254.170.2', '100.100.100.200']) metadataAddresses.addAddress(address);
metadataAddresses.addAddress('fd00:ec2::254', 'ipv6');
const metadataName = 'metadata.google.internal';

/** The one port to the outside: closed when the organisation works offline. */
export function createEgress({ offline }: { readonly offline: boolean }): Egress {
  return {
    assertAllowed({ purpose, url, location, address }) {
      if (isMetadata(url.hostname) || (address !== undefined && isMetadata(address))) {
        throw new PlatformError('egress.refused', `${url.hostname} is a metadata address and is never contacted`);
      }
      if (offline && location.kind === 'remote') {
        throw new PlatformError('egress.refused', `${purpose} may not connect: this server is offline`, {
          remedy: 'Set offline to false in riad.yaml, or bring the file with ./riad models import.',
        });
      }
    },
  };
}

/** Also an address of version 4 that is written as one of version 6. */
function isMetadata(host: string): boolean {
  const address = host.startsWith('[') ? host.slice(1, -1) : host;
  const version = isIP(address);
  if (version === 0) return address.toLowerCase() === metadataName;
  return metadataAddresses.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
