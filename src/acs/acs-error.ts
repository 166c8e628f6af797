import { ChatError, type ChatErrorCode, isChatError, fieldsOf, textOf } from '../core/index.js';
import type { AcsReply } from './acs-exchange.js';
import { parseRetryAfterMs } from './retry-after.js';

/** What the service said, as far as it can be repeated: its texts may quote what was sent, so only codes are kept. */
export interface AcsErrorDetails {
  readonly serviceCode?: string;
  /** Names the request in the service's logs (`x-ms-client-request-id`). */
  readonly requestId?: string;
}

type Meaning = readonly [code: ChatErrorCode, reason: string];

const MEANING_BY_STATUS: Readonly<Record<number, Meaning>> = {
  401: ['unauthorized', 'the access token was refused'],
  403: ['forbidden', 'this user may not do that or is not in the thread'],
  404: ['not-found', 'it does not exist'],
  408: ['unavailable', 'the request took too long to arrive'],
  409: ['conflict', 'it conflicts with the current state'],
  413: ['too-large', 'the request is too large'],
  429: ['rate-limited', 'too many requests'],
};

/** The error that an answer with another status than a success stands for. */
export function replyError(operation: string, reply: AcsReply): ChatError {
  const [code, reason] = meaningOf(reply.status);
  const serviceCode = parseServiceCode(reply.body);
  const told = [reply.status, serviceCode].filter(Boolean).join(', ');
  return new ChatError(code, `unable to ${operation}; ${reason} (${told})`, {
    status: reply.status,
    retryAfterMs: parseRetryAfterMs(reply.header),
    details: detailsOf(reply, serviceCode),
  });
}

/** A success that lacks what it should tell: what was asked for has probably happened. */
export function unreadableReplyError(operation: string, reply: AcsReply): ChatError {
  return new ChatError('service-error', `unable to ${operation}; the service's answer could not be read`, {
    status: reply.status,
    details: detailsOf(reply, undefined),
  });
}

/** The error for a call that got no answer. */
export function failureError(operation: string, failure: unknown): ChatError {
  if (isChatError(failure)) return failure;
  const { name, code, statusCode } = fieldsOf(failure);
  if (name === 'AbortError') return new ChatError('cancelled', `unable to ${operation}; it was cancelled`);
  if (name === 'RestError' && statusCode === undefined) {
    const options = { cause: sanitizedCause(failure) };
    return new ChatError(
      'unavailable',
      `unable to ${operation}; the service did not answer (${nameOf(code)})`,
      options,
    );
  }
  // The SDK checks arguments before it sends anything, and quotes them.
  return new ChatError('invalid-argument', `unable to ${operation}; the request could not be built`);
}

function meaningOf(status: number): Meaning {
  const known = MEANING_BY_STATUS[status];
  if (known !== undefined) return known;
  const isClientError = status >= 400 && status < 500;
  return isClientError
    ? ['invalid-argument', 'the service refused the request']
    : ['service-error', 'the service failed'];
}

/** From `{error: {code}}`, or `{CommunicationError: {Code}}`, which some live failures use. */
function parseServiceCode(body: unknown): string | undefined {
  const { error, CommunicationError } = fieldsOf(body);
  const code = textOf(fieldsOf(error)['code']) || textOf(fieldsOf(CommunicationError)['Code']);
  return /^[A-Za-z][A-Za-z0-9]{0,63}$/.test(code) ? code : undefined;
}

function detailsOf({ requestId }: AcsReply, serviceCode: string | undefined): AcsErrorDetails {
  return { ...(serviceCode !== undefined && { serviceCode }), ...(requestId !== '' && { requestId }) };
}

/** The SDK's error holds the request with its token and its body, and printing an error prints its cause. */
function sanitizedCause(failure: unknown): Error {
  const cause = new Error(nameOf(fieldsOf(failure)['code']));
  cause.name = 'RestError';
  return cause;
}

function nameOf(code: unknown): string {
  return textOf(code) || 'network error';
}
