import type { ModelCard } from '@riad/contracts';

import type { Exchange } from './exchange.ts';
import type { GatewayPorts } from './gateway-ports.ts';
import { Passage } from './passage.ts';
import { createRouter } from './routing/router.ts';

/** The one road to a model. */
export interface Gateway {
  run(exchange: Exchange): void;
  cards(): readonly ModelCard[];
}

export function createGateway(ports: GatewayPorts): Gateway {
  const router = createRouter(ports.upstreams);
  return {
    run: (exchange) => new Passage(ports, router, exchange).start(),
    cards: () => router.cards(),
  };
}
