export type * from './upstreams/upstream.ts';
