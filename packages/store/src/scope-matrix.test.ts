import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  makeId,
  type ConversationId,
  type KeyId,
  type MessageId,
  type ProjectId,
  type Scope,
  type UserId,
} from '@riad/contracts';

import type { NewMessage } from './conversations/conversations.ts';
import type { EmbeddedDatabase } from './embedded/embedded-database.ts';
import type { Store } from './open-store.ts';
import type { PersonIn } from './sign-in/person-in.ts';
import { open, startEmbedded, temporaryFolder } from './testing/test-servers.ts';

const folder = temporaryFolder();
const stranger: Scope = { organisationId: makeId('org', 'stranger') };
const neighbour: ProjectId = makeId('prj', 'neighbour');
const question: NewMessage = { parent: null, role: 'user', content: 'hello', state: 'complete', findings: [] };
let database: EmbeddedDatabase;
let store: Store;
let vault: ConversationId;
let opposition: string;
let consent: string;
let budget: string;
let owner: {
  readonly organisationId: Scope['organisationId'];
  readonly projectId: ProjectId;
  readonly keyId: KeyId;
  readonly userId: UserId;
  readonly conversation: ConversationId;
  readonly message: MessageId;
  readonly invitation: string;
};

beforeAll(async () => {
  database = await startEmbedded(folder.path);
  store = await open(database.address);
  const { project } = await store.tenancy.ensureDefault();
  const { key } = await store.keys.create(project, { name: 'owner', projectId: project.id, limits: {} });
  const person = await store.people.ensureOwner(project);
  const self = { organisationId: project.organisationId, userId: person.id };
  const conversation = await store.conversations.create(self, { projectId: project.id, title: 'mine' });
  const message = await store.conversations.addMessage(self, conversation.id, question);
  const { invitation } = await store.people.invite(project, {
    name: 'Guest',
    email: 'guest@example.org',
    role: 'member',
  });
  owner = {
    organisationId: project.organisationId,
    projectId: project.id,
    keyId: key.id,
    userId: person.id,
    conversation: conversation.id,
    message: message.id,
    invitation: invitation.id,
  };
  await store.pool.query(
    `insert into sessions (id, user_id, token, expires_at) values ('s1', $1, 't1', now() + interval '1 day')`,
    [person.id],
  );
  await store.pool.query(
    `insert into usage_daily (organisation_id, project_id, key_id, model, target, day, requests)
     values ($1, $2, $3, 'm', 'embedded', '2026-11-25', 1)`,
    [owner.organisationId, owner.projectId, owner.keyId],
  );
  await store.signInLinks.create(project);
  const whom = { scope: project, id: person.id };
  await store.secondFactors.propose(whom, Buffer.from('sealed'));
  await store.secondFactors.confirm(whom, ['one', 'two']);
  await store.passkeys.add(whom, { ...device, id: 'device' });
  await store.externalIdentities.link(whom, { issuer: 'https://issuer.example', subject: 'owner' });
  await prepareDataControl();
  await store.pool.query(`insert into organisations (id, name) values ('org_stranger', 'S')`);
  await store.pool.query(
    `insert into projects (id, organisation_id, name) values ('prj_stranger', 'org_stranger', 'S')`,
  );
  await store.pool.query('insert into projects (id, organisation_id, name) values ($1, $2, $3)', [
    neighbour,
    owner.organisationId,
    'neighbour',
  ]);
});
afterAll(async () => {
  await store.close();
  await database.stop();
  folder.remove();
});

/** One of each thing that a method could be asked about, all the owner's. */
async function prepareDataControl(): Promise<void> {
  const scope = { organisationId: owner.organisationId, projectId: owner.projectId };
  for (const version of [1, 2, 3]) {
    const policy = { version, rules: [] };
    const state = version === 1 ? ('in-force' as const) : ('pending' as const);
    await store.policies.add(scope, { projectId: owner.projectId, state, policy, createdBy: 'one' });
  }
  const soon = new Date(Date.now() + 60_000);
  const opened = await store.vaults.open(scope, {
    lookup: Buffer.from('a'),
    wrappedKey: Buffer.from('k'),
    expiresAt: soon,
  });
  vault = opened.id;
  const opposed = { type: 'cin' as const, digest: Buffer.from('d'), reference: 'R-1' };
  opposition = (await store.oppositions.add(scope, opposed)).id;
  await store.purposes.declare(scope, purpose());
  const given = { id: 'cns_1', purpose: 'enrolment', subject: Buffer.from('s'), record: 'rec_1' };
  consent = (await store.purposes.give(scope, given)).id;
  budget = (await store.budgets.set(scope, { projectId: owner.projectId, keyId: owner.keyId, ...limits })).id;
  await store.budgets.setPrices(scope, priceList);
  await store.declaredUpstreams.save(scope, elsewhere);
}

