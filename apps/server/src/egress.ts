import { PlatformError, type Egress } from '@riad/contracts';

/** Addresses of cloud metadata services: credentials live there, and nothing Riad needs does. */
const metadataHosts = new Set([
  '169.254.169.254',
  '169.254.170.2',
  'metadata.google.internal',
  '[fd00:ec2::254]',
  '100.100.100.200',
]);

/** The one port to the outside: closed when the organisation works offline. */
export function createEgress({ offline }: { readonly offline: boolean }): Egress {
  return {
    assertAllowed({ purpose, url, location, address }) {
      const leadsToMetadata =
        address !== undefined && (metadataHosts.has(address) || metadataHosts.has(`[${address}]`));
      if (leadsToMetadata || metadataHosts.has(url.hostname.toLowerCase())) {
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
