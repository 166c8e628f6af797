import type { SocketFilter } from './realtime-channel.js';

/** Whether a filter lets a user through; no filter lets everybody through. */
export function matchesUser(filter: SocketFilter | undefined, userId: string): boolean {
  return filter?.userId === undefined || filter.userId === userId;
}