const limits = { tokens: 1000, cost: null, alertPercent: 80 };
const priceList = { currency: 'MAD', prices: [{ model: 'm', prompt: 1, completion: 2 }] };

const elsewhere = {
  settings: {
    id: 'elsewhere',
    kind: 'vllm' as const,
    url: 'https://models.example/v1',
    country: 'FR',
    contract: 'C-1',
    models: [{ id: 'm' }],
  },
  sealedKey: Buffer.from('k'),
};

function purpose() {
  return { projectId: owner.projectId, purpose: 'enrolment', description: 'x', consentRequired: true };
}

async function nothing(): Promise<undefined> {}

const device = { name: 'Telephone', publicKey: Buffer.from('k'), counter: 0 };

const entry = {
  type: 'cin' as const,
  surrogate: '[[CIN_222]]',
  code: '222',
  variant: 1,
  entity: 'e',
  spelling: 's',
  sealed: Buffer.from('x'),
};

/** Another organisation, and another project of the same one. */
const outsiders: readonly (() => Scope)[] = [
  () => stranger,
  () => ({ ...stranger, projectId: owner.projectId }),
  () => ({ organisationId: owner.organisationId, projectId: neighbour }),
];

/** Every method that takes a scope, called with the ids of somebody else. A new method without a row here fails below. */
const calls: Readonly<Record<string, (scope: Scope) => Promise<unknown>>> = {
  'keys.create': (scope) => store.keys.create(scope, { name: 'x', projectId: owner.projectId, limits: {} }),
  'keys.list': async (scope) => (await store.keys.list(scope)).filter((key) => key.id === owner.keyId),
  'keys.revoke': (scope) => store.keys.revoke(scope, owner.keyId),
  'tenancy.projects': async (scope) =>
    (await store.tenancy.projects(scope)).filter((project) => project.id === owner.projectId),
  'policies.list': (scope) => store.policies.list(scope),
  'policies.approve': (scope) => store.policies.approve(scope, 2, 'two'),
  'policies.refuse': (scope) => store.policies.refuse(scope, 3),
  'vaults.find': (scope) => store.vaults.find(scope, vault),
  'vaults.add': (scope) => store.vaults.add(scope, vault, [entry]),
  'vaults.extend': (scope) => store.vaults.extend(scope, vault, new Date(Date.now() + 120_000)),
  'vaults.list': (scope) => store.vaults.list(scope),
  'vaults.forget': (scope) => store.vaults.forget(scope, vault),
  // Opposition holds in the whole organisation, so that its other projects are no outsiders.
  'oppositions.list': async (scope) => (scope.projectId === neighbour ? [] : store.oppositions.list(scope)),
  'oppositions.remove': async (scope) => scope.projectId !== neighbour && store.oppositions.remove(scope, opposition),
  // Purposes and consents are the organisation's, so that its other projects are no outsiders.
  'purposes.declare': (scope) =>
    scope.projectId === neighbour ? nothing() : done(store.purposes.declare(scope, purpose())),
  'purposes.list': (scope) => (scope.projectId === neighbour ? nothing() : store.purposes.list(scope)),
  'purposes.consents': (scope) => (scope.projectId === neighbour ? nothing() : store.purposes.consents(scope)),
  'purposes.withdraw': async (scope) => scope.projectId !== neighbour && store.purposes.withdraw(scope, consent),
  'purposes.remove': async (scope) =>
    scope.projectId !== neighbour && store.purposes.remove(scope, owner.projectId, 'enrolment'),
  'tenancy.getProject': (scope) => store.tenancy.getProject(scope, owner.projectId),
  'usageReport.since': (scope) => store.usageReport.since(scope, '2026-01-01'),
  'conversations.create': (scope) =>
    store.conversations.create(mine(scope), { projectId: owner.projectId, title: 'another' }),
  'conversations.list': async (scope) =>
    (await store.conversations.list(mine(scope), { limit: 10 })).filter(({ id }) => id === owner.conversation),
  'conversations.get': (scope) => store.conversations.get(mine(scope), owner.conversation),
  'conversations.change': (scope) => store.conversations.change(mine(scope), owner.conversation, { title: 'new' }),
  'conversations.messages': (scope) => store.conversations.messages(mine(scope), owner.conversation),
  'conversations.addMessage': (scope) => store.conversations.addMessage(mine(scope), owner.conversation, question),
  'conversations.changeMessage': (scope) =>
    done(
      store.conversations.changeMessage(mine(scope), owner.conversation, {
        message: owner.message,
        values: { state: 'stopped' },
      }),
    ),
  'conversations.delete': (scope) => done(store.conversations.delete(mine(scope), owner.conversation)),
};

