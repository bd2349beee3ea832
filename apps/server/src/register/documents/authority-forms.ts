import { guardActions, type EntityType, type GuardAction, type Location, type Policy } from '@riad/contracts';
import { decide } from '@riad/guard';

import type { RegisterEntry, Transfer } from '../register-entry.ts';
import type { AuthorityForm, FormKind } from './authority-form.ts';
import { categoryNames, categoryWords, dataCategories, type DataCategory } from './data-categories.ts';
import { wordsOf, type SayWord } from './document-words.ts';
import type { DocumentLanguage, PrintableSection } from './printable-document.ts';
import { missingFacts, registerPoints } from './register-points.ts';

interface FormInput {
  readonly entry: RegisterEntry;
  readonly policy: Policy;
  readonly language: DocumentLanguage;
}

/** Declaration, request of authorisation and request of transfer for one processing. */
export function authorityForms(input: FormInput): readonly AuthorityForm[] {
  return [declaration(input), authorisation(input), transfer(input)];
}

function declaration({ entry, language }: FormInput): AuthorityForm {
  const say = wordsOf(language);
  const needed = authorisationReasons(entry, say).length === 0;
  const reasons = [say(needed ? 'declarationWhen' : 'declarationInstead')];
  const sections = [{ heading: entry.project, rows: declared(entry, language) }];
  return form({ kind: 'declaration', entry, language, needed, reasons, sections });
}

function authorisation({ entry, policy, language }: FormInput): AuthorityForm {
  const say = wordsOf(language);
  const reasons = authorisationReasons(entry, say);
  const byHand = ['pointOffences', 'pointGenetic', 'pointOtherPurpose', 'pointFiles', 'pointConsent'] as const;
  const sections = [
    {
      heading: say('pointReasons'),
      rows: [
        { label: say('pointReasons'), values: reasons },
        ...byHand.map((point) => ({ label: say(point), values: [] })),
        { label: say('pointSafeguards'), values: safeguards(policy, entry, say) },
      ],
    },
    { heading: entry.project, rows: declared(entry, language) },
  ];
  return form({ kind: 'authorisation', entry, language, needed: reasons.length > 0, reasons, sections });
}

function transfer({ entry, policy, language }: FormInput): AuthorityForm {
  const say = wordsOf(language);
  const abroad = entry.transfers.map(({ upstream }) => upstream);
  const reasons = abroad.length === 0 ? [] : [say('becauseTransfer', { upstreams: abroad.join(', ') })];
  const sections = [
    ...entry.transfers.map((each) => transferSection(each, { entry, policy, language })),
    { heading: entry.project, rows: declared(entry, language) },
  ];
  return form({ kind: 'transfer', entry, language, needed: reasons.length > 0, reasons, sections });
}

function transferSection(each: Transfer, { entry, policy, language }: FormInput): PrintableSection {
  const say = wordsOf(language);
  const listed = each.adequacy === 'adequate';
  return {
    heading: say('transferSection', { upstream: each.upstream }),
    rows: [
      { label: say('pointImporter'), values: [each.upstream] },
      { label: say('pointImporterAddress'), values: [] },
      { label: say('pointCountry'), values: [`${each.country}: ${say(each.adequacy)}`] },
      { label: say('pointContract'), values: each.contract === null ? [] : [each.contract] },
      { label: say('pointPurposeTransfer'), values: entry.purpose === null ? [] : [entry.purpose] },
      {
        label: say('pointLeaves'),
        values: leaving(policy, { kind: 'remote', country: each.country }, language),
      },
      { label: say('pointGround'), values: listed ? [say('adequate')] : [] },
      { label: say('pointOnward'), values: [] },
    ],
  };
}

interface FormParts {
  readonly kind: FormKind;
  readonly entry: RegisterEntry;
  readonly language: DocumentLanguage;
  readonly needed: boolean;
  readonly reasons: readonly string[];
  readonly sections: readonly PrintableSection[];
}

const titles = {
  declaration: 'declarationTitle',
  authorisation: 'authorisationTitle',
  transfer: 'transferTitle',
} as const;

function form({ kind, entry, language, needed, reasons, sections }: FormParts): AuthorityForm {
  const say = wordsOf(language);
  const verdict = needed ? [say('needed'), ...reasons.map((reason) => `– ${reason}`)] : [say('notNeeded'), ...reasons];
  return {
    kind,
    project: entry.project,
    needed,
    reasons: [...reasons],
    document: {
      language,
      title: say(titles[kind]),
      notices: [say('notSent'), say('notAdvice'), ...verdict],
      sections: [...sections],
      blank: say('blank'),
      missing: [...missingFacts(entry, say), ...byHandIn(sections, entry, say)],
      missingHeading: say('missingHeading'),
      signature: [say('signaturePlace'), say('signatureName'), say('signatureStamp')],
    },
  };
}

/** The points of art. 15, without the reference that this very form asks for. */
function declared(entry: RegisterEntry, language: DocumentLanguage): PrintableSection['rows'] {
  const reference = wordsOf(language)('pointReference');
  return registerPoints(entry, language).filter(({ label }) => label !== reference);
}

/** Points that no command fills in: the register has no place for them. */
function byHandIn(sections: readonly PrintableSection[], entry: RegisterEntry, say: SayWord): readonly string[] {
  const known = new Set(
    registerPoints(entry, 'fr')
      .concat(registerPoints(entry, 'ar'))
      .map(({ label }) => label),
  );
  const own = sections
    .flatMap(({ rows }) => rows)
    .filter(({ label, values }) => values.length === 0 && !known.has(label));
  return [...new Set(own.map(({ label }) => say('needHand', { point: label })))];
}

function authorisationReasons({ observed, categories }: RegisterEntry, say: SayWord): string[] {
  const told = categories.join(' ').toLowerCase();
  const has = (category: DataCategory): boolean =>
    dataCategories[category].some((type) => (observed.findings[type] ?? 0) > 0);
  return [
    ...(has('sensitive') || /sensib|sensitiv|sant[eé]|health|حساس|صحة|صحي/.test(told) ? [say('becauseSensitive')] : []),
    ...(has('nationalId') || /\bcine?\b|national id|carte nationale|البطاقة الوطنية/.test(told)
      ? [say('becauseNationalId')]
      : []),
  ];
}

function safeguards(policy: Policy, { transfers }: RegisterEntry, say: SayWord): string[] {
  const stays = transfers.every(({ country }) =>
    ['keep-local', 'block'].includes(actionFor(policy, ['sensitive'], { kind: 'remote', country })),
  );
  return [...(stays ? [say('safeguardLocal')] : []), say('safeguardInput'), say('safeguardReveal')];
}

function leaving(policy: Policy, location: Location, language: DocumentLanguage): string[] {
  const say = wordsOf(language);
  return categoryNames.map(
    (name) => `${categoryWords[language][name]}: ${say(actionFor(policy, dataCategories[name], location))}`,
  );
}

/** The mildest thing that may happen to one finding of these types: what a reader must know of. */
function actionFor(policy: Policy, types: readonly EntityType[], location: Location): GuardAction {
  const actions = new Set(
    types.map((type) => decide(policy, [[{ type, start: 0, end: 1, score: 1, checksum: null }]], location).action),
  );
  return guardActions.find((action) => actions.has(action)) ?? 'allow';
}
