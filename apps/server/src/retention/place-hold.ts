import type { Scope } from '@riad/contracts';
import type { LegalHold } from '@riad/store';

import type { Parts } from '../compose.ts';
import type { Acting } from '../rights/acting.ts';

/** A hold as people ask for it: by names of projects and collections. */
export interface HoldRequest {
  readonly class: string;
  readonly reason: string;
  readonly project?: string | undefined;
  readonly collection?: string | undefined;
  readonly identifiers?: readonly string[] | undefined;
}

export async function placeHold(
  { store, dataControl }: Pick<Parts, 'store' | 'dataControl'>,
  acting: Acting,
  { class: name, reason, project, collection, identifiers }: HoldRequest,
): Promise<LegalHold> {
  const scope: Scope = acting.scope;
  const projectId = project === undefined ? undefined : (await store.tenancy.getProject(scope, project)).id;
  const within = projectId === undefined ? scope : { ...scope, projectId };
  const collectionId =
    collection === undefined ? undefined : (await store.documents.getCollection(within, collection)).id;
  return dataControl.retention.hold(acting, {
    class: name,
    reason,
    ...(projectId === undefined ? {} : { projectId }),
    ...(collectionId === undefined ? {} : { collectionId }),
    ...(identifiers === undefined ? {} : { identifiers }),
  });
}
