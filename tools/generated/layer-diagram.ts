interface LayerRule {
  readonly name: string;
  readonly comment?: string;
}

const BEGIN = '<!-- layers: written by node tools/generate.ts from .dependency-cruiser.mjs -->';
const END = '<!-- end of layers -->';

/** Who may import whom, drawn from the rules that the check enforces: each layer stands above all that it may use. */
export function layerDiagram(rules: readonly LayerRule[]): string {
  const allowed = new Map(
    rules
      .filter(({ name }) => name.startsWith('layer-'))
      .map(({ name, comment = '' }) => [name.slice('layer-'.length), readNames(comment)] as const),
  );
  const heights = new Map([...allowed.keys()].map((name) => [name, heightOf(name, allowed)]));
  const top = Math.max(...heights.values());
  const lines = Array.from({ length: top + 1 }, (_, index) => top - index).map((height) => {
    const names = [...allowed.keys()].filter((name) => heights.get(name) === height);
    return names.map((name) => describe(name, allowed.get(name) ?? [])).join('\n');
  });
  return [BEGIN, '```', 'apps          may use every package', ...lines, '```', END].join('\n');
}

/** The page with its diagram put in; fails when the page has no place for it. */
export function withDiagram(page: string, diagram: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`docs/architecture.md must hold ${BEGIN} and ${END}`);
  return `${page.slice(0, begin)}${diagram}${page.slice(end + END.length)}`;
}

function readNames(comment: string): readonly string[] {
  const list = comment.split(': ').at(-1) ?? '';
  return list === 'nothing of ours' ? [] : list.split(', ');
}

function heightOf(name: string, allowed: ReadonlyMap<string, readonly string[]>): number {
  const below = allowed.get(name) ?? [];
  return below.length === 0 ? 0 : 1 + Math.max(...below.map((each) => heightOf(each, allowed)));
}

function describe(name: string, below: readonly string[]): string {
  return `${name.padEnd(12)}  ${below.length === 0 ? 'uses nothing of ours' : `may use ${below.join(', ')}`}`;
}
