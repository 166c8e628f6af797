import type { ChatBackend } from './ports.js';

/** A request that a {@link ChatBackend} can make, by the name of its method. */
export type RequestOperation = Exclude<keyof ChatBackend, 'userId'>;

/** At most `max` requests in any stretch of `ms` milliseconds. */
export interface RequestWindow {
  readonly ms: number;
  readonly max: number;
}

/**
 * What a service allows one client. The operations share the budget; an operation belongs to one budget at most, so an
 * adapter states the strictest figure that can bind a single client. An operation in no budget is not limited.
 */
export interface RequestBudget {
  readonly operations: readonly RequestOperation[];
  /** `user`: one budget for everything the user does. `thread`: one for each thread. */
  readonly scope: 'user' | 'thread';
  /** All of them hold at the same time. */
  readonly windows: readonly RequestWindow[];
}
