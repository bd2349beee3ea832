import {
  PlatformError,
  type CheckUse,
  type Clock,
  type Consent,
  type ConsentChange,
  type DeclaredPurpose,
  type LedgerPort,
  type Logger,
  type OrganisationId,
  type ProjectId,
  type PurposeRepository,
  type Scope,
} from '@riad/contracts';
import { vaultCrypto } from '@riad/gateway';
import { normalise } from '@riad/guard';
import { appendDurably } from '@riad/ledger';
import { newConsentId } from '@riad/store';

import { decideUse } from './decide-use.ts';

/** Withdrawals on another server take effect within a second. */
const REFRESH_MS = 500;
/** Without news from the database for this long, nothing that depends on a purpose or a consent is processed. */
const STALE_MS = 5000;

export interface NewDeclaration extends DeclaredPurpose {
  readonly by: string;
}

export interface ConsentInput {
  readonly purpose: string;
  readonly projectId?: ProjectId;
  /** What identifies the person: sealed beside the record, and kept as a keyed digest. */
  readonly subject: string;
  /** How it is shown that they consented: a form, a receipt. Sealed as well. */
  readonly evidence: string;
  /** Which administration may be asked for documents on it (law 55-19, art. 24). */
  readonly source?: string;
  readonly expiresAt?: Date;
  readonly by: string;
}

/** What projects may process data for, who consented to what, and whether a request keeps to it. On record before it holds. */
export interface PurposeBook {
  readonly check: CheckUse;
  declare(scope: Scope, declaration: NewDeclaration): Promise<void>;
  declared(scope: Scope): Promise<readonly DeclaredPurpose[]>;
  undeclare(scope: Scope, what: Pick<NewDeclaration, 'projectId' | 'purpose' | 'by'>): Promise<void>;
  /** Fails with `request.invalid` when no project declares the purpose. */
  give(scope: Scope, consent: ConsentInput): Promise<Consent>;
  consents(scope: Scope, subject?: string): Promise<readonly Consent[]>;
  withdraw(scope: Scope, what: { readonly id: string; readonly reason: string; readonly by: string }): Promise<void>;
  close(): Promise<void>;
}

export interface PurposeBookOptions {
  readonly purposes: PurposeRepository;
  readonly tenantKey: (organisation: OrganisationId) => Uint8Array;
  readonly ledger: LedgerPort;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Purposes and consents in memory, about 300 bytes for each consent: a request does not wait for the database. */
export async function openPurposeBook(options: PurposeBookOptions): Promise<PurposeBook> {
  const { purposes, tenantKey, ledger, clock, logger } = options;
  const known = new Map<string, ConsentChange>();
  let declarations: ReadonlyMap<string, readonly DeclaredPurpose[]> = new Map();
  let seen = 0n;
  let freshAt = clock.monotonic();

  async function refresh(): Promise<void> {
    const now = clock.monotonic();
    declarations = Map.groupBy(await purposes.declarations(), ({ organisationId, projectId }) =>
      key(organisationId, projectId),
    );
    for (;;) {
      const changes = await purposes.changesAfter(seen);
      for (const each of changes) known.set(key(each.organisationId, each.id), each);
      const last = changes.at(-1);
      if (last === undefined) break;
      seen = last.change;
    }
    freshAt = now;
  }
  await refresh();
  let refreshing: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    refreshing = refresh()
      .catch((error: unknown) => logger.warn('purposes.not_refreshed', { error }))
      .finally(() => {
        busy = false;
      });
  }, REFRESH_MS);
  timer.unref();

  const check: CheckUse = ({ organisationId, projectId }, named) => {
    const declared = declarations.get(key(organisationId, projectId)) ?? [];
    if (declared.length === 0 && named.consent === undefined) return unbound;
    if (clock.monotonic() - freshAt > STALE_MS) throw notFresh();
    const consent = named.consent === undefined ? undefined : known.get(key(organisationId, named.consent));
    return decideUse(named, { projectId, declared, consent, now: clock.now() });
  };

  function digestOf({ organisationId }: Scope, subject: string): Uint8Array {
    const spelling = normalise(subject)
      .text.toLowerCase()
      .replaceAll(/[\s.\-_/]/g, '');
    return vaultCrypto.hmacSha256(tenantKey(organisationId), `riad consent ${spelling}`);
  }

  return {
    check,
    async declare(scope, { by, ...declaration }) {
      const { projectId, purpose, consentRequired } = declaration;
      const facts = { project: projectId, purpose, consentRequired, by };
      await appendDurably(ledger, { type: 'purpose.declared', facts });
      await purposes.declare(scope, declaration);
      await refresh();
    },
    declared: (scope) => purposes.list(scope),
    async undeclare(scope, { projectId, purpose, by }) {
      const declared = await purposes.list(scope);
      if (!declared.some((each) => each.projectId === projectId && each.purpose === purpose)) {
        throw unknown('purpose', 'the project does not declare this purpose', 'riad purposes list');
      }
      await appendDurably(ledger, { type: 'purpose.removed', facts: { project: projectId, purpose, by } });
      await purposes.remove(scope, projectId, purpose);
      await refresh();
    },
    async give(scope, { subject, evidence, source, by, ...consent }) {
      requireDeclared(await purposes.list(scope), consent);
      const id = newConsentId();
      const { purpose, projectId = null, expiresAt } = consent;
      const record = await appendDurably(ledger, {
        type: 'consent.given',
        facts: {
          consent: id,
          purpose,
          project: projectId,
          source: source ?? null,
          expires: expiresAt?.toISOString() ?? null,
          by,
        },
        sealed: { subject, evidence },
      });
      const given = await purposes.give(scope, { ...consent, id, subject: digestOf(scope, subject), record });
      await refresh();
      return given;
    },
    consents: (scope, subject) =>
      purposes.consents(scope, subject === undefined ? undefined : digestOf(scope, subject)),
    async withdraw(scope, { id, reason, by }) {
      await refresh();
      if (known.get(key(scope.organisationId, id))?.withdrawnAt !== null) {
        throw unknown('id', `there is no consent ${id} that was not withdrawn`, 'riad consents list');
      }
      await appendDurably(ledger, { type: 'consent.withdrawn', facts: { consent: id, by }, sealed: { reason } });
      await purposes.withdraw(scope, id);
      await refresh();
    },
    async close() {
      clearInterval(timer);
      await refreshing;
    },
  };
}

const unbound = { allowed: true, use: { purpose: null, consent: null } } as const;

function key(organisation: OrganisationId, id: string): string {
  return `${organisation}/${id}`;
}

function requireDeclared(
  declared: readonly DeclaredPurpose[],
  { purpose, projectId }: Pick<ConsentInput, 'purpose' | 'projectId'>,
): void {
  const fitting = declared.filter((each) => projectId === undefined || each.projectId === projectId);
  if (fitting.some((each) => each.purpose === purpose)) return;
  const names = [...new Set(fitting.map((each) => each.purpose))].join(', ') || 'none';
  throw new PlatformError('request.invalid', `no project declares the purpose ${purpose}`, {
    field: 'purpose',
    remedy: `Declared: ${names}. riad purposes declare adds one.`,
  });
}

function unknown(field: string, message: string, where: string): PlatformError {
  return new PlatformError('request.invalid', message, { field, remedy: `${where} shows them.` });
}

function notFresh(): PlatformError {
  return new PlatformError('store.unavailable', 'whether this use is allowed cannot be read from the database now', {
    retryAfterSeconds: 2,
  });
}
