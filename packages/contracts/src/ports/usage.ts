import type { KeyId, ModelName, OrganisationId, ProjectId } from '../ids.ts';

/** Consumption of one request, summed per key, model and day before it is stored. */
export interface UsageEntry {
  readonly organisationId: OrganisationId;
  readonly projectId: ProjectId;
  readonly keyId: KeyId;
  readonly model: ModelName;
  /** `embedded`, or the upstream's id. */
  readonly target: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly failed: boolean;
  /** The counts are ours, not the upstream's. */
  readonly estimated: boolean;
}

/** Never blocks a request: entries are added in memory and written in batches, rows sorted by key. */
export interface UsageRecorder {
  add(entry: UsageEntry): void;
}
