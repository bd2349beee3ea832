import { permissions, type Permission, type Role } from '@riad/contracts';

/** What each role may do. `member` is the least; nobody gets anything that is not written here. */
const byRole: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  administrator: permissions,
  'data-protection-officer': [
    'chat',
    'documents.read',
    'usage',
    'models.read',
    'ledger',
    'health',
    'policy',
    'data-control.read',
    'data-control.write',
  ],
  auditor: ['usage', 'models.read', 'ledger', 'health', 'data-control.read'],
  developer: ['chat', 'documents.read', 'documents.write', 'keys', 'usage', 'models.read'],
  member: ['chat', 'documents.read', 'models.read'],
};

export function permissionsOf(role: Role): readonly Permission[] {
  return byRole[role];
}
