const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Does something again after a failure: after 1 s, then 2 s, 4 s … 30 s while failures go on. */
export class RetryTimer {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #lastAttemptAt = 0;

  /** @param attempt never throws; when it fails, it says so by {@link noteFailure} */
  constructor(private readonly attempt: () => void) {}

  noteFailure(): void {
    if (this.#timer !== undefined) return;
    // One failure in a thousand attempts is no reason to wait for long, but one in each is, also when it comes late.
    if (Date.now() - this.#lastAttemptAt > 2 * LONGEST_PAUSE_MS) this.#failures = 0;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures++, LONGEST_PAUSE_MS);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#lastAttemptAt = Date.now();
      this.attempt();
    }, pause);
  }

  /** It is attempted for another reason, or not needed any more. */
  reset(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#failures = 0;
  }
}
