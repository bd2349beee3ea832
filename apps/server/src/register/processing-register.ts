import type { Clock, Policy, Settings, UpstreamSettings, Scope } from '@riad/contracts';
import { appendDurably } from '@riad/ledger';
import type { Controller, DataControlStore, Ledger, ProcessingActivity, Project } from '@riad/store';

import type { RetentionRule } from '../retention/retention-engine.ts';
import { actorOf, type Acting } from '../rights/acting.ts';
import type { AuthorityForm } from './documents/authority-form.ts';
import { authorityForms } from './documents/authority-forms.ts';
import type { DocumentLanguage, PrintableDocument } from './documents/printable-document.ts';
import { registerDocument } from './documents/register-document.ts';
import { observeProjects, type ObservedProject } from './observed-findings.ts';
import type { RegisterEntry, Transfer } from './register-entry.ts';
import { sayMeasure, securityMeasures, type SecurityMeasure } from './security-measures.ts';

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
  /** The register as a page to print. */
  document(scope: Scope, language: DocumentLanguage): Promise<PrintableDocument>;
  /** Formalities with the authority, prepared; of one project when it is named. Nothing is sent. */
  forms(
    scope: Scope,
    input: { readonly language: DocumentLanguage; readonly project?: string },
  ): Promise<readonly AuthorityForm[]>;
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
    const [projects, activities, controller, retention, observed] = await Promise.all([
      options.projects(scope),
      store.register.activities(scope),
      store.register.controller(scope),
      options.retention(scope),
      observeProjects(ledger),
    ]);
    return projects.map((project) =>
      describe({
        project,
        activity: activities.find(({ projectId }) => projectId === project.id),
        controller,
        retention,
        transfers: transfersOf(settings().upstreams),
        measures: securityMeasures(settings(), options.policy()),
        observed: observed.get(project.id) ?? { requests: 0, findings: {}, locations: {} },
      }),
    );
  }

  return {
    entries,
    transfers: () => transfersOf(settings().upstreams),
    document: async (scope, language) => registerDocument(await entries(scope), language),
    async forms(scope, { language, project }) {
      const chosen = (await entries(scope)).filter((entry) => project === undefined || entry.project === project);
      return chosen.flatMap((entry) => authorityForms({ entry, policy: options.policy(), language }));
    },
    async setController({ scope, by }, controller) {
      await appendDurably(ledger, {
        type: 'register.changed',
        facts: { what: 'controller', ...actorOf({ scope, by }) },
      });
      await store.register.setController(scope, controller);
    },
    async setActivity({ scope, by }, activity) {
      await appendDurably(ledger, {
        type: 'register.changed',
        facts: { what: 'activity', project: activity.projectId, ...actorOf({ scope, by }) },
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
  readonly measures: readonly SecurityMeasure[];
  readonly observed: ObservedProject;
}

function describe({ project, activity, controller, ...found }: Ingredients): RegisterEntry {
  const known = activity ?? unknownActivity;
  const { retention, transfers, measures, observed } = found;
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
    security: measures.map((measure) => sayMeasure(measure, 'en')),
    measures,
    observed,
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
