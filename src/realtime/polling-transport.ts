import type { RealtimeSink, RealtimeTransport } from '../core/index.js';
import { ASLEEP_MS } from './connection-watch.js';

/** How often {@link PollingTransport} says that it is time to look. */
export interface PollingTransportOptions {
  /** Time between two polls while something is going on. Default: 1,000. */
  readonly intervalMs?: number | undefined;
  /** Time between two polls otherwise. Default: 5,000. */
  readonly idleIntervalMs?: number | undefined;
}

/** How long something is "going on" after the last sign of it. */
const ACTIVE_MS = 30_000;

/** {@inheritDoc RealtimeTransport} Only says when to look; looking is what the sink does. */
export class PollingTransport implements RealtimeTransport {
  readonly kind = 'polling';
  readonly #intervalMs: number;
  readonly #idleIntervalMs: number;
  #sink: RealtimeSink | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastActivity = 0;

  constructor({ intervalMs = 1_000, idleIntervalMs = 5_000 }: PollingTransportOptions = {}) {
    this.#intervalMs = intervalMs;
    this.#idleIntervalMs = Math.max(intervalMs, idleIntervalMs);
  }

  start(sink: RealtimeSink): Promise<void> {
    this.#sink = sink;
    this.#lastActivity = Date.now();
    this.#schedule();
    sink.handleConnected();
    return Promise.resolve();
  }

  stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#sink = undefined;
    return Promise.resolve();
  }

  /** Something was sent, received or opened: more is likely to follow soon, so poll often for a while. */
  noteActivity(): void {
    const wasIdle = !this.#isActive;
    this.#lastActivity = Date.now();
    if (wasIdle) this.#schedule();
  }

  get #isActive(): boolean {
    return Date.now() - this.#lastActivity < ACTIVE_MS;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#sink === undefined) return;
    const startedAt = Date.now();
    this.#timer = setTimeout(() => this.#poll(startedAt), this.#isActive ? this.#intervalMs : this.#idleIntervalMs);
  }

  #poll(startedAt: number): void {
    this.#schedule();
    // After a sleep, polls alone would take long to get to every thread.
    if (Date.now() - startedAt > this.#idleIntervalMs + ASLEEP_MS) this.#sink?.handleConnected();
    else this.#sink?.handlePollDue();
  }
}
