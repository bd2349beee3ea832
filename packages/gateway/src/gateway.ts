import type { ModelCard, ModelName } from '@riad/contracts';

import type { Exchange } from './exchange.ts';
import type { GatewayPorts } from './gateway-ports.ts';
import { Pipeline } from './pipeline.ts';
import { createRetryBudget } from './routing/retry-budget.ts';
import { createReplicas } from './routing/replicas/replicas.ts';
import { createRouter } from './routing/router.ts';

/** The one road to a model. */
export interface Gateway {
  /** Answers through `exchange.reply`, whatever happens. */
  run(exchange: Exchange): void;
  cards(): readonly ModelCard[];
  /** Fails with `model.not_found` naming the nearest ones. */
  card(name: ModelName): ModelCard;
}

export function createGateway(ports: GatewayPorts): Gateway {
  const router = createRouter(ports.upstreams, ports.clock);
  const parts = { ports, router, replicas: createReplicas(), budget: createRetryBudget() };
  return {
    run: (exchange) => new Pipeline(parts, exchange).start(),
    cards: router.cards,
    card: router.card,
  };
}
