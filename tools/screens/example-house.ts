import type { Page } from 'playwright-core';

/** What the screens show besides a conversation: an office that has begun to work. Nobody in it exists. */
const acts: readonly (readonly [path: string, body: object])[] = [
  [
    '/api/register/controller',
    { name: 'Commune d’exemple', address: '1, place de la Commune', contact: 'donnees@example.org' },
  ],
  [
    '/api/register/activities',
    {
      purpose: 'Répondre aux courriers des habitants',
      legalBasis: 'Mission d’intérêt public',
      people: ['habitants', 'agents'],
      categories: ['identité', 'coordonnées'],
      recipients: ['service du courrier'],
    },
  ],
  ['/api/rights', { kind: 'access', identifiers: ['Ahmed Benali', 'AB123456'] }],
  ['/api/rights', { kind: 'erase', identifiers: ['0661234567'] }],
  ['/api/oppositions', { type: 'passport', value: 'ZX9988776', reference: 'Courrier 2026/114' }],
  ['/api/holds', { class: 'incidents', reason: 'Contrôle en cours' }],
  [
    '/api/incidents',
    {
      summary: 'Un ordinateur portable du service du courrier a disparu.',
      began: new Date(Date.now() - 5 * 3_600_000).toISOString(),
    },
  ],
  ['/api/people/invitations', { name: 'Karim', email: 'karim@example.org', role: 'developer' }],
  ['/api/people/invitations', { name: 'أمينة', email: 'amina@example.org', role: 'auditor' }],
  ['/api/keys', { name: 'Portail des habitants', expiresInDays: 90, limits: { requestsPerMinute: 60 } }],
  ['/api/keys', { name: 'بوابة المواطنين' }],
  ['/api/budgets', { tokens: 250_000 }],
  ['/api/collections', { name: 'Lois et règlements', description: 'Ce que l’assistant peut citer' }],
];

/** Fills the house of whoever is signed in on this page. */
export async function fillHouse(page: Page, address: string): Promise<void> {
  const session: unknown = await (await page.request.get(`${address}/api/session`)).json();
  if (typeof session !== 'object' || session === null || !('csrf' in session) || typeof session.csrf !== 'string')
    throw new Error('nobody is signed in');
  const headers = { 'x-riad-csrf': session.csrf, origin: address };
  for (const [path, data] of acts) {
    const answer = await page.request.post(`${address}${path}`, { data, headers });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  }
}