/** The same of everything that belongs to an organisation as a whole: a project makes no difference to it. */
const organisationCalls: Readonly<Record<string, (scope: Scope) => Promise<unknown>>> = {
  'people.list': async (scope) => (await store.people.list(scope)).filter(({ id }) => id === owner.userId),
  'people.find': (scope) => store.people.find(scope, owner.userId),
  'people.findByEmail': async (scope) => {
    const { email } = (await store.people.find(owner, owner.userId)) ?? { email: '' };
    return store.people.findByEmail(scope, email);
  },
  'people.acceptByEmail': async (scope) => {
    await store.people.invite(owner, { name: 'Late', email: 'late@example.org', role: 'member' });
    const made = await store.people.acceptByEmail(scope, 'late@example.org');
    await store.pool.query(`delete from users where email = 'late@example.org'`);
    await store.pool.query(`delete from invitations where email = 'late@example.org'`);
    return made;
  },
  'budgets.set': (scope) => store.budgets.set(scope, { projectId: owner.projectId, keyId: owner.keyId, ...limits }),
  'budgets.list': (scope) => store.budgets.list(scope),
  'budgets.remove': (scope) => store.budgets.remove(scope, budget),
  'budgets.prices': (scope) => store.budgets.prices(scope),
  'declaredUpstreams.list': (scope) => store.declaredUpstreams.list(scope),
  'declaredUpstreams.enable': (scope) => store.declaredUpstreams.enable(scope, 'elsewhere', true),
  'declaredUpstreams.remove': (scope) => store.declaredUpstreams.remove(scope, 'elsewhere'),
  'people.rename': (scope) => done(store.people.rename(scope, owner.userId, { name: 'x', email: 'x@example.org' })),
  'people.changeRole': (scope) => done(store.people.changeRole(scope, owner.userId, 'owner')),
  'people.sessions': (scope) => store.people.sessions(scope, owner.userId),
  'people.endSessions': (scope) => store.people.endSessions(scope, owner.userId),
  'people.invitations': async (scope) =>
    (await store.people.invitations(scope)).filter(({ id }) => id === owner.invitation),
  'people.withdraw': (scope) => store.people.withdraw(scope, owner.invitation),
  'secondFactors.propose': async (scope) => {
    // What is confirmed is not begun again by anybody.
    const begun = await store.secondFactors.propose(the(scope), Buffer.from('other'));
    return scope === stranger ? begun : !begun;
  },
  'secondFactors.find': (scope) => store.secondFactors.find(the(scope)),
  'secondFactors.confirm': async (scope) => {
    await store.secondFactors.confirm(the(scope), ['one', 'three']);
    return scope !== stranger;
  },
  'secondFactors.spendStep': (scope) => store.secondFactors.spendStep(the(scope), 7),
  'secondFactors.countRecoveryCodes': async (scope) => (await store.secondFactors.countRecoveryCodes(the(scope))) > 0,
  'secondFactors.spendRecoveryCode': (scope) => store.secondFactors.spendRecoveryCode(the(scope), 'one'),
  'secondFactors.remove': async (scope) => {
    await store.secondFactors.remove(the(scope));
    return scope !== stranger;
  },
  'passwords.remove': async (scope) => {
    await store.passwords.remove(the(scope));
    return scope !== stranger;
  },
  'passkeys.add': (scope) => store.passkeys.add(the(scope), { ...device, id: 'another device' }),
  'passkeys.list': (scope) => store.passkeys.list(the(scope)),
  'passkeys.remove': (scope) => store.passkeys.remove(the(scope), 'device'),
  'passkeys.removeAll': async (scope) => {
    await store.passkeys.removeAll(the(scope));
    return scope !== stranger;
  },
  'externalIdentities.link': async (scope) => {
    await store.externalIdentities.link(the(scope), { issuer: 'https://issuer.example', subject: 'second' });
    return scope !== stranger;
  },
  'externalIdentities.unlinkAll': async (scope) => {
    await store.externalIdentities.unlinkAll(the(scope));
    return scope !== stranger;
  },
  'people.remove': async (scope) => {
    const other = await store.people.accept(
      (await store.people.invite(owner, { name: 'Other', email: 'other@example.org', role: 'member' })).token,
    );
    const answer = await done(store.people.remove(scope, other?.id ?? owner.userId)).catch((error: unknown) => error);
    await store.pool.query('delete from users where id = $1', [other?.id]);
    return answer;
  },
};

