import type { UpstreamView } from '@riad/contracts';
import { queryOptions } from '@tanstack/react-query';

import { ask } from './client.ts';

export const upstreamsQuery = queryOptions({
  queryKey: ['upstreams'],
  queryFn: () => ask<{ readonly data: readonly UpstreamView[] }>('/api/upstreams'),
});
