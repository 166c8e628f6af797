import { ChatError } from '../../src/core/errors.js';
import type { ServiceEvent } from '../../src/core/model.js';
import type { RealtimeSink, RealtimeTransport } from '../../src/core/ports.js';

/**
 * Real time in the hands of a test. Events arrive by themselves until {@link hold}; then each of them waits until the
 * test delivers, repeats, or loses it. What happens while there is no connection is lost, as with the real service.
 */
export class FakeTransport implements RealtimeTransport {
  /** What has happened and not been delivered yet, oldest first. */
  readonly held: ServiceEvent[] = [];
  isConnected = false;
  #sink: RealtimeSink | undefined;
  #isHolding = false;
  #startFailure: ChatError | undefined;

  constructor(public kind: 'push' | 'polling' = 'push') {}

  get isStarted(): boolean {
    return this.#sink !== undefined;
  }

  async start(sink: RealtimeSink): Promise<void> {
    await Promise.resolve();
    const failure = this.#startFailure;
    this.#startFailure = undefined;
    if (failure) throw failure;
    this.#sink = sink;
    this.connect();
  }

  async stop(): Promise<void> {
    this.#sink = undefined;
    this.isConnected = false;
    await Promise.resolve();
  }

  failNextStart(code: 'unauthorized' | 'unavailable'): void {
    this.#startFailure = new ChatError(code, 'unable to connect; the test says so');
  }

  connect(): void {
    this.isConnected = true;
    this.#sink?.handleConnected();
  }

  disconnect(): void {
    this.isConnected = false;
    this.#sink?.handleDisconnected();
  }

  /** A round of polling is due. */
  poll(): void {
    this.#sink?.handlePollDue();
  }

  /** Time to make sure that nothing is missing. */
  check(): Promise<boolean> {
    return this.#sink?.handleCheckDue() ?? Promise.resolve(false);
  }

  /** From now on nothing arrives by itself. */
  hold(): void {
    this.#isHolding = true;
  }

  /** Delivers everything held, and from now on what happens arrives by itself again. */
  release(): void {
    this.#isHolding = false;
    this.deliverAll();
  }

  /** Delivers one held event; out of order where the position is not 0. */
  deliver(position = 0): void {
    const [event] = this.held.splice(position, 1);
    if (event) this.#sink?.handleEvent(event);
  }

  /** Delivers one held event and keeps it, to be delivered again. */
  duplicate(position = 0): void {
    const event = this.held[position];
    if (event) this.#sink?.handleEvent(event);
  }

  lose(position = 0): void {
    this.held.splice(position, 1);
  }

  deliverAll(arrange: (events: ServiceEvent[]) => ServiceEvent[] = (events) => events): void {
    for (const event of arrange(this.held.splice(0))) this.#sink?.handleEvent(event);
  }

  /** Called by the service for what this user is told. */
  push(event: ServiceEvent): void {
    if (this.kind === 'polling' || !this.isConnected) return;
    this.held.push(event);
    // Not inside the request that caused it.
    if (!this.#isHolding) queueMicrotask(() => (this.#isHolding ? undefined : this.deliverAll()));
  }
}
