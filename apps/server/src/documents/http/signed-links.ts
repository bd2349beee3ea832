import { createHmac, timingSafeEqual } from 'node:crypto';

import { PlatformError, type Clock, type Scope } from '@riad/contracts';

/** What a link opens without a key, until it expires. */
export interface LinkedContent {
  readonly scope: Required<Scope>;
  readonly kind: 'file' | 'document' | 'text';
  readonly id: string;
}

export interface SignedLinks {
  /** Path and query below the address of the server. */
  create(content: LinkedContent, hours: number): string;
  /** Fails with `access.denied` when it was altered or has expired. */
  open(path: string, query: URLSearchParams): LinkedContent;
}

const HOUR_MS = 3_600_000;
export const LINK_PATH = '/v1/content/';

/** Links that hold their own permission: one secret of this server signs what they open and until when. */
export function createSignedLinks({ secret, clock }: { readonly secret: Buffer; readonly clock: Clock }): SignedLinks {
  const sign = (payload: string): Buffer => createHmac('sha256', secret).update(payload).digest();
  return {
    create({ scope, kind, id }, hours) {
      const expires = Math.floor((clock.now() + hours * HOUR_MS) / 1000);
      const payload = [kind, id, scope.organisationId, scope.projectId, expires].join('/');
      const query = new URLSearchParams({ token: Buffer.from(payload).toString('base64url') });
      query.set('signature', sign(payload).toString('base64url'));
      return `${LINK_PATH}${id}?${query.toString()}`;
    },
    open(path, query) {
      const payload = Buffer.from(query.get('token') ?? '', 'base64url').toString('utf8');
      const shown = Buffer.from(query.get('signature') ?? '', 'base64url');
      const right = sign(payload);
      if (shown.length !== right.length || !timingSafeEqual(shown, right)) throw refused('this link was altered');
      const [kind, id = '', organisationId, projectId, expires] = payload.split('/');
      if (path !== `${LINK_PATH}${id}`) throw refused('this link was altered');
      if (Number(expires) * 1000 < clock.now()) throw refused('this link has expired');
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what this server signed it wrote itself
      return { kind, id, scope: { organisationId, projectId } } as LinkedContent;
    },
  };
}

function refused(reason: string): PlatformError {
  return new PlatformError('access.denied', reason, { remedy: 'Ask for a new link.' });
}
