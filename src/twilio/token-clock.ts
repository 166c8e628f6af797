/** The original is warned by its server this long before the end. */
const WARNING_MS = 180_000;
/** setTimeout takes no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface TokenClockListener {
  handleAboutToExpire(): void;
  handleExpired(): void;
}

/** Watches the end of a token's life; ACS itself says nothing about it. */
export class TokenClock {
  #timers: ReturnType<typeof setTimeout>[] = [];

  constructor(private readonly listener: TokenClockListener) {}

  /** @param expiresOn `undefined`: the token does not tell, and nothing will be said */
  watch(expiresOn: Date | undefined): void {
    this.stop();
    if (expiresOn === undefined) return;
    const remaining = expiresOn.getTime() - Date.now();
    if (remaining > WARNING_MS) this.#at(remaining - WARNING_MS, () => this.listener.handleAboutToExpire());
    else if (remaining > 0) this.#at(0, () => this.listener.handleAboutToExpire());
    this.#at(Math.max(remaining, 0), () => this.listener.handleExpired());
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }

  #at(delayMs: number, action: () => void): void {
    if (delayMs <= LONGEST_TIMER_MS) this.#timers.push(setTimeout(action, delayMs));
  }
}
