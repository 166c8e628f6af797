import type { SocketFilter } from './realtime/index.js';

/** Narrows to a user, or to nobody in particular. */
export function filterFor(userId: string | undefined): SocketFilter {
  return userId === undefined ? {} : { userId };
}
