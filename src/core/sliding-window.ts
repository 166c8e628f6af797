import type { RequestWindow } from './request-budgets.js';

/**
 * Counts requests against one or more windows.
 *
 * A request occupies its place from the moment it leaves until a whole window after it was answered. The service counts
 * it somewhere in between, so that no delay on the way can push more requests into one window than were let go.
 */
export class SlidingWindow {
  readonly #windows: readonly RequestWindow[];
  #running = 0;
  /** When past requests were answered, oldest first. */
  #answeredAt: number[] = [];
  readonly #longestMs: number;

  constructor(windows: readonly RequestWindow[]) {
    this.#windows = windows;
    this.#longestMs = Math.max(0, ...windows.map((window) => window.ms));
  }

  /** A request leaves. */
  enter(): void {
    this.#running += 1;
  }

  /** A request was answered, or failed. */
  leave(now: number): void {
    this.#running -= 1;
    if (this.#longestMs > 0) this.#answeredAt.push(now);
    this.#forget(now);
  }

  /**
   * How long one more request has to wait, in milliseconds; `Infinity`: until a running one is answered.
   *
   * @param share the part of each window that may be used, above 0 and up to 1; at least one request is always allowed
   */
  waitMs(now: number, share: number): number {
    this.#forget(now);
    let wait = 0;
    for (const { ms, max } of this.#windows) {
      const free = Math.max(1, Math.floor(max * share)) - this.#running;
      if (free <= 0) return Infinity;
      // With room for `free` more, the answer that many places from the end has to be out of the window.
      const blocking = this.#answeredAt[this.#answeredAt.length - free];
      if (blocking !== undefined) wait = Math.max(wait, blocking + ms - now);
    }
    return wait;
  }

  /** Whether nothing would be lost by forgetting this object. */
  isIdle(now: number): boolean {
    this.#forget(now);
    return this.#running === 0 && this.#answeredAt.length === 0;
  }

  #forget(now: number): void {
    const last = this.#answeredAt.at(-1);
    // The clock was set back: without this, requests would wait for as long as it was set back.
    if (last !== undefined && last > now) this.#answeredAt = this.#answeredAt.map((at) => Math.min(at, now));
    let expired = 0;
    while ((this.#answeredAt[expired] ?? Infinity) + this.#longestMs <= now) expired += 1;
    if (expired > 0) this.#answeredAt.splice(0, expired);
  }
}
