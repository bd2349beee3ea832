import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  type AnyRouter,
} from '@tanstack/react-router';

import { sessionQuery } from '../api/queries.ts';
import { AssistantPage } from '../chat/assistant-page.tsx';
import { readPlace } from '../parts/citation-place.ts';
import { Frame } from './frame.tsx';
import { NotFound, Unexpected } from './not-found.tsx';

/** Every address of the console. What needs a person sends whoever is nobody to sign in. */
export function createConsoleRouter(queries: QueryClient): AnyRouter {
  const root = createRootRoute({
    component: Outlet,
    notFoundComponent: NotFound,
    errorComponent: ({ error }) => <Unexpected error={asError(error)} />,
  });
  const signIn = createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    component: lazyRouteComponent(() => import('../pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
  });
  const signInReturn = createRoute({
    getParentRoute: () => root,
    path: '/sign-in/return',
    component: lazyRouteComponent(() => import('../pages/sign-in/return-page.tsx'), 'SignInReturnPage'),
  });
  const setUp = createRoute({
    getParentRoute: () => root,
    path: '/welcome',
    component: lazyRouteComponent(() => import('../pages/welcome-page.tsx'), 'WelcomePage'),
  });
  const inside = createRoute({
    getParentRoute: () => root,
    id: 'inside',
    component: Frame,
    beforeLoad: async () => {
      const session = await queries.ensureQueryData(sessionQuery);
      // oxlint-disable-next-line typescript/only-throw-error -- how the router is told to go elsewhere
      if (session === null) throw redirect({ to: '/sign-in' });
    },
  });
  const page = { getParentRoute: () => inside };
  const pages = [
    createRoute({ ...page, path: '/', validateSearch: readAskedCollection, component: AssistantPage }),
    createRoute({ ...page, path: '/c/$id', component: AssistantPage }),
    createRoute({
      ...page,
      path: '/collections',
      component: lazyRouteComponent(() => import('../pages/collections-page.tsx'), 'CollectionsPage'),
    }),
    createRoute({
      ...page,
      path: '/collections/$id',
      component: lazyRouteComponent(() => import('../pages/collection-page.tsx'), 'CollectionPage'),
    }),
    createRoute({
      ...page,
      path: '/documents/$id',
      validateSearch: readPlace,
      component: lazyRouteComponent(() => import('../pages/document-page.tsx'), 'DocumentPage'),
    }),
    createRoute({
      ...page,
      path: '/shared/$id',
      component: lazyRouteComponent(() => import('../chat/shared-page.tsx'), 'SharedPage'),
    }),
    createRoute({
      ...page,
      path: '/playground',
      component: lazyRouteComponent(() => import('../pages/playground/playground-page.tsx'), 'PlaygroundPage'),
    }),
    createRoute({
      ...page,
      path: '/keys',
      component: lazyRouteComponent(() => import('../pages/keys-page.tsx'), 'KeysPage'),
    }),
    createRoute({
      ...page,
      path: '/usage',
      component: lazyRouteComponent(() => import('../pages/usage-page.tsx'), 'UsagePage'),
    }),
    createRoute({
      ...page,
      path: '/models',
      component: lazyRouteComponent(() => import('../pages/models-page.tsx'), 'ModelsPage'),
    }),
    createRoute({
      ...page,
      path: '/ledger',
      component: lazyRouteComponent(() => import('../pages/ledger-page.tsx'), 'LedgerPage'),
    }),
    createRoute({
      ...page,
      path: '/ledger/$id',
      component: lazyRouteComponent(() => import('../pages/record-page.tsx'), 'RecordPage'),
    }),
    createRoute({
      ...page,
      path: '/data',
      component: lazyRouteComponent(() => import('../pages/data/overview-page.tsx'), 'OverviewPage'),
    }),
    createRoute({
      ...page,
      path: '/data/policy',
      component: lazyRouteComponent(() => import('../pages/data/policy-page.tsx'), 'PolicyPage'),
    }),
    createRoute({
      ...page,
      path: '/data/rights',
      component: lazyRouteComponent(() => import('../pages/data/rights-page.tsx'), 'RightsPage'),
    }),
    createRoute({
      ...page,
      path: '/data/register',
      component: lazyRouteComponent(() => import('../pages/data/register-page.tsx'), 'RegisterPage'),
    }),
    createRoute({
      ...page,
      path: '/data/retention',
      component: lazyRouteComponent(() => import('../pages/data/retention-page.tsx'), 'RetentionPage'),
    }),
    createRoute({
      ...page,
      path: '/data/incidents',
      component: lazyRouteComponent(() => import('../pages/data/incidents-page.tsx'), 'IncidentsPage'),
    }),
    createRoute({
      ...page,
      path: '/people',
      component: lazyRouteComponent(() => import('../pages/people/people-page.tsx'), 'PeoplePage'),
    }),
    createRoute({
      ...page,
      path: '/status',
      component: lazyRouteComponent(() => import('../pages/health-page.tsx'), 'HealthPage'),
    }),
    createRoute({
      ...page,
      path: '/account',
      component: lazyRouteComponent(() => import('../pages/account/account-page.tsx'), 'AccountPage'),
    }),
    createRoute({
      ...page,
      path: '/accessibility',
      component: lazyRouteComponent(() => import('../pages/accessibility-page.tsx'), 'AccessibilityPage'),
    }),
  ];
  return createRouter({
    routeTree: root.addChildren([signIn, signInReturn, setUp, inside.addChildren(pages)]),
    defaultPreload: 'intent',
    scrollRestoration: false,
  });
}

/** From an address that anybody may have written: `/?collection=col_…` begins a conversation about it. */
function readAskedCollection({ collection }: Readonly<Record<string, unknown>>): { readonly collection?: string } {
  return typeof collection === 'string' && /^col_\w{1,60}$/.test(collection) ? { collection } : {};
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
