import type { AdminRoute } from '../admin-route.ts';
import type { Services } from '../services.ts';
import { createBudgetRoutes } from './budget-routes.ts';
import { createCollectionRoutes } from './collection-routes.ts';
import { createConversationRoutes } from './conversation-routes.ts';
import { createDocumentRoutes } from './document-routes.ts';
import { createEnteredRoutes } from './entered-routes.ts';
import { createHouseRoutes } from './house-routes.ts';
import { createIncidentRoutes } from './incident-routes.ts';
import { createKeyRoutes } from './key-routes.ts';
import { createPeopleRoutes } from './people-routes.ts';
import { createPolicyRoutes } from './policy-routes.ts';
import { createRegisterRoutes } from './register-routes.ts';
import { createRetentionRoutes } from './retention-routes.ts';
import { createRevealRoutes } from './reveal-routes.ts';
import { createRightsRoutes } from './rights-routes.ts';
import { createFactorRoutes } from './factor-routes.ts';
import { createPlaygroundRoutes } from './playground-routes.ts';
import { createSessionRoutes } from './session-routes.ts';
import { createUpstreamRoutes } from './upstream-routes.ts';
import { createSharingRoutes } from './sharing-routes.ts';
import { createSignInRoutes } from './sign-in-routes.ts';

/** Every route under `/api`. What is not in this list does not exist. */
export function createAllRoutes(services: Services): readonly AdminRoute[] {
  return [
    ...createSignInRoutes(services),
    ...createSessionRoutes(services),
    ...createFactorRoutes(services),
    ...createPeopleRoutes(services),
    ...createConversationRoutes(services),
    ...createCollectionRoutes(services),
    ...createDocumentRoutes(services),
    ...createSharingRoutes(services),
    ...createKeyRoutes(services),
    ...createBudgetRoutes(services),
    ...createUpstreamRoutes(services),
    ...createHouseRoutes(services),
    ...createRightsRoutes(services),
    ...createRevealRoutes(services),
    ...createEnteredRoutes(services),
    ...createRetentionRoutes(services),
    ...createRegisterRoutes(services),
    ...createIncidentRoutes(services),
    ...createPolicyRoutes(services),
    ...createPlaygroundRoutes(services),
  ];
}
