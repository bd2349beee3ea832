import {
  PlatformError,
  policySchema,
  type Caller,
  type Clock,
  type LedgerPort,
  type Logger,
  type Policy,
  type PolicyRepository,
  type Scope,
  type StoredPolicy,
} from '@riad/contracts';
import { defaultPolicy, findWeakenings, policyFor, type Weakening } from '@riad/guard';

import { appendDurably } from './append-durably.ts';
import type { PolicyDraft } from './parse-policy.ts';

/** How soon a change made by another server on the same database is heard of. */
const REFRESH_MS = 1000;
const DAY_MS = 86_400_000;

export interface PolicyChangeRequest {
  readonly draft: PolicyDraft;
  /** Who asks for it. */
  readonly by: string;
}

export interface PolicyOutcome {
  readonly version: number;
  readonly state: 'in-force' | 'pending';
  readonly weakenings: readonly Weakening[];
}

/** A document that was stored and cannot be read; the one before it stays in force. */
export interface PolicyProblem {
  readonly version: number;
  readonly message: string;
}

export interface PolicyBook {
  /** The policy in force for this caller today. Never waits. */
  forCaller(caller: Caller): Policy;
  /** The document in force for a project, or for the organisation. */
  inForce(scope: Scope): Policy;
  problems(): readonly PolicyProblem[];
  list(scope: Scope): Promise<readonly StoredPolicy[]>;
  /** What the draft would make weaker than what is in force. Nothing is changed. */
  weakenings(scope: Scope, draft: PolicyDraft): readonly Weakening[];
  /**
   * Brings a document into force, or makes it wait for a second person when it weakens one that asks for two. On record
   * before it takes effect. Fails with `policy.conflict` when the policy was changed meanwhile.
   */
  change(scope: Scope, request: PolicyChangeRequest): Promise<PolicyOutcome>;
  /** The second person's word. Fails with `access.denied` when it is the first one's. */
  approve(scope: Scope, version: number, by: string): Promise<PolicyOutcome>;
  refuse(scope: Scope, version: number, by: string): Promise<void>;
  close(): Promise<void>;
}

