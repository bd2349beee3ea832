import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { errorReference } from './error-reference.ts';
import { layerDiagram, withDiagram } from './layer-diagram.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A page of the documentation that is made from the sources, and how it has to read. */
export interface GeneratedPage {
  readonly path: string;
  readonly content: string;
}

export async function generatedPages(): Promise<readonly GeneratedPage[]> {
  const rules = (await import(`${root}.dependency-cruiser.mjs`)) as {
    readonly default: { readonly forbidden: Parameters<typeof layerDiagram>[0] };
  };
  const architecture = `${root}docs/architecture.md`;
  return [
    { path: `${root}docs/reference/errors.md`, content: errorReference() },
    {
      path: architecture,
      content: withDiagram(readFileSync(architecture, 'utf8'), layerDiagram(rules.default.forbidden)),
    },
  ];
}
