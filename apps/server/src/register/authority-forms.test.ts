import { settingsSchema } from '@riad/contracts';
import { appendDurably } from '@riad/ledger';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Acting } from '../rights/acting.ts';
import { dataControlWith, type DataControlWorld } from '../testing/data-control-with.ts';
import type { AuthorityForm } from './documents/authority-form.ts';
import type { DocumentLanguage, PrintableDocument } from './documents/printable-document.ts';

const { upstreams } = settingsSchema.parse({
  upstreams: [
    {
      id: 'far',
      kind: 'mistral',
      url: 'https://example.com/v1',
      country: 'US',
      contract: 'C-12',
      models: [{ id: 'm' }],
    },
  ],
});
let world: DataControlWorld;
let acting: Acting;

beforeAll(async () => {
  world = await dataControlWith({ upstreams });
  acting = { scope: world.scope, by: 'officer' };
});
afterAll(() => world.close());

async function formsIn(language: DocumentLanguage): Promise<Readonly<Record<AuthorityForm['kind'], AuthorityForm>>> {
  const [declaration, authorisation, transfer] = await world.dataControl.register.forms(world.scope, { language });
  if (declaration === undefined || authorisation === undefined || transfer === undefined) throw new Error('forms');
  return { declaration, authorisation, transfer };
}

function valuesOf(document: PrintableDocument, label: string): readonly string[] {
  return document.sections.flatMap(({ rows }) => rows).find((row) => row.label === label)?.values ?? [];
}

function allWords(document: PrintableDocument): string {
  return JSON.stringify(document);
}

test('R7: what nobody has said yet is left blank and named, never guessed', async () => {
  const { declaration, authorisation, transfer } = await formsIn('fr');
  expect([declaration.needed, authorisation.needed, transfer.needed]).toEqual([true, false, true]);
  expect(valuesOf(declaration.document, 'a) Nom et adresse du responsable du traitement')).toEqual([]);
  expect(declaration.document.missing).toEqual([
    expect.stringContaining('riad register controller'),
    expect.stringContaining('riad register set'),
  ]);
  expect(transfer.document.missing).toContainEqual(
    'Fondement du transfert lorsque le pays n’est pas sur la liste (art. 44) : à écrire à la main',
  );
});

test('R7: identity numbers and sensitive data that the guard met call for an authorisation, in French and Arabic', async () => {
  await appendDurably(world.ledger, {
    type: 'request.open',
    facts: { project: world.project.id, location: 'local', findings: { cin: 2, sensitive: 1, person: 3 } },
  });
  await appendDurably(world.ledger, {
    type: 'request.open',
    facts: { project: 'prj_other', location: 'local', findings: { rib: 9 } },
  });
  await world.dataControl.register.setController(acting, {
    name: 'Commune',
    address: 'Rabat',
    contact: 'dpo@example.ma',
  });
  await world.dataControl.register.setActivity(acting, {
    projectId: world.project.id,
    purpose: 'réponse aux lettres',
    legalBasis: 'mission publique',
    people: ['citoyens'],
    categories: ['identité'],
    recipients: ['état civil'],
    authorityReference: null,
  });
  const { declaration, authorisation, transfer } = await formsIn('fr');
  expect([declaration.needed, authorisation.needed]).toEqual([false, true]);
  expect(valuesOf(authorisation.document, 'Motif de la demande d’autorisation')).toEqual([
    'données sensibles rencontrées ou déclarées (art. 12-1 et 21)',
    'numéro de la carte nationale d’identité rencontré ou déclaré (art. 12-1)',
  ]);
  expect(valuesOf(declaration.document, 'c) Catégories que la garde a rencontrées (nombre de mentions)')).toEqual([
    'identité : nom, date de naissance : 3',
    'numéro de la carte nationale d’identité (CIN), identifiant civil et social (IDCS) : 2',
    'données sensibles (loi 09-08, art. 1-3), dont la santé : 1',
  ]);
  expect(valuesOf(transfer.document, 'Données qui partent, d’après la politique en vigueur')).toContain(
    'données sensibles (loi 09-08, art. 1-3), dont la santé: ne part pas',
  );
  expect(declaration.document.missing).toEqual([]);
  const arabic = await formsIn('ar');
  expect(arabic.authorisation.needed).toBe(true);
  expect(arabic.transfer.document.title).toContain('المادتان 43 و44');
});

test('R7: an Arabic document says what Riad says in Arabic: nothing of ours is left in French or English', async () => {
  const forms = await world.dataControl.register.forms(world.scope, { language: 'ar' });
  const own = ['Commune', 'Rabat', 'réponse aux lettres', 'mission publique', 'citoyens', 'identité', 'état civil'];
  const technical =
    /default|far|US|C-12|dpo@example\.ma|AES-256-GCM|127\.0\.0\.1|riad register (?:controller|set)|(?:--)?reference/g;
  for (const { document } of forms) {
    const { language: _language, ...texts } = document;
    let words = Object.values(texts)
      .map((part) => JSON.stringify(part))
      .join('\n');
    for (const said of own) words = words.replaceAll(said, '');
    words = words.replaceAll(technical, '').replaceAll(/"(?:heading|rows|label|values)":/g, '');
    expect(words.match(/[A-Za-z]{2,}/g) ?? []).toEqual([]);
  }
});

test('R7: every document says that it is not sent and makes nothing compliant, and has a place to sign', async () => {
  for (const { document } of await world.dataControl.register.forms(world.scope, { language: 'fr' })) {
    expect(allWords(document)).toContain('Riad n’envoie rien');
    expect(allWords(document)).toContain('ne rend pas un traitement conforme');
    expect(document.signature).toHaveLength(3);
  }
});
