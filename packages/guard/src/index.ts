export { createGuard, type Guard } from './guard.ts';
export { comparePolicies, type PolicyChange, type PolicySample } from './policy/compare.ts';
export { countFindings, decide, policyFor } from './policy/decide.ts';
export { defaultPolicy } from './policy/default-policy.ts';
