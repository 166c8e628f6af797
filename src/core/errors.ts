/** The one error type of the core. Facades turn it into their vendor's shape and keep it as `cause`. */

export type ChatErrorCode =
  /** The token is missing, expired or refused. */
  | 'unauthorized'
  /** The token is good, but this user may not do this (or is not in the thread). */
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  /** The request is malformed or over a limit; repeating it cannot help. */
  | 'invalid-argument'
  | 'too-large'
  | 'rate-limited'
  /** The service answered with a 5xx or an unreadable body. The change may or may not have happened. */
  | 'service-error'
  /** No answer at all: connection refused or lost. The change may or may not have happened. */
  | 'unavailable'
  /** A message may or may not be stored, and that could not be established. */
  | 'ambiguous-send'
  | 'cancelled'
  /** The session was shut down. */
  | 'closed'
  | 'not-supported';

export interface ChatErrorOptions {
  /** HTTP status of the answer, if there was one. */
  readonly status?: number | undefined;
  /** How long the service asked to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  readonly details?: unknown;
  readonly cause?: unknown;
}

const RETRYABLE: ReadonlySet<ChatErrorCode> = new Set(['rate-limited', 'service-error', 'unavailable']);
const BRAND = Symbol.for('rethread.ChatError');

/**
 * Messages read "unable to <operation>; <reason>" and never hold tokens, keys or message bodies.
 * Test with {@link isChatError}: `instanceof` fails between the ESM and the CommonJS build.
 */
export class ChatError extends Error {
  readonly code: ChatErrorCode;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly details: unknown;

  constructor(code: ChatErrorCode, message: string, options: ChatErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ChatError';
    this.code = code;
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
    this.details = options.details;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Whether the same request may succeed later without any change. */
  get isRetryable(): boolean {
    return RETRYABLE.has(this.code);
  }
}

export function isChatError(error: unknown, code?: ChatErrorCode): error is ChatError {
  const isBranded = typeof error === 'object' && error !== null && BRAND in error;
  return isBranded && (code === undefined || (error as unknown as ChatError).code === code);
}

/** What the target service cannot do, or what is not built yet. Names the member and the way out. */
export class NotSupportedError extends ChatError {
  constructor(member: string, reason: string, wayOut: string) {
    super('not-supported', `unable to use ${member}; ${reason} ${wayOut}`);
    this.name = 'NotSupportedError';
  }
}

/** Attributes do not fit where the service keeps them. Thrown before anything is sent; nothing is ever truncated. */
export class AttributesTooLargeError extends ChatError {
  /** In UTF-8 bytes. */
  readonly size: number;
  /** In UTF-8 bytes. */
  readonly limit: number;

  constructor(what: string, size: number, limit: number, wayOut: string) {
    super('too-large', `unable to store ${what}; they take ${size} bytes and the limit is ${limit}. ${wayOut}`, {
      details: { size, limit },
    });
    this.name = 'AttributesTooLargeError';
    this.size = size;
    this.limit = limit;
  }
}

/** The message may or may not be stored; look at the thread before sending it again. */
export class AmbiguousSendError extends ChatError {
  constructor(cause: unknown) {
    super('ambiguous-send', 'unable to tell whether the message was sent; look at the thread before sending it again', {
      cause,
    });
    this.name = 'AmbiguousSendError';
  }
}
