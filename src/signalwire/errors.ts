import { isChatError } from '../core/index.js';

/** The token is refused. */
export class AuthError extends Error {
  /** 401 */
  readonly code: number;

  constructor(code: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'AuthError';
    this.code = code;
  }
}

/** A request is refused. */
export class HttpError extends Error {
  /** The status of the answer. */
  readonly code: number;

  constructor(code: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'HttpError';
    this.code = code;
  }
}

/** Turns what the core throws into what the original throws, where it has something of the kind. */
export function toSignalWireError(error: unknown): unknown {
  if (!isChatError(error)) return error;
  if (error.code === 'unauthorized') return new AuthError(401, 'Unauthorized', error);
  return error.status === undefined ? error : new HttpError(error.status, error.message, error);
}

/** What the original says whenever the method fails, whatever the reason. */
export const SENDING = 'Error sending message to conversation!';
export const JOINING = 'Error joining a conversation!';
export const MESSAGES = 'Error fetching the conversation messages!';
export const CONVERSATIONS = 'Error fetching the conversation history!';

/** Runs a job; its failure leaves with the text of the original and, unlike there, with the reason as `cause`. */
export async function failingAs<T>(text: string, job: () => T | Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (cause) {
    throw new Error(text, { cause });
  }
}