function the(scope: Scope): PersonIn {
  return { scope, id: owner.userId };
}

function mine(scope: Scope): Scope & { readonly userId: UserId } {
  return { ...scope, userId: owner.userId };
}

async function done(work: Promise<void>): Promise<true> {
  await work;
  return true;
}

/** Methods that establish a scope instead of taking one, or that only add to the scope given. */
const withoutForeignIds = new Set([
  'tenancy.ensureDefault',
  'tenancy.organisation',
  'tenancy.createProject',
  'signInLinks.create',
  'signInLinks.consume',
  'passwords.find',
  'passkeys.owner',
  'passkeys.used',
  'externalIdentities.find',
  'policies.add',
  'policies.inForce',
  'policies.revision',
  'vaults.open',
  'vaults.forgetExpired',
  'oppositions.add',
  'purposes.give',
  'purposes.declarations',
  'purposes.changesAfter',
  'oppositions.digests',
  'oppositions.revision',
  'people.ensureOwner',
  'budgets.setPrices',
  'declaredUpstreams.save',
  'budgets.all',
  'budgets.spentSince',
  'people.invite',
  'people.accept',
]);

test('every method of every repository is in the matrix', () => {
  const { keys, tenancy, signInLinks, policies, vaults, oppositions, purposes, people, conversations, usageReport } =
    store;
  const { budgets, declaredUpstreams } = store;
  const { secondFactors, passwords, passkeys, externalIdentities } = store;
  const repositories = {
    keys,
    secondFactors,
    passwords,
    passkeys,
    externalIdentities,
    tenancy,
    signInLinks,
    policies,
    vaults,
    oppositions,
    purposes,
    people,
    conversations,
    usageReport,
    budgets,
    declaredUpstreams,
  };
  const methods = Object.entries(repositories).flatMap(([name, repository]) =>
    Object.keys(repository).map((method) => `${name}.${method}`),
  );
  expect(methods.toSorted()).toEqual(
    [...Object.keys(calls), ...Object.keys(organisationCalls), ...withoutForeignIds].toSorted(),
  );
});

test.each(Object.keys(calls))('%s shows and changes nothing of somebody else', async (name) => {
  const before = await everything();
  for (const outsider of outsiders) {
    const answer = await calls[name]?.(outsider()).catch((error: unknown) => error);
    expect(answer).toSatisfy(isNothing);
  }
  expect(await everything()).toEqual(before);
});

test.each(Object.keys(organisationCalls))('%s shows and changes nothing of another organisation', async (name) => {
  const before = await everything();
  const answer = await organisationCalls[name]?.(stranger).catch((error: unknown) => error);
  expect(answer).toSatisfy(isNothing);
  expect(await everything()).toEqual(before);
});

test('each method does its work for the owner', async () => {
  const scope: Scope = { organisationId: owner.organisationId, projectId: owner.projectId };
  for (const [name, call] of Object.entries({ ...calls, ...organisationCalls }))
    expect([name, isNothing(await call(scope))]).toEqual([name, false]);
});

const refusals = new Set(['access.denied', 'request.invalid', 'conversation.not_found', 'person.not_found']);

/** Nothing shown: an empty list, a plain no, or a refusal that names nothing of the owner's. */
function isNothing(answer: unknown): boolean {
  if (Array.isArray(answer)) return answer.length === 0;
  if (!(answer instanceof Error)) return answer === false || answer === undefined;
  const refused = 'code' in answer && refusals.has(String(answer.code));
  return refused && !JSON.stringify(answer).includes('default');
}

async function everything(): Promise<unknown> {
  const tables = [
    'organisations',
    'projects',
    'api_keys',
    'sign_in_links',
    'usage_daily',
    'facts',
    'users',
    'sessions',
    'conversations',
    'messages',
    'invitations',
    'second_factors',
    'recovery_codes',
    'passkeys',
    'external_identities',
    'policies',
    'vaults',
    'vault_entries',
    'oppositions',
    'project_purposes',
    'consents',
  ];
  const contents = await Promise.all(
    tables.map(async (table) => {
      const { rows } = await store.pool.query<{ row: string }>(`select t::text as row from ${table} t order by 1`);
      return [table, rows.map(({ row }) => row)];
    }),
  );
  return Object.fromEntries(contents);
}
