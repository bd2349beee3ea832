export type { Exchange, Identity, Reply } from './exchange.ts';
export type { GatewayPorts, RequestSummary } from './gateway-ports.ts';
export { createGateway, type Gateway } from './gateway.ts';
export { createLimiter, type Limiter } from './limits/limiter.ts';
export { createEmbeddedUpstream, type EmbeddedUpstreamOptions } from './upstreams/embedded/embedded-upstream.ts';
export { createHttpUpstream, type HttpUpstreamOptions } from './upstreams/http/http-upstream.ts';
export { findCaller, missingKey } from './steps/identify.ts';
export type * from './upstreams/upstream.ts';
export { asPlatformError, errorBody, errorHeaders } from './wire/error-body.ts';
