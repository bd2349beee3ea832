/**
 * `node --import without-guard.ts`: the server with a guard that reads nothing, to measure what reading costs. Only a program
 * that is started this way is without it; there is no setting for that.
 */
import { registerHooks } from 'node:module';

registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('/packages/guard/src/guard.ts')) return nextLoad(url, context);
    const source = 'export const createGuard = () => ({ inspect: (texts) => texts.map(() => []) });';
    return { format: 'module', source, shortCircuit: true };
  },
});
