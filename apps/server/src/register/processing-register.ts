import type { Clock, Policy, Settings, UpstreamSettings, Scope } from '@riad/contracts';
import { appendDurably } from '@riad/ledger';
import type { Controller, DataControlStore, Ledger, ProcessingActivity, Project } from '@riad/store';

import type { RetentionRule } from '../retention/retention-engine.ts';
import type { Acting } from '../rights/rights-desk.ts';

/** A place outside the organisation that data may go to (R16). */
export interface Transfer {
  readonly upstream: string;
  readonly country: string;
  /** Whether the authority's list names the country as adequate; read from the country profile of the data, not legal advice. */
  readonly adequacy: 'adequate' | 'not-listed' | 'local';
  readonly contract: string | null;
  readonly models: readonly string[];
}

/** One processing as law 09-08, art. 15 asks for it, points a to i. */
export interface RegisterEntry {
  readonly project: string;
  readonly controller: Controller | null;
  readonly purpose: string | null;
  readonly legalBasis: string | null;
  readonly people: readonly string[];
  readonly categories: readonly string[];
  readonly recipients: readonly string[];
  readonly transfers: readonly Transfer[];
  readonly retention: readonly { readonly class: string; readonly days: number; readonly purpose: string }[];
  readonly rightsContact: string | null;
  readonly security: readonly string[];
  readonly interconnections: readonly string[];
  readonly authorityReference: string | null;
  /** What a person must still fill in. */
  readonly missing: readonly string[];
}

export interface ProcessingRegisterOptions {
  readonly store: Pick<DataControlStore, 'register'>;
  readonly projects: (scope: Scope) => Promise<readonly Project[]>;
  readonly retention: (scope: Scope) => Promise<readonly RetentionRule[]>;
  /** As they hold at the moment. */
  readonly settings: () => Settings;
  readonly policy: () => Policy;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** The register of processing, filled in from the running configuration; people add what only they know. */
export interface ProcessingRegister {
  entries(scope: Scope): Promise<readonly RegisterEntry[]>;
  transfers(): readonly Transfer[];
  setController(acting: Acting, controller: Controller): Promise<void>;
  setActivity(acting: Acting, activity: ProcessingActivity): Promise<void>;
}

/** CNDP deliberation 236-2015 names the states of the European Economic Area and these. To be confirmed by counsel. */
const adequateCountries = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK CH GB CA'.split(' '),
);

export function createProcessingRegister(options: ProcessingRegisterOptions): ProcessingRegister {
  const { store, ledger, settings } = options;

  async function entries(scope: Scope): Promise<readonly RegisterEntry[]> {
    const [projects, activities, controller, retention] = await Promise.all([
      options.projects(scope),
      store.register.activities(scope),
      store.register.controller(scope),
      options.retention(scope),
    ]);
    return projects.map((project) =>
      describe({
        project,
        activity: activities.find(({ projectId }) => projectId === project.id),
        controller,
        retention,
        transfers: transfersOf(settings().upstreams),
        security: securityOf(settings(), options.policy()),
      }),
    );
  }

  return {
    entries,
    transfers: () => transfersOf(settings().upstreams),
    async setController({ scope, by }, controller) {
      await appendDurably(ledger, { type: 'register.changed', facts: { what: 'controller', by } });
      await store.register.setController(scope, controller);
    },
    async setActivity({ scope, by }, activity) {
      await appendDurably(ledger, {
        type: 'register.changed',
        facts: { what: 'activity', project: activity.projectId, by },
      });
      await store.register.setActivity(scope, activity);
    },
  };
}

interface Ingredients {
  readonly project: Project;
  readonly activity: ProcessingActivity | undefined;
  readonly controller: Controller | undefined;
  readonly retention: readonly RetentionRule[];
  readonly transfers: readonly Transfer[];
  readonly security: readonly string[];
}

function describe({ project, activity, controller, retention, transfers, security }: Ingredients): RegisterEntry {
  const known = activity ?? unknownActivity;
  return {
    project: project.name,
    controller: controller ?? null,
    purpose: known.purpose,
    legalBasis: known.legalBasis,
    people: known.people,
    categories: known.categories,
    recipients: [...known.recipients, ...transfers.map(({ upstream }) => upstream)],
    transfers: transfers.filter(({ country }) => country !== 'local'),
    retention: retention.map(({ class: name, days, purpose }) => ({ class: name, days, purpose })),
    rightsContact: controller?.contact ?? null,
    security,
    interconnections: transfers.filter(({ country }) => country === 'local').map(({ upstream }) => upstream),
    authorityReference: known.authorityReference,
    missing: [
      ...(controller === undefined ? ['controller'] : []),
      ...(activity === undefined ? ['purpose', 'legalBasis', 'people', 'categories', 'recipients'] : []),
      ...(known.authorityReference === null ? ['authorityReference'] : []),
    ],
  };
}

const unknownActivity = {
  purpose: null,
  legalBasis: null,
  people: [],
  categories: [],
  recipients: [],
  authorityReference: null,
};

function transfersOf(upstreams: readonly UpstreamSettings[]): readonly Transfer[] {
  return upstreams.map(({ id, country, contract, models }) => ({
    upstream: id,
    country,
    adequacy: adequacyOf(country),
    contract: contract ?? null,
    models: models.map((model) => model.id),
  }));
}

function adequacyOf(country: string): Transfer['adequacy'] {
  if (country === 'local') return 'local';
  return adequateCountries.has(country) ? 'adequate' : 'not-listed';
}

/** What protects the processing, as it is configured now. */
function securityOf(settings: Settings, policy: Policy): readonly string[] {
  return [
    settings.offline
      ? 'offline: no outbound connection'
      : 'outbound connections: configured upstreams and model sources only',
    `every request passes the guard; policy version ${policy.version}, ${policy.rules.length} rules`,
    'every request is on a signed record before it is answered',
    'sealed parts of the ledger: AES-256-GCM under one key per record',
    `listens on ${settings.server.host}`,
    settings.database.url === undefined
      ? 'database on a private socket, no network'
      : 'database on a server of the organisation',
  ];
}
