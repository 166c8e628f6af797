import { ChatError, type RealtimeSink } from '../core/index.js';
import { ConnectionWatch } from './connection-watch.js';
import { parseEvent, type PushEventName } from './event-parser.js';

/** From one `start` to the next `stop`: decides whether it came about, and lets nothing through once it is over. */
export class SignalingRun {
  /** Settles at the first connection, or with the reason why there was none. */
  readonly connected: Promise<void>;
  #settle!: { resolve: () => void; reject: (error: ChatError) => void };
  readonly #sink: RealtimeSink;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #watch: ConnectionWatch;
  #hasConnected = false;
  #isOver = false;

  /** @param reopen - makes another connection; called when this one is dead. */
  constructor(sink: RealtimeSink, timeoutMs: number, reopen: () => void) {
    this.#sink = sink;
    this.#watch = new ConnectionWatch({
      check: () => sink.handleCheckDue(),
      reconnect: () => {
        if (this.#isOver) return;
        this.handleDisconnected();
        reopen();
      },
    });
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
    this.#watch.end();
    this.#settle.reject(error);
  }

  /** The client did not start. Once it was connected, the watch tries again. */
  fail(error: ChatError): void {
    if (this.#hasConnected) this.#watch.checkSoon();
    else this.end(error);
  }

  /** Repeats without a disconnection in between when the client moved to another connection; a repair is due then too. */
  readonly handleConnected = (): void => {
    if (this.#isOver) return;
    clearTimeout(this.#timer);
    this.#hasConnected = true;
    this.#watch.noteConnected(true);
    this.#sink.handleConnected();
    this.#settle.resolve();
  };

  readonly handleDisconnected = (): void => {
    if (this.#isOver) return;
    this.#watch.noteConnected(false);
    this.#sink.handleDisconnected();
  };

  handlePayload(name: PushEventName, payload: unknown): void {
    const event = this.#isOver ? undefined : parseEvent(name, payload);
    if (event === undefined) return;
    this.#watch.noteLife();
    this.#sink.handleEvent(event);
  }
}

function timeoutError(timeoutMs: number): ChatError {
  return new ChatError('unavailable', `unable to start real-time events; no connection within ${timeoutMs} ms`);
}
