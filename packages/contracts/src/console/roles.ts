/** What a person may do, from most to least. */
export const roles = ['owner', 'administrator', 'data-protection-officer', 'auditor', 'developer', 'member'] as const;
export type Role = (typeof roles)[number];

/** One thing that the console can do; the server decides, the console only leaves out what would be refused. */
export const permissions = [
  'chat',
  'documents.read',
  'documents.write',
  'keys',
  'usage',
  'budgets',
  'models.read',
  'models.write',
  'upstreams',
  'ledger',
  'health',
  'policy',
  'data-control.read',
  'data-control.write',
  'people',
] as const;
export type Permission = (typeof permissions)[number];