export interface PolicyBookOptions {
  readonly policies: PolicyRepository;
  readonly ledger: LedgerPort;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface RecordedChange {
  readonly version: number;
  readonly before: Policy;
  readonly weakenings: readonly Weakening[];
  readonly by: string;
}

/** Policies in memory, as the database has them. While it is away the last ones known stay in force. */
export async function openPolicyBook({ policies, ledger, clock, logger }: PolicyBookOptions): Promise<PolicyBook> {
  let known = new Map<string, Policy>();
  let problems: readonly PolicyProblem[] = [];
  let revision = '';
  /** As they stand for one role on one day. */
  let standing = new Map<string, Policy>();
  let standingOn = 0;

  async function refresh(): Promise<void> {
    const now = await policies.revision();
    if (now === revision) return;
    const found = readInForce(await policies.inForce());
    for (const problem of found.problems) logger.error('policy.not_readable', { ...problem });
    known = found.known;
    problems = found.problems;
    standing = new Map();
    revision = now;
  }
  await refresh();
  let refreshing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    refreshing = refresh().catch((error: unknown) => logger.warn('policy.not_refreshed', { error }));
  }, REFRESH_MS);
  timer.unref();

  function inForce({ organisationId, projectId }: Scope): Policy {
    const own = projectId === undefined ? undefined : known.get(`${organisationId}/${projectId}`);
    return own ?? known.get(`${organisationId}/`) ?? defaultPolicy;
  }

  function forCaller({ organisationId, projectId, role = 'member' }: Caller): Policy {
    const day = Math.floor(clock.now() / DAY_MS);
    if (day !== standingOn) {
      standing = new Map();
      standingOn = day;
    }
    const key = `${organisationId}/${projectId}/${role}`;
    let policy = standing.get(key);
    if (policy === undefined) {
      policy = policyFor(inForce({ organisationId, projectId }), { role, today: today() });
      standing.set(key, policy);
    }
    return policy;
  }

  function today(): string {
    return new Date(clock.now()).toISOString().slice(0, 10);
  }

  function weakenings(scope: Scope, { policy }: PolicyDraft): readonly Weakening[] {
    return findWeakenings(inForce(scope), policy, today());
  }

  async function change(scope: Scope, { draft, by }: PolicyChangeRequest): Promise<PolicyOutcome> {
    await refresh();
    const before = inForce(scope);
    if (draft.basedOn !== undefined && draft.basedOn !== before.version) throw changedMeanwhile(before.version);
    const found = weakenings(scope, draft);
    const stored = await policies.list(scope);
    const version = Math.max(before.version, ...stored.map((policy) => policy.version)) + 1;
    const state = needsTwo(before, draft.policy, found) ? 'pending' : 'in-force';
    await record(state === 'pending' ? 'policy.proposed' : 'policy.changed', scope, {
      version,
      before,
      weakenings: found,
      by,
    });
    const policy = { ...draft.policy, version };
    if (!(await policies.add(scope, { projectId: scope.projectId, state, policy, createdBy: by })))
      throw changedMeanwhile(version);
    await refresh();
    return { version, state, weakenings: found };
  }

  async function approve(scope: Scope, version: number, by: string): Promise<PolicyOutcome> {
    const pending = await getPending(scope, version);
    if (pending.createdBy.toLowerCase() === by.toLowerCase()) {
      throw new PlatformError('access.denied', 'who proposed a weaker policy cannot approve it', {
        remedy: 'Ask a second person.',
      });
    }
    const { policy } = readStored(pending);
    await refresh();
    const before = inForce(scope);
    const found = findWeakenings(before, policy, today());
    await record('policy.approved', scope, { version, before, weakenings: found, by });
    if (!(await policies.approve(scope, version, by))) throw notPending(version);
    await refresh();
    return { version, state: 'in-force', weakenings: found };
  }

  async function refuse(scope: Scope, version: number, by: string): Promise<void> {
    await getPending(scope, version);
    await record('policy.refused', scope, { version, before: inForce(scope), weakenings: [], by });
    if (!(await policies.refuse(scope, version))) throw notPending(version);
  }

  async function getPending(scope: Scope, version: number): Promise<StoredPolicy> {
    const found = (await policies.list(scope)).find((policy) => policy.version === version);
    if (found?.state !== 'pending') throw notPending(version);
    return found;
  }

  async function record(type: string, { projectId }: Scope, recorded: RecordedChange): Promise<void> {
    const { version, before, weakenings: found, by } = recorded;
    await appendDurably(ledger, {
      type,
      facts: {
        policy: version,
        before: before.version,
        project: projectId ?? null,
        weaker: found.length > 0,
        weakened: [...new Set(found.map((weakening) => weakening.type))],
      },
      sealed: { by },
    });
  }

  return {
    forCaller,
    inForce,
    problems: () => problems,
    list: (scope) => policies.list(scope),
    weakenings,
    change,
    approve,
    refuse,
    async close() {
      clearInterval(timer);
      await refreshing;
    },
  };
}

/** The newest readable document of each organisation and project. One that cannot be read leaves the one before in force. */
function readInForce(stored: Awaited<ReturnType<PolicyRepository['inForce']>>) {
  const known = new Map<string, Policy>();
  const problems: PolicyProblem[] = [];
  for (const policy of stored) {
    const key = `${policy.scope.organisationId}/${policy.scope.projectId ?? ''}`;
    if (known.has(key)) continue;
    const checked = policySchema.safeParse(policy.document);
    if (checked.success) known.set(key, checked.data);
    else problems.push({ version: policy.version, message: describe(checked.error.issues[0]) });
  }
  return { known, problems };
}

function readStored({ version, document }: StoredPolicy): { readonly policy: Policy } {
  const checked = policySchema.safeParse(document);
  if (checked.success) return { policy: checked.data };
  throw new PlatformError('policy.invalid', `version ${version} cannot be read: ${describe(checked.error.issues[0])}`);
}

function describe(issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined): string {
  return issue === undefined ? 'not valid' : `${issue.path.join('.')}: ${issue.message}`;
}

/** Taking the second person's word away is itself a weakening. */
function needsTwo(before: Policy, after: Policy, found: readonly Weakening[]): boolean {
  return before.weakening === 'two-persons' && (found.length > 0 || after.weakening !== 'two-persons');
}

function changedMeanwhile(version: number): PlatformError {
  return new PlatformError('policy.conflict', `the policy was changed meanwhile: version ${version} is in force`, {
    remedy: 'Read it with ./riad policy show, put your change into it, and set it again.',
  });
}

function notPending(version: number): PlatformError {
  return new PlatformError('policy.conflict', `version ${version} does not wait for approval`, {
    remedy: './riad policy list shows the versions and their states.',
  });
}
