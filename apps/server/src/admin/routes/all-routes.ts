import type { AdminRoute } from '../admin-route.ts';
import type { Services } from '../services.ts';
import { createConversationRoutes } from './conversation-routes.ts';
import { createHouseRoutes } from './house-routes.ts';
import { createKeyRoutes } from './key-routes.ts';
import { createPeopleRoutes } from './people-routes.ts';
import { createSessionRoutes } from './session-routes.ts';

/** Every route under `/api`. What is not in this list does not exist. */
export function createAllRoutes(services: Services): readonly AdminRoute[] {
  return [
    ...createSessionRoutes(services),
    ...createPeopleRoutes(services),
    ...createConversationRoutes(services),
    ...createKeyRoutes(services),
    ...createHouseRoutes(services),
  ];
}
