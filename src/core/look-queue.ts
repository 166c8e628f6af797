import type { AsyncLane } from './async-lane.js';
import { isChatError } from './errors.js';

/**
 * Looks at the service for what may have been missed in one thread. They run in the order of its events, so what
 * arrives during a look is told after what the look finds.
 */
export class LookQueue {
  readonly #lane: AsyncLane;
  readonly #isGone: () => boolean;
  readonly #handleGone: () => void;
  readonly #waiting = new Map<string, Promise<void>>();

  /**
   * @param isGone whether the thread is over: nothing is looked at then
   * @param handleGone called when the service answers that the thread is not there, or not for me
   */
  constructor(lane: AsyncLane, isGone: () => boolean, handleGone: () => void) {
    this.#lane = lane;
    this.#isGone = isGone;
    this.#handleGone = handleGone;
  }

  /** Runs a look of its own. */
  run(look: () => Promise<void>): Promise<void> {
    return this.#lane.run(async () => {
      if (this.#isGone()) return;
      try {
        await look();
      } catch (error) {
        if (!isChatError(error, 'forbidden') && !isChatError(error, 'not-found')) throw error;
        this.#handleGone();
      }
    });
  }

  /** Runs a look; calls that come before it starts share it. */
  runShared(name: 'walk' | 'refresh' | 'receipts', look: () => Promise<void>): Promise<void> {
    const waiting = this.#waiting.get(name);
    if (waiting) return waiting;
    let hasStarted = false as boolean;
    const run = this.run(async () => {
      hasStarted = true;
      this.#waiting.delete(name);
      await look();
    });
    // On an idle lane it has started by now, and a later call needs a look of its own.
    if (!hasStarted) this.#waiting.set(name, run);
    return run;
  }
}
