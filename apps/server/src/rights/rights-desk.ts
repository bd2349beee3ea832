import { PlatformError, type Clock, type RecordId, type RightsKind, type Scope } from '@riad/contracts';
import { appendDurably } from '@riad/ledger';
import { newRightsId, type Certificates, type DataControlStore, type Ledger, type RightsRequest } from '@riad/store';

import { actorOf, type Acting } from './acting.ts';
import { holdsOver, isTextList, searchedExcept } from './before-erasing.ts';
import { certificateOf } from './certificate-text.ts';
import type { ErasureList } from '../backup/erasure-list.ts';
import type { ErasedText, KeptText, PersonalStore, PersonalText, Subject, Unsearched } from './personal-store.ts';
import { placeOf } from './personal-stores.ts';
import { describeLogic, type ProcessingLogic } from './processing-logic.ts';
import { dueAt } from './rights-clock.ts';
import type { RecordOwners } from '../record-owners.ts';
import { createSubjectMatcher } from './subject-matcher.ts';

export interface RightsDeskOptions {
  readonly store: Pick<DataControlStore, 'rights' | 'sweep' | 'retention'>;
  readonly ledger: Ledger;
  readonly certificates: Certificates;
  /** In the order in which they are erased. */
  readonly stores: readonly PersonalStore[];
  readonly recordOwners: RecordOwners;
  /** Empties what models hold of the organisation's earlier prompts. */
  readonly forgetPrompts: (scope: Scope) => Promise<void>;
  /** Keeps it for the day on which a backup is restored. */
  readonly remember: ErasureList['add'];
  readonly clock: Clock;
}

/** What a person is given who asks for their data (law 09-08, art. 7). */
export interface AccessPackage {
  readonly request: string;
  readonly madeAt: string;
  readonly identifiers: readonly string[];
  /** Every place that was searched, with what was found there. */
  readonly places: Readonly<Record<string, number>>;
  readonly data: readonly PersonalText[];
  /** What could not be searched. */
  readonly unsearched: readonly Unsearched[];
  readonly logic: ProcessingLogic;
}

export interface Erasure {
  readonly request: string;
  /** How many texts, by place. */
  readonly erased: Readonly<Record<string, number>>;
  /** What legal holds keep: the request stays open until they are released and it is done again. */
  readonly kept: readonly KeptText[];
  /** What could not be searched. */
  readonly unsearched: readonly Unsearched[];
  /** What a search finds afterwards. */
  readonly remaining: number;
  readonly certificate: string;
}

/** Requests of persons about their data: search, access, rectification, erasure, each on record. */
export interface RightsDesk {
  receive(
    acting: Acting,
    input: { readonly kind: RightsKind; readonly identifiers: readonly string[] },
  ): Promise<RightsRequest>;
  list(scope: Scope): Promise<readonly RightsRequest[]>;
  /** Where a person is named. */
  search(acting: Acting, identifiers: readonly string[]): Promise<readonly PersonalText[]>;
  access(acting: Acting, id: string): Promise<AccessPackage>;
  erase(acting: Acting, id: string): Promise<Erasure>;
  rectify(acting: Acting, id: string, replacement: string): Promise<Erasure>;
  refuse(acting: Acting, id: string, reason: string): Promise<void>;
}

