import { ChatError, type RealtimeSink } from '../core/index.js';
import { parseEvent, type PushEventName } from './event-parser.js';

/** From one `start` to the next `stop`: decides whether it came about, and lets nothing through once it is over. */
export class SignalingRun {
  /** Settles at the first connection, or with the reason why there was none. */
  readonly connected: Promise<void>;
  #settle!: { resolve: () => void; reject: (error: ChatError) => void };
  readonly #sink: RealtimeSink;
  readonly #timer: ReturnType<typeof setTimeout>;
  #isOver = false;

  constructor(sink: RealtimeSink, timeoutMs: number) {
    this.#sink = sink;
    this.connected = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.#timer = setTimeout(() => this.end(timeoutError(timeoutMs)), timeoutMs);
  }

  hasEnded(): boolean {
    return this.#isOver;
  }

  /** @param error - what a caller who still waits for the connection is told. */
  end(error: ChatError): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#settle.reject(error);
  }

  /** Repeats without a disconnection in between when the client moved to another connection; a repair is due then too. */
  readonly handleConnected = (): void => {
    if (this.#isOver) return;
    clearTimeout(this.#timer);
    this.#sink.handleConnected();
    this.#settle.resolve();
  };

  readonly handleDisconnected = (): void => {
    if (!this.#isOver) this.#sink.handleDisconnected();
  };

  handlePayload(name: PushEventName, payload: unknown): void {
    const event = this.#isOver ? undefined : parseEvent(name, payload);
    if (event !== undefined) this.#sink.handleEvent(event);
  }
}

function timeoutError(timeoutMs: number): ChatError {
  return new ChatError('unavailable', `unable to start real-time events; no connection within ${timeoutMs} ms`);
}
