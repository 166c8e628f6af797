const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Does something again after it failed: after 1 s, 2 s, 4 s … 30 s, until it works. */
export class RetryTimer {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  /** @param attempt never throws; says afterwards how it went, by {@link noteFailure} or {@link reset} */
  constructor(private readonly attempt: () => void) {}

  noteFailure(): void {
    if (this.#timer !== undefined) return;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures++, LONGEST_PAUSE_MS);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.attempt();
    }, pause);
  }

  /** It worked, or it is not needed any more. */
  reset(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#failures = 0;
  }
}