export function createRightsDesk(options: RightsDeskOptions): RightsDesk {
  const { store, ledger, certificates, stores, clock } = options;
  const now = (): Date => new Date(clock.now());

  async function receive(
    { scope, by }: Acting,
    { kind, identifiers }: { readonly kind: RightsKind; readonly identifiers: readonly string[] },
  ): Promise<RightsRequest> {
    createSubjectMatcher(identifiers);
    const id = newRightsId();
    const receivedAt = now();
    const due = dueAt(receivedAt);
    const record = await appendDurably(ledger, {
      type: 'rights.requested',
      facts: { request: id, kind, due: due.toISOString(), ...actorOf({ scope, by }) },
      sealed: { identifiers },
    });
    return store.rights.add(scope, { id, kind, receivedAt, dueAt: due, record });
  }

  async function search({ scope, by }: Acting, identifiers: readonly string[]): Promise<readonly PersonalText[]> {
    const found = await findAll(stores, scope, subjectOf(identifiers));
    await appendDurably(ledger, {
      type: 'rights.searched',
      facts: { ...actorOf({ scope, by }), found: countByPlace(found) },
    });
    return found;
  }

  async function access({ scope, by }: Acting, id: string): Promise<AccessPackage> {
    const { request, subject } = await openRequest(scope, id, ['access']);
    const unsearched = await searchedExcept(stores, scope);
    const data = (await findAll(stores, scope, subject)).filter((text) => text.id !== request.record);
    const logic = await describeLogic(ledger, await options.recordOwners.of(scope));
    const places = countByPlace(data);
    const record = await appendDurably(ledger, {
      type: 'rights.access_given',
      facts: { request: id, ...actorOf({ scope, by }), found: places },
    });
    await store.rights.close(scope, id, { state: 'done', at: now(), record, outcome: { found: places } });
    return {
      request: id,
      madeAt: now().toISOString(),
      identifiers: subject.identifiers,
      places,
      data,
      unsearched,
      logic,
    };
  }

  async function erase({ scope, by }: Acting, id: string): Promise<Erasure> {
    const { request, subject } = await openRequest(scope, id, ['erase']);
    const unsearched = await searchedExcept(stores, scope);
    const holds = await holdsOver({ store, ledger }, scope, subject);
    await appendDurably(ledger, { type: 'rights.erasing', facts: { request: id, ...actorOf({ scope, by }) } });
    options.remember({ request: id, identifiers: subject.identifiers });
    const erased: ErasedText[] = [];
    const kept: KeptText[] = [];
    for (const each of stores) {
      const outcome = await each.erase(scope, subject, {
        request: id,
        record: request.record,
        holds,
        keepsSome: kept.length > 0,
      });
      erased.push(...outcome.erased);
      kept.push(...outcome.kept);
    }
    await options.forgetPrompts(scope);
    const remaining = (await findAll(stores, scope, subject)).filter(
      isNot(kept.length === 0 ? [] : [...kept, ofRequest(request)]),
    );
    const counts = countByPlace(erased);
    const certificate = certificates.issue(
      id,
      certificateOf({ id, kind: 'erasure', at: now(), erased, kept, unsearched }),
    );
    const facts = {
      request: id,
      ...actorOf({ scope, by }),
      erased: counts,
      kept: countByPlace(kept),
      remaining: remaining.length,
    };
    const record = await appendDurably(ledger, { type: 'rights.erased', facts });
    const outcome = { erased: counts, unsearched: unsearched.length };
    if (kept.length === 0)
      await closeWhenNothingIsLeft(store.rights, { scope, id, at: now(), record, outcome, remaining });
    return { request: id, erased: counts, kept, unsearched, remaining: remaining.length, certificate };
  }

  async function rectify({ scope, by }: Acting, id: string, replacement: string): Promise<Erasure> {
    const { subject } = await openRequest(scope, id, ['rectify']);
    const unsearched = await searchedExcept(stores, scope);
    const holds = await holdsOver({ store, ledger }, scope, subject);
    const originals = (await findAll(stores, scope, subject)).filter(({ place }) => place === 'documents.original');
    options.remember({ request: id, identifiers: subject.identifiers, replacement });
    const swept = await store.sweep.replace(scope, { match: subject.match, replacement, holds });
    await options.forgetPrompts(scope);
    const changed = swept.changed.map(placeOf);
    const kept = swept.kept.map((cell) => ({ ...placeOf(cell), hold: cell.hold }));
    const counts = countByPlace(changed);
    const certificate = certificates.issue(
      id,
      certificateOf({ id, kind: 'rectification', at: now(), erased: changed, kept, unsearched, unchanged: originals }),
    );
    const record = await appendDurably(ledger, {
      type: 'rights.rectified',
      facts: { request: id, ...actorOf({ scope, by }), changed: counts, kept: countByPlace(kept) },
      sealed: { to: replacement },
    });
    if (kept.length === 0)
      await store.rights.close(scope, id, { state: 'done', at: now(), record, outcome: { changed: counts } });
    return { request: id, erased: counts, kept, unsearched, remaining: 0, certificate };
  }

  async function refuse({ scope, by }: Acting, id: string, reason: string): Promise<void> {
    await openRequest(scope, id, ['access', 'rectify', 'erase', 'oppose']);
    const record = await appendDurably(ledger, {
      type: 'rights.refused',
      facts: { request: id, ...actorOf({ scope, by }) },
      sealed: { reason },
    });
    await store.rights.close(scope, id, { state: 'refused', at: now(), record, outcome: {} });
  }

  async function openRequest(
    scope: Scope,
    id: string,
    kinds: readonly RightsKind[],
  ): Promise<{ readonly request: RightsRequest; readonly subject: Subject }> {
    const request = await store.rights.find(scope, id);
    if (request === undefined || request.state !== 'open' || !kinds.includes(request.kind))
      throw notOpen(id, request, kinds);
    const identifiers = (await ledger.unseal(request.record))?.['identifiers'];
    if (!isTextList(identifiers)) {
      throw new PlatformError('request.invalid', `who ${id} is about has been erased`, { field: 'id' });
    }
    return { request, subject: subjectOf(identifiers) };
  }

  return { receive, list: (scope) => store.rights.list(scope), search, access, erase, rectify, refuse };
}

