import type { ChatError } from './errors.js';

const FIRST_BACK_OFF_MS = 1_000;
const MAX_BACK_OFF_MS = 30_000;
const MIN_CLOSURE_MS = 100;
/** A service that asks for more is taken to be mistaken: one request asks again after this time. */
const MAX_CLOSURE_MS = 600_000;

/**
 * What a bucket knows about being refused by the service: closed for the time the service asked for, or for 1 s, 2 s,
 * 4 s … 30 s when it did not say; then half open – one request at a time – until one gets through.
 */
export class Throttle {
  readonly #jitter: () => number;
  /** Since when the service has been refusing without a break. `undefined`: it does not refuse. */
  refusingSince: number | undefined;
  lastError: ChatError | undefined;
  /** When the service refused last, in milliseconds. */
  refusedAt = -Infinity;
  #closedUntil = 0;
  #refusals = 0;
  #epoch = 0;
  #isProbing = false;

  /** @param jitter 0 to 1; lengthens a back-off by up to a quarter */
  constructor(jitter: () => number) {
    this.#jitter = jitter;
  }

  /** How long until a request may leave, in milliseconds; `Infinity`: not before the one under way is answered. */
  waitMs(now: number): number {
    // Matters only when the clock was set back.
    this.#closedUntil = Math.min(this.#closedUntil, now + MAX_CLOSURE_MS);
    if (this.#closedUntil > now) return this.#closedUntil - now;
    return this.#isProbing ? Infinity : 0;
  }

  /** When the bucket opens again; a time in the past when it is open. */
  get opensAt(): number {
    return this.#closedUntil;
  }

  /** A request leaves. @returns a token to hand to {@link refused} or {@link answered} */
  enter(): number {
    if (this.refusingSince !== undefined) this.#isProbing = true;
    return this.#epoch;
  }

  /**
   * @param attempts how often this same request has been refused, 1 for the first time
   * @param patienceMs how much longer the request may wait: a back-off is cut so that it gets a last chance
   */
  refused(token: number, now: number, error: ChatError, attempts: number, patienceMs: number): void {
    const isNews = token === this.#epoch;
    // Requests that left together are refused together: that is one refusal, not many.
    if (isNews) {
      this.#epoch += 1;
      this.#refusals += 1;
      this.#isProbing = false;
    }
    this.refusingSince ??= now;
    this.refusedAt = now;
    this.lastError = error;
    const asked = error.retryAfterMs;
    if (asked !== undefined && asked > 0)
      this.#closeUntil(now + Math.min(MAX_CLOSURE_MS, Math.max(MIN_CLOSURE_MS, asked)));
    else if (isNews) {
      const delay = this.#backOffMs(Math.max(this.#refusals, attempts));
      this.#closeUntil(now + Math.min(delay, Math.max(FIRST_BACK_OFF_MS, patienceMs)));
    }
  }

  /** The service took the request, whatever it answered. */
  answered(token: number): void {
    if (token !== this.#epoch) return;
    this.#isProbing = false;
    this.#refusals = 0;
    this.refusingSince = undefined;
    this.lastError = undefined;
  }

  /** No answer came: that says nothing about refusals. */
  lost(token: number): void {
    if (token === this.#epoch) this.#isProbing = false;
  }

  #closeUntil(time: number): void {
    this.#closedUntil = Math.max(this.#closedUntil, time);
  }

  #backOffMs(refusals: number): number {
    const delay = FIRST_BACK_OFF_MS * 2 ** Math.min(refusals - 1, 10);
    return Math.min(MAX_BACK_OFF_MS, delay * (1 + this.#jitter() / 4));
  }
}
