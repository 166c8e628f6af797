import type { Behaviour } from './behaviour.js';

/** What a {@link ServiceError} may carry besides status, code and message. */
export interface ServiceErrorDetails {
  /** The field or header at fault. */
  target?: string;
  headers?: Record<string, string>;
  /** Set where users saw the other error body on the live service. */
  reportedEnvelope?: 'communicationError';
}

/** A refusal with the status, code and body that the client shall see. Never carries message content or tokens. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly extra: ServiceErrorDetails = {},
  ) {
    super(message);
  }
}

/** The refusals of the service. */
export const refuse = {
  badRequest: (message: string, target?: string): ServiceError =>
    new ServiceError(400, 'BadRequest', message, target === undefined ? {} : { target }),
  /** ACS docs: at most 200 participants in a call; the body is what users reported for it. */
  tooManyParticipants: (message: string): ServiceError =>
    new ServiceError(400, 'BadRequest', message, { target: 'participants', reportedEnvelope: 'communicationError' }),
  unauthorized: (message: string): ServiceError =>
    new ServiceError(401, 'Unauthorized', message, { headers: { 'WWW-Authenticate': 'Bearer' } }),
  forbidden: (message: string, target?: string): ServiceError =>
    new ServiceError(403, 'Forbidden', message, target === undefined ? {} : { target }),
  notFound: (message: string, target?: string): ServiceError =>
    new ServiceError(404, 'NotFound', message, target === undefined ? {} : { target }),
  methodNotAllowed: (allowed: readonly string[]): ServiceError =>
    new ServiceError(405, 'MethodNotAllowed', `This path answers ${allowed.join(', ')} only.`, {
      headers: { Allow: allowed.join(', ') },
    }),
  bodyTooLarge: (): ServiceError => new ServiceError(413, 'PayloadTooLarge', 'The request body is too large.'),
  unsupportedMediaType: (expected: string): ServiceError =>
    new ServiceError(415, 'UnsupportedMediaType', `The request body must be ${expected}.`, { target: 'Content-Type' }),
  tooManyRequests: (budget: string, headers: Record<string, string>): ServiceError =>
    new ServiceError(429, 'TooManyRequests', `The rate limit was exceeded: ${budget}.`, { headers }),
  notImplemented: (operation: string): ServiceError =>
    new ServiceError(501, 'NotImplemented', `The emulator does not offer the operation ${operation}.`),
};

const codes: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  501: 'NotImplemented',
  503: 'ServiceUnavailable',
};

/** The error code that goes with a bare status, for answers made by a fault. */
export function codeOfStatus(status: number): string {
  return codes[status] ?? 'Error';
}

/** The error body, in the envelope that `behaviour` asks for. */
export function toErrorBody(error: ServiceError, behaviour: Behaviour): object {
  const { errorEnvelope } = behaviour;
  if (errorEnvelope === 'communicationError') {
    return { CommunicationError: { Code: error.code, Message: error.message } };
  }
  if (errorEnvelope === 'mixed' && error.extra.reportedEnvelope === 'communicationError') {
    return { CommunicationError: { Code: error.code, Details: [] } };
  }
  const { target } = error.extra;
  return {
    error: { code: codeFor(error, behaviour), message: error.message, ...(target === undefined ? {} : { target }) },
  };
}

function codeFor(error: ServiceError, behaviour: Behaviour): string {
  if (error.code === 'BadRequest') return behaviour.badRequestCode;
  if (error.code === 'NotFound') return behaviour.notFoundCode;
  return error.code;
}
