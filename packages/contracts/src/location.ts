/** Where a request would be processed. `local` is the organisation's own machines; otherwise an ISO 3166-1 alpha-2 country. */
export type Location = { readonly kind: 'local' } | { readonly kind: 'remote'; readonly country: string };

export const localLocation: Location = { kind: 'local' };

/** `local` or the country code: the form used in headers, policies and the ledger. */
export function describeLocation(location: Location): string {
  return location.kind === 'local' ? 'local' : location.country;
}

export function isSameLocation(one: Location, other: Location): boolean {
  return describeLocation(one) === describeLocation(other);
}
