import { type ChatError, isChatError } from '../core/index.js';

interface NexmoErrorOptions {
  /** The code behind it, which is the same for every facade of this library. */
  readonly detail?: string | undefined;
  readonly cause?: unknown;
}

/** What both kinds of errors have. */
abstract class NexmoError extends Error {
  readonly type: string;
  readonly description: string;
  readonly detail: string | undefined;

  constructor(type: string, description: string, { detail, cause }: NexmoErrorOptions = {}) {
    super(`type: ${type}, description: ${description}`, cause === undefined ? undefined : { cause });
    this.type = type;
    this.description = description;
    this.detail = detail;
  }
}

/** The client refuses by itself, or nobody has answered. */
export class NexmoClientError extends NexmoError {
  constructor(type: string, description: string, options?: NexmoErrorOptions) {
    super(type, description, options);
    this.name = 'NexmoClientError';
  }
}

/** The service refuses. */
export class NexmoApiError extends NexmoError {
  constructor(type: string, description: string, options?: NexmoErrorOptions) {
    super(type, description, options);
    this.name = 'NexmoApiError';
  }
}

/** The original's names for what the service says, as far as they are known. */
export const SERVER_TYPES = {
  expiredToken: 'system:error:expired-token',
  noConversation: 'conversation:error:not-found',
  wrongState: 'conversation:error:invalid-member-state',
} as const;

/** Turns what the core throws into what an app written for Stitch expects; `type` where the original has a name for it. */
export function toNexmoError(error: unknown, type?: string): unknown {
  if (!isChatError(error)) return error;
  const { code, status, message } = error;
  const options = { detail: code, cause: error };
  if (type !== undefined) return new NexmoApiError(type, message, options);
  return status === undefined
    ? new NexmoClientError(`error:acs:${code}`, message, options)
    : new NexmoApiError(`error:acs:${status}`, message, options);
}

/** The original's name for an error, if it has one. */
export type TypeOfError = (error: ChatError) => string | undefined;

/** Awaits what the core does; its failure leaves in Stitch's shape. */
export async function asNexmo<T>(action: () => PromiseLike<T> | T, typeOf: TypeOfError = () => undefined): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw toNexmoError(error, isChatError(error) ? typeOf(error) : undefined);
  }
}

/** Of conversations, the service does not say whether they do not exist or are not the user's. */
export const typeOfMissing: TypeOfError = ({ code }) =>
  code === 'not-found' || code === 'forbidden' ? SERVER_TYPES.noConversation : undefined;

export const wrongType = (operation: string, expected: string): NexmoClientError =>
  new NexmoClientError('error:invalid:param:type', `unable to ${operation}; ${expected}`);

export const missing = (operation: string, expected: string): NexmoClientError =>
  new NexmoClientError('error:missing:params', `unable to ${operation}; ${expected}`);

/** Of everything that is about calls. */
export const noCalls = (member: string): Promise<never> =>
  Promise.reject(
    new NexmoClientError(
      'error:not-supported',
      `unable to use ${member}; there are no calls in ACS Chat. The calling library of Azure makes them.`,
    ),
  );
