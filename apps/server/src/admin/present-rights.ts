import type { accessPackageSchema, erasureSchema, RightsRequestView } from '@riad/contracts';
import type { RightsRequest } from '@riad/store';
import type { z } from 'zod';

import type { AccessPackage, Erasure } from '../rights/rights-desk.ts';

export function presentRequest(request: RightsRequest): RightsRequestView {
  const { id, kind, state, receivedAt, dueAt, closedAt, record, closingRecord, outcome } = request;
  return {
    id,
    kind,
    state,
    receivedAt: receivedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    record,
    closingRecord,
    outcome: outcome === null ? null : { ...outcome },
  };
}

export function presentPackage(made: AccessPackage): z.input<typeof accessPackageSchema> {
  const { request, madeAt, identifiers, places, data, unsearched, logic } = made;
  return {
    request,
    madeAt,
    identifiers: [...identifiers],
    places: { ...places },
    data: data.map(({ place, id, text }) => ({ place, id, text })),
    unsearched: [...unsearched],
    logic: {
      requests: logic.requests,
      models: { ...logic.models },
      locations: { ...logic.locations },
      decisions: { ...logic.decisions },
      policyVersions: [...logic.policyVersions],
      note: logic.note,
    },
  };
}

export function presentErasure(done: Erasure): z.input<typeof erasureSchema> {
  const { request, erased, kept, unsearched, remaining, certificate } = done;
  return {
    request,
    erased: { ...erased },
    kept: kept.map(({ place, id, hold }) => ({ place, id, hold })),
    unsearched: [...unsearched],
    remaining,
    certificate,
  };
}
