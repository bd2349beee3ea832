import type { RevealGrantView } from '@riad/contracts';
import type { RevealGrant } from '@riad/store';

export function presentGrant(grant: RevealGrant): RevealGrantView {
  const { id, userId, role, reason, grantedBy, grantedAt, expiresAt, revokedAt } = grant;
  return {
    id,
    person: userId,
    role,
    reason,
    grantedBy,
    grantedAt: grantedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
