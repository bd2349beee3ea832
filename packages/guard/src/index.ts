export { countFindings, decide, defaultPolicy } from './decide.ts';
export { createGuard, type Guard } from './guard.ts';
