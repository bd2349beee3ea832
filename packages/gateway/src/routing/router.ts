import { PlatformError, type ModelCard, type ModelName } from '@riad/contracts';

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

/** Upstreams in the order they are given: the organisation's own machines first. */
export function createRouter(upstreams: () => readonly Upstream[]): Router {
  const cards = (): readonly ModelCard[] => upstreams().flatMap((upstream) => upstream.cards());
  return {
    cards,
    card(name) {
      const known = cards();
      const found = known.find((card) => isCalled(card, name));
      if (found === undefined) throw modelNotFound(name, known);
      return found;
    },
    candidates(model) {
      const found = upstreams().filter((upstream) => upstream.cards().some((card) => isCalled(card, model)));
      if (found.length === 0) throw modelNotFound(model, cards());
      return found;
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