async function closeWhenNothingIsLeft(
  rights: DataControlStore['rights'],
  closing: {
    readonly scope: Scope;
    readonly id: string;
    readonly at: Date;
    readonly record: RecordId;
    readonly outcome: Readonly<Record<string, unknown>>;
    readonly remaining: readonly PersonalText[];
  },
): Promise<void> {
  const { scope, id, at, record, outcome, remaining } = closing;
  if (remaining.length > 0) {
    const places = Object.keys(countByPlace(remaining)).join(', ');
    throw new PlatformError('server.internal', `${remaining.length} texts name the person still, in ${places}`, {
      remedy: `The request stays open: run riad rights erase ${id} again once nobody writes there.`,
    });
  }
  await rights.close(scope, id, { state: 'done', at, record, outcome });
}

function ofRequest({ record }: RightsRequest): ErasedText {
  return { place: 'ledger', id: record };
}

/** The request's own record stays readable only while something is kept. */
function isNot(known: readonly ErasedText[]): (text: ErasedText) => boolean {
  const keys = new Set(known.map(({ place, id }) => `${place} ${id}`));
  return ({ place, id }) => !keys.has(`${place} ${id}`);
}

function subjectOf(identifiers: readonly string[]): Subject {
  return { identifiers, match: createSubjectMatcher(identifiers) };
}

async function findAll(
  stores: readonly PersonalStore[],
  scope: Scope,
  subject: Subject,
): Promise<readonly PersonalText[]> {
  const found: PersonalText[] = [];
  for (const each of stores) {
    for await (const { place, id, text } of each.find(scope, subject)) found.push({ place, id, text });
  }
  return found;
}

function countByPlace(texts: readonly { readonly place: string }[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { place } of texts) counts[place] = (counts[place] ?? 0) + 1;
  return counts;
}

function notOpen(id: string, request: RightsRequest | undefined, kinds: readonly RightsKind[]): PlatformError {
  if (request === undefined) {
    return new PlatformError('request.invalid', `there is no request ${id}`, {
      field: 'id',
      remedy: 'riad rights list shows them.',
    });
  }
  const what =
    request.state === 'open'
      ? `asks for something else (${request.kind}, not ${kinds.join(' or ')})`
      : `is ${request.state}`;
  return new PlatformError('request.invalid', `${id} ${what}`, { field: 'id' });
}
