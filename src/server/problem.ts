import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type ChatErrorCode, isChatError } from '../core/index.js';

/** How a {@link Problem} is told beside its status, code and text. */
export interface ProblemOptions {
  /** When asking again makes sense, in seconds: the header `Retry-After`. */
  readonly retryAfterSeconds?: number | undefined;
  /** Further response headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly cause?: unknown;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/** How long to wait when nobody said it, in seconds. */
const DEFAULT_RETRY_AFTER = 5;

/** A request that is answered with a problem document (RFC 9457). Routes throw it; the app turns it into the answer. */
export class Problem extends Error {
  readonly status: number;
  /** In kebab-case; what a client decides by. */
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param detail - `unable to <operation>; <reason and way out>`. Sent to the client: no secrets, nothing of others.
   */
  constructor(status: number, code: string, detail: string, options: ProblemOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    const isTemporary = status === 429 || status === 503;
    this.retryAfterSeconds = options.retryAfterSeconds ?? (isTemporary ? DEFAULT_RETRY_AFTER : undefined);
    this.headers = options.headers ?? {};
  }

  toResponse(): Response {
    const { status, code, message: detail, retryAfterSeconds, headers } = this;
    const body = { type: 'about:blank', title: TITLES[status] ?? 'Error', status, code, detail };
    return new Response(JSON.stringify(body), {
      status,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        ...headers,
        ...(retryAfterSeconds !== undefined && { 'retry-after': String(Math.max(1, Math.ceil(retryAfterSeconds))) }),
      },
    });
  }
}

type Shape = readonly [status: ContentfulStatusCode, code: string];

/** What a failure at Azure means to whoever asked the companion. */
const BY_CHAT_ERROR: Partial<Record<ChatErrorCode, Shape>> = {
  forbidden: [403, 'forbidden'],
  'not-found': [404, 'not-found'],
  conflict: [409, 'conflict'],
  'invalid-argument': [400, 'invalid-request'],
  'too-large': [413, 'too-large'],
  'rate-limited': [429, 'rate-limited'],
  unavailable: [503, 'unavailable'],
  'service-error': [503, 'unavailable'],
};

/** @returns the problem that a failure is told as; `undefined` for what is a defect of the companion. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (!isChatError(error)) return undefined;
  // The companion's own token, or the caller's, in a place that does not expect it: not what the caller can mend.
  const [status, code] = BY_CHAT_ERROR[error.code] ?? [502, 'service-error'];
  const retryAfterSeconds = error.retryAfterMs === undefined ? undefined : error.retryAfterMs / 1000;
  return new Problem(status, code, error.message, { retryAfterSeconds, cause: error });
}
