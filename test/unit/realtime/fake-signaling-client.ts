import type { SignalingSource } from '../../../src/realtime/index.js';

type Listener = (payload: unknown) => void;

/** Behaves like the official client, including its odd sides: see the comments. */
export class FakeSignalingClient implements SignalingSource {
  /** What became of each step, in order. */
  readonly log: string[] = [];
  /** How many connections are open on the service's side. */
  open = 0;
  #listeners = new Map<string, Listener[]>();
  #isStarted = false;
  #pending: { resolve: () => void; reject: (error: Error) => void }[] = [];

  /** A second start does nothing, even when the first one failed. */
  async startRealtimeNotifications(): Promise<void> {
    this.log.push('start');
    if (this.#isStarted) return;
    this.#isStarted = true;
    await new Promise<void>((resolve, reject) => this.#pending.push({ resolve, reject }));
    // It does not notice a stop that came in between.
    this.open += 1;
  }

  stopRealtimeNotifications(): Promise<void> {
    this.log.push('stop');
    this.#isStarted = false;
    this.open = 0;
    this.#listeners.clear();
    return Promise.resolve();
  }

  on(event: string, listener: Listener): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  get listenerCount(): number {
    return [...this.#listeners.values()].flat().length;
  }

  /** The configuration has arrived. */
  configure(): void {
    this.#pending.shift()?.resolve();
  }

  failToConfigure(message: string): void {
    this.#pending.shift()?.reject(new Error(message));
  }

  emit(event: string, payload?: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(payload);
  }

  /** Connected for the first time, or again. */
  connect(): void {
    this.emit('realTimeNotificationConnected');
  }
}
