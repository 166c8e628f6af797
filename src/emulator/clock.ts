/** Anything that tells the time in epoch milliseconds. */
export interface TimeSource {
  now(): number;
}

/** The emulator's own time, which a test may move forward. */
export interface EmulatorClock extends TimeSource {
  /**
   * Moves the time forward: tokens age, rate windows pass, retention policies fall due.
   *
   * @throws RangeError when `ms` is negative, since ids and versions must keep growing.
   */
  advance(ms: number): void;
}

/** The clock as the emulator's own parts see it. */
export interface AdjustableClock extends EmulatorClock {
  /** How far the time is ahead of its source. */
  readonly offsetMs: number;
  /** Calls `listener` after each {@link EmulatorClock.advance}; returns the way to stop that. */
  onAdvance(listener: () => void): () => void;
}

/** Creates a clock that runs with `source` (the wall clock unless told), ahead of it by what was advanced. */
export function createClock(source: TimeSource = Date, startOffsetMs = 0): AdjustableClock {
  const listeners = new Set<() => void>();
  let offsetMs = startOffsetMs;
  return {
    now: () => Math.floor(source.now() + offsetMs),
    get offsetMs() {
      return offsetMs;
    },
    advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) {
        throw new RangeError(
          'unable to move the clock; the step must be a number of milliseconds that is not negative',
        );
      }
      offsetMs += ms;
      for (const listener of listeners) listener();
    },
    onAdvance(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
