import { isChatError } from '../core/index.js';

/** An error as the original gives it: a plain object. `cause` and `status` are added here. */
export interface BasicError {
  readonly name: 'BasicError';
  /** Such as `messaging:5`: see {@link CODES}. */
  readonly code: string;
  readonly message: string;
  /** The HTTP status of the service's answer, if there was one. */
  readonly status?: number;
  readonly cause?: unknown;
}

/** The original's codes for what went wrong. */
export const CODES = {
  badInput: 'BAD_INPUT',
  send: 'messaging:5',
  fetchMessages: 'messaging:6',
  upload: 'messaging:7',
  fetchConversations: 'messaging:8',
  badParts: 'messaging:10',
  typing: 'messaging:11',
  unknown: 'NO_CODE',
  subscribe: 'subscription:5',
  unsubscribe: 'subscription:6',
  groups: 'groups:1',
} as const;

/** @param code for what was being done; what the app passed wrongly has a code of its own */
export function toBasicError(cause: unknown, code: string): BasicError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const status = isChatError(cause) ? cause.status : undefined;
  return { name: 'BasicError', code, message, ...(status !== undefined && { status }), cause };
}

/** @param message as "unable to X; Y" */
export function badInput(message: string, code: string = CODES.badInput): BasicError {
  return { name: 'BasicError', code, message };
}
