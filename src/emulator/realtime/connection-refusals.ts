import type { SocketFilter } from './realtime-channel.js';
import { matchesUser } from './socket-filter.js';

// Of the refusals the client retries 503 with growing delays, while 401 ends after four tries.
const DEFAULT_STATUS = 503;

/** Whose connection attempts are to fail, and how; the last word on a user counts. */
export class ConnectionRefusals {
  #rules: { filter: SocketFilter; status?: number }[] = [];

  refuse(filter: SocketFilter = {}, status = DEFAULT_STATUS): void {
    this.#rules.push({ filter, status });
  }

  accept(filter: SocketFilter = {}): void {
    if (filter.userId === undefined) this.#rules = [];
    else this.#rules.push({ filter });
  }

  /** The status with which to turn a user away, or `undefined`. */
  statusFor(userId: string): number | undefined {
    return this.#rules.findLast(({ filter }) => matchesUser(filter, userId))?.status;
  }
}
