import type { OrganisationId, ProjectId, Scope } from '@riad/contracts';

/** Who may share what models have read: a project, under one version of its policy. */
export function cacheKeyOf(
  { organisationId, projectId }: { readonly organisationId: OrganisationId; readonly projectId: ProjectId },
  policyVersion: number,
): string {
  return `${cacheKeyPrefix({ organisationId, projectId })}${policyVersion}`;
}

/** How the cache keys of everything in a scope begin. */
export function cacheKeyPrefix({ organisationId, projectId }: Scope): string {
  return projectId === undefined ? `${organisationId}/` : `${organisationId}/${projectId}/`;
}
