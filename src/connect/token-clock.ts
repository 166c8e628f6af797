/** Leaves a refresher time to fail a few times before anybody has to know. */
const RENEWAL_MS = 300_000;
/** The original is warned by its server this long before the end. */
const WARNING_MS = 180_000;
/** Timers stand still while the machine sleeps, and a request that was refused may have replaced the token. */
const LONGEST_PAUSE_MS = 60_000;

interface TokenClockListener {
  /** Time to fetch another token: after half of what is left, at most five minutes before the end. */
  handleRenewalDue(): void;
  handleAboutToExpire(): void;
  handleExpired(): void;
}

type Step = readonly [at: number, action: () => void];

/** Watches the end of a token's life; ACS itself says nothing about it. Says each thing once for each token. */
export class TokenClock {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #end: number | undefined;
  #steps: Step[] = [];

  /** @param expiresOn of the token in use; `undefined`: it does not tell, and nothing will be said */
  constructor(
    private readonly expiresOn: () => Date | undefined,
    private readonly listener: TokenClockListener,
  ) {}

  watch(): void {
    this.stop();
    this.#plan();
    const [next] = this.#steps;
    if (next) this.#timer = setTimeout(() => this.#look(), Math.min(next[0] - Date.now(), LONGEST_PAUSE_MS));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #look(): void {
    this.#plan();
    const now = Date.now();
    const due = this.#steps.filter(([at]) => at <= now);
    this.#steps = this.#steps.filter(([at]) => at > now);
    this.watch();
    for (const [, action] of due) action();
  }

  #plan(): void {
    const end = this.expiresOn()?.getTime();
    if (end === this.#end) return;
    this.#end = end;
    this.#steps = end === undefined ? [] : this.#stepsTo(end);
  }

  #stepsTo(end: number): Step[] {
    const { listener } = this;
    const left = end - Date.now();
    const last: Step = [end, () => listener.handleExpired()];
    if (left <= 0) return [last];
    return [
      [end - Math.min(RENEWAL_MS, left / 2), () => listener.handleRenewalDue()],
      [end - WARNING_MS, () => listener.handleAboutToExpire()],
      last,
    ];
  }
}
