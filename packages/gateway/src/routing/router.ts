import { PlatformError, type Clock, type ModelCard, type ModelName } from '@riad/contracts';

import type { Upstream } from '../upstreams/upstream.ts';
import { nearestNames } from './nearest-names.ts';

export interface Router {
  cards(): readonly ModelCard[];
  card(name: ModelName): ModelCard;
  /** Every upstream that serves the model, in order of preference. Fails with `model.not_found` naming the nearest ones. */
  candidates(model: ModelName): readonly Upstream[];
}

/** Names offered when one is not known. */
const OFFERED = 5;
/** Who serves a model is asked again after this long: reading cards looks at files. A new model is known at once. */
const KNOWN_MS = 250;

interface Found {
  readonly at: number;
  readonly among: readonly Upstream[];
  readonly serving: readonly Upstream[];
}

/** Upstreams in the order they are given: the organisation's own machines first. */
export function createRouter(upstreams: () => readonly Upstream[], clock: Clock): Router {
  const found = new Map<ModelName, Found>();
  const cards = (): readonly ModelCard[] => upstreams().flatMap((upstream) => upstream.cards());
  return {
    cards,
    card(name) {
      const known = cards();
      const named = known.find((card) => isCalled(card, name));
      if (named === undefined) throw modelNotFound(name, known);
      return named;
    },
    candidates(model) {
      const among = upstreams();
      const now = clock.monotonic();
      const known = found.get(model);
      if (known !== undefined && known.among === among && now - known.at < KNOWN_MS) return known.serving;
      const serving = among.filter((upstream) => upstream.cards().some((card) => isCalled(card, model)));
      if (serving.length === 0) {
        found.delete(model);
        throw modelNotFound(model, cards());
      }
      found.set(model, { at: now, among, serving });
      return serving;
    },
  };
}

function isCalled(card: ModelCard, name: ModelName): boolean {
  return card.name === name || card.aliases.includes(name);
}

/** `model.not_found` with what was probably meant. */
function modelNotFound(model: ModelName, cards: readonly ModelCard[]): PlatformError {
  const known = [...new Set(cards.flatMap((card) => [card.name, ...card.aliases]))];
  return new PlatformError('model.not_found', `there is no model ${JSON.stringify(model.slice(0, 100))}`, {
    field: 'model',
    remedy:
      known.length === 0
        ? 'No model is installed: ./riad models list shows what can be fetched.'
        : `Nearest: ${nearestNames(model, known).slice(0, OFFERED).join(', ')}.`,
  });
}
