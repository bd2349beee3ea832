/** How an error travels: its HTTP status, and whether the same request may succeed later. */
export interface ErrorKind {
  readonly status: number;
  readonly retryable: boolean;
  /** The code that OpenAI's API defines for this case, where there is one (`code` on the wire). */
  readonly openai?: string;
  /** `type` on the wire; both vendors' clients show it. */
  readonly type: ErrorType;
}

export type ErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'permission_error'
  | 'not_found_error'
  | 'rate_limit_error'
  | 'guard_error'
  | 'upstream_error'
  | 'server_error';

/** Every error Riad can answer with. Clients branch on the code; five translations each in `error-messages.ts`. */
export const errorCatalogue = {
  'request.invalid': { status: 422, retryable: false, type: 'invalid_request_error', openai: 'invalid_value' },
  'request.malformed': { status: 400, retryable: false, type: 'invalid_request_error', openai: 'invalid_json' },
  'request.too_large': { status: 413, retryable: false, type: 'invalid_request_error', openai: 'request_too_large' },
  'request.timeout': { status: 408, retryable: true, type: 'invalid_request_error', openai: 'request_timeout' },
  'request.unsupported': {
    status: 400,
    retryable: false,
    type: 'invalid_request_error',
    openai: 'unsupported_parameter',
  },
  'request.context_length': {
    status: 400,
    retryable: false,
    type: 'invalid_request_error',
    openai: 'context_length_exceeded',
  },
  'request.schema_unsupported': {
    status: 400,
    retryable: false,
    type: 'invalid_request_error',
    openai: 'invalid_schema',
  },
  'request.cancelled': { status: 499, retryable: false, type: 'invalid_request_error' },
  'route.not_found': { status: 404, retryable: false, type: 'not_found_error', openai: 'unknown_url' },
  'route.method_not_allowed': {
    status: 405,
    retryable: false,
    type: 'invalid_request_error',
    openai: 'method_not_supported',
  },
  'host.not_allowed': { status: 421, retryable: false, type: 'permission_error' },
  'origin.not_allowed': { status: 403, retryable: false, type: 'permission_error' },
  'key.missing': { status: 401, retryable: false, type: 'authentication_error', openai: 'missing_api_key' },
  'key.invalid': { status: 401, retryable: false, type: 'authentication_error', openai: 'invalid_api_key' },
  'key.expired': { status: 401, retryable: false, type: 'authentication_error', openai: 'expired_api_key' },
  'key.revoked': { status: 401, retryable: false, type: 'authentication_error', openai: 'revoked_api_key' },
  'key.not_found': { status: 404, retryable: false, type: 'not_found_error' },
  'key.file_missing': { status: 500, retryable: false, type: 'server_error' },
  'session.required': { status: 401, retryable: false, type: 'authentication_error' },
  'session.link_invalid': { status: 401, retryable: false, type: 'authentication_error' },
  'session.csrf': { status: 403, retryable: false, type: 'permission_error' },
  'session.credentials': { status: 401, retryable: false, type: 'authentication_error' },
  'session.code_required': { status: 401, retryable: false, type: 'authentication_error' },
  'session.code_wrong': { status: 401, retryable: false, type: 'authentication_error' },
  'session.passkey_invalid': { status: 401, retryable: false, type: 'authentication_error' },
  'session.sign_on_failed': { status: 401, retryable: false, type: 'authentication_error' },
  'session.not_invited': { status: 403, retryable: false, type: 'permission_error' },
  'conversation.not_found': { status: 404, retryable: false, type: 'not_found_error' },
  'record.not_found': { status: 404, retryable: false, type: 'not_found_error' },
  'person.not_found': { status: 404, retryable: false, type: 'not_found_error' },
  'access.denied': { status: 403, retryable: false, type: 'permission_error', openai: 'permission_denied' },
  'limit.requests': { status: 429, retryable: true, type: 'rate_limit_error', openai: 'rate_limit_exceeded' },
  'limit.tokens': { status: 429, retryable: true, type: 'rate_limit_error', openai: 'rate_limit_exceeded' },
  'limit.concurrency': { status: 429, retryable: true, type: 'rate_limit_error', openai: 'rate_limit_exceeded' },
  'limit.budget': { status: 429, retryable: false, type: 'rate_limit_error', openai: 'insufficient_quota' },
  'guard.blocked': { status: 403, retryable: false, type: 'guard_error', openai: 'content_policy_violation' },
  'guard.failed': { status: 503, retryable: true, type: 'guard_error' },
  'policy.no_target': { status: 403, retryable: false, type: 'permission_error' },
  'policy.invalid': { status: 422, retryable: false, type: 'invalid_request_error' },
  'policy.conflict': { status: 409, retryable: false, type: 'invalid_request_error' },
  'purpose.refused': { status: 403, retryable: false, type: 'permission_error' },
  'consent.refused': { status: 403, retryable: false, type: 'permission_error' },
  'ledger.unavailable': { status: 503, retryable: true, type: 'server_error' },
  'ledger.invalid': { status: 500, retryable: false, type: 'server_error' },
  'model.not_found': { status: 404, retryable: false, type: 'not_found_error', openai: 'model_not_found' },
  'model.not_capable': { status: 400, retryable: false, type: 'invalid_request_error', openai: 'unsupported_model' },
  'model.damaged': { status: 503, retryable: false, type: 'server_error' },
  'model.no_memory': { status: 503, retryable: true, type: 'server_error' },
  'model.no_source': { status: 502, retryable: true, type: 'upstream_error' },
  'model.digest_mismatch': { status: 502, retryable: false, type: 'upstream_error' },
  'model.untrusted': { status: 422, retryable: false, type: 'invalid_request_error' },
  'model.in_use': { status: 409, retryable: true, type: 'invalid_request_error' },
  'model.pull_interrupted': { status: 502, retryable: true, type: 'upstream_error' },
  'engine.busy': { status: 503, retryable: true, type: 'server_error', openai: 'engine_overloaded' },
  'engine.crashed': { status: 503, retryable: true, type: 'server_error' },
  'engine.deadline': { status: 504, retryable: true, type: 'server_error' },
  'engine.output_invalid': { status: 502, retryable: true, type: 'server_error' },
  'upstream.unreachable': { status: 502, retryable: true, type: 'upstream_error' },
  'upstream.timeout': { status: 504, retryable: true, type: 'upstream_error' },
  'upstream.failed': { status: 502, retryable: true, type: 'upstream_error' },
  'upstream.busy': { status: 503, retryable: true, type: 'upstream_error', openai: 'engine_overloaded' },
  'upstream.refused_request': { status: 400, retryable: false, type: 'invalid_request_error', openai: 'invalid_value' },
  'upstream.rejected': { status: 502, retryable: false, type: 'upstream_error' },
  'upstream.rate_limited': { status: 429, retryable: true, type: 'rate_limit_error', openai: 'rate_limit_exceeded' },
  'upstream.truncated': { status: 502, retryable: true, type: 'upstream_error' },
  'upstream.breaker_open': { status: 503, retryable: true, type: 'upstream_error' },
  'collection.not_found': { status: 404, retryable: false, type: 'not_found_error' },
  'collection.name_taken': { status: 409, retryable: false, type: 'invalid_request_error' },
  'file.not_found': { status: 404, retryable: false, type: 'not_found_error' },
  'file.infected': { status: 422, retryable: false, type: 'invalid_request_error' },
  'file.scan_failed': { status: 503, retryable: true, type: 'server_error' },
  'file_batch.not_found': { status: 404, retryable: false, type: 'not_found_error' },
  'document.not_found': { status: 404, retryable: false, type: 'not_found_error' },
  'document.unsupported': { status: 415, retryable: false, type: 'invalid_request_error' },
  'document.damaged': { status: 422, retryable: false, type: 'invalid_request_error' },
  'document.encrypted': { status: 422, retryable: false, type: 'invalid_request_error' },
  'document.too_large': { status: 413, retryable: false, type: 'invalid_request_error' },
  'document.too_slow': { status: 422, retryable: false, type: 'invalid_request_error' },
  'document.no_ocr': { status: 422, retryable: false, type: 'invalid_request_error' },
  'document.original_removed': { status: 410, retryable: false, type: 'invalid_request_error' },
  'document.rewritten': { status: 409, retryable: false, type: 'invalid_request_error' },
  'rights.held': { status: 409, retryable: false, type: 'invalid_request_error' },
  'egress.refused': { status: 403, retryable: false, type: 'permission_error' },
  'store.unavailable': { status: 503, retryable: true, type: 'server_error' },
  'store.newer': { status: 500, retryable: false, type: 'server_error' },
  'disk.full': { status: 507, retryable: true, type: 'server_error' },
  'backup.damaged': { status: 422, retryable: false, type: 'invalid_request_error' },
  'backup.wrong_key': { status: 422, retryable: false, type: 'invalid_request_error' },
  'backup.not_empty': { status: 409, retryable: false, type: 'invalid_request_error' },
  'backup.unfinished': { status: 409, retryable: false, type: 'invalid_request_error' },
  'backup.erasures_needed': { status: 422, retryable: false, type: 'invalid_request_error' },
  'backup.expired': { status: 422, retryable: false, type: 'invalid_request_error' },
  'command.usage': { status: 400, retryable: false, type: 'invalid_request_error' },
  'settings.invalid': { status: 500, retryable: false, type: 'invalid_request_error' },
  'server.starting': { status: 503, retryable: true, type: 'server_error' },
  'server.stopping': { status: 503, retryable: true, type: 'server_error' },
  'server.not_running': { status: 503, retryable: true, type: 'server_error' },
  'server.already_running': { status: 409, retryable: false, type: 'invalid_request_error' },
  'server.port_taken': { status: 500, retryable: false, type: 'server_error' },
  'server.internal': { status: 500, retryable: true, type: 'server_error' },
} as const satisfies Readonly<Record<string, ErrorKind>>;

export type ErrorCode = keyof typeof errorCatalogue;

export interface PlatformErrorOptions extends ErrorOptions {
  /** Dotted path of the field at fault, `messages[0].content`; becomes `param` on the wire. */
  readonly field?: string;
  /** What the person can do about it, one sentence. */
  readonly remedy?: string;
  /** Seconds until a retry makes sense; becomes `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

/** An expected failure with a catalogue code. Anything else that reaches an edge becomes `server.internal`. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly remedy: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  /** `message` is shown to clients and logged: never put prompt text or secrets in it. */
  constructor(code: ErrorCode, message: string, options: PlatformErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : {});
    this.code = code;
    this.field = options.field;
    this.remedy = options.remedy;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get kind(): ErrorKind {
    return errorCatalogue[this.code];
  }
}
