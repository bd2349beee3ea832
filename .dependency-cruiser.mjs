/**
 * The layers of docs/architecture.md as rules. A package imports another by name, so the resolved target is always its
 * src/index.ts; anything deeper is a violation.
 */
const anyOurs = '^(packages|apps)/';
const packagesBut = (...names) => `^packages/(?!(?:${names.join('|')})/)`;

function layer(name, allowed) {
  return {
    name: `layer-${name}`,
    comment: `${name} may import only: ${allowed.join(', ') || 'nothing of ours'}`,
    severity: 'error',
    from: { path: `^packages/${name}/src`, pathNot: String.raw`\.(test|bench)\.ts$` },
    to: { path: packagesBut(name, ...allowed) },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    layer('contracts', []),
    layer('language', []),
    layer('guard', ['contracts']),
    layer('ledger', ['contracts']),
    layer('gateway', ['contracts', 'guard', 'ledger']),
    layer('knowledge', ['contracts', 'language']),
    layer('engine', ['contracts']),
    layer('store', ['contracts', 'ledger']),
    layer('testkit', ['contracts', 'gateway', 'engine', 'store', 'guard', 'ledger']),
    {
      name: 'packages-know-no-apps',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'pure-packages-use-no-node-builtins',
      comment: 'contracts, language, guard and ledger run anywhere, the browser included',
      severity: 'error',
      from: { path: '^packages/(contracts|language|guard|ledger)/src', pathNot: String.raw`\.(test|bench)\.ts$` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-deep-imports',
      comment: 'import a package by its name',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: { path: '^packages/([^/]+)/src/(?!index[.]ts$)', pathNot: '^(packages|apps)/$2/' },
    },
    {
      name: 'production-knows-no-testkit',
      severity: 'error',
      from: { path: anyOurs, pathNot: String.raw`\.(test|bench)\.tsx?$|^packages/testkit/` },
      to: { path: '^packages/testkit/' },
    },
    {
      name: 'console-is-a-browser-program',
      comment: 'besides its contracts it shares the code that verifies a ledger, which is pure',
      severity: 'error',
      from: { path: '^apps/console/src', pathNot: String.raw`\.test\.tsx?$` },
      to: { path: '^(packages/(?!(?:contracts|language|ledger)/)|apps/(?!console/))' },
    },
    {
      name: 'only-engine-and-store-spawn',
      comment:
        'processes are started in two packages, and where documents are read; the launcher command starts the server itself',
      severity: 'error',
      from: {
        path: anyOurs,
        pathNot: String.raw`^packages/(engine|store|testkit)/|^packages/knowledge/src/extract/(process|ocr)/|^apps/cli/|\.test\.ts$`,
      },
      to: { path: '^(node:)?child_process$' },
    },
    {
      name: 'not-to-dev-dependencies',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src', pathNot: String.raw`\.(test|bench)\.tsx?$|^packages/testkit/` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|generated|node_modules)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
    parser: 'swc',
  },
};
