import { ChatError, type RealtimeSink, type RealtimeTransport } from '../core/index.js';
import { PUSH_EVENT_NAMES } from './event-parser.js';
import { SignalingRun } from './signaling-run.js';
import { startError } from './start-error.js';

/** What is used of the official `ChatClient`. */
export interface SignalingSource {
  startRealtimeNotifications(): Promise<void>;
  /** Removes every listener, too. */
  stopRealtimeNotifications(): Promise<void>;
  on(event: string, listener: (payload: unknown) => void): void;
}

/** How {@link AcsSignalingTransport} connects. */
export interface AcsSignalingTransportOptions {
  /** The official `ChatClient`, in its browser or React Native build. */
  readonly client: SignalingSource;
  /** How long the first connection may take. Default: 15,000. */
  readonly connectTimeoutMs?: number | undefined;
}

const DEFAULT_CONNECT_TIMEOUT_MS = 15_000;
/** How long `stop` waits for a start that hangs; what it leaves behind then is cleared as soon as it comes back. */
const MAX_STOP_DELAY_MS = 1_000;

/** {@inheritDoc RealtimeTransport} The push channel of the official client, for browsers and React Native. */
export class AcsSignalingTransport implements RealtimeTransport {
  readonly kind = 'push';
  readonly #client: SignalingSource;
  readonly #connectTimeoutMs: number;
  #run: SignalingRun | undefined;
  /** The client's own start, which cannot be interrupted. Never rejects. */
  #opening: Promise<void> = Promise.resolve();
  /** The client's own stop. Never rejects. */
  #closing: Promise<void> = Promise.resolve();

  constructor({ client, connectTimeoutMs = DEFAULT_CONNECT_TIMEOUT_MS }: AcsSignalingTransportOptions) {
    this.#client = client;
    this.#connectTimeoutMs = connectTimeoutMs;
  }

  async start(sink: RealtimeSink): Promise<void> {
    const run: SignalingRun = new SignalingRun(sink, this.#connectTimeoutMs, () => this.#reopen(run));
    this.#opening = this.#open(run, Promise.all([this.#replaceRun(run), this.#opening]));
    try {
      await run.connected;
    } catch (error) {
      if (this.#run === run) await this.#replaceRun(undefined);
      throw error;
    }
  }

  async stop(): Promise<void> {
    const opening = this.#opening;
    await this.#replaceRun(undefined);
    await settledWithin(opening, MAX_STOP_DELAY_MS);
  }

  #replaceRun(run: SignalingRun | undefined): Promise<void> {
    const previous = this.#run;
    this.#run = run;
    previous?.end(new ChatError('cancelled', 'unable to start real-time events; they were stopped'));
    if (previous !== undefined) this.#closing = this.#silence();
    return this.#closing;
  }

  #reopen(run: SignalingRun): void {
    this.#opening = this.#open(
      run,
      this.#opening.then(() => this.#silence()),
    );
  }

  async #open(run: SignalingRun, previous: Promise<unknown>): Promise<void> {
    await previous;
    if (run.hasEnded()) return;
    try {
      await this.#client.startRealtimeNotifications();
      if (!run.hasEnded()) this.#subscribe(run);
    } catch (error) {
      run.fail(startError(error));
    }
    // Stopped while it was starting: it did not notice then, and runs now.
    if (run.hasEnded()) await this.#silence();
  }

  #subscribe(run: SignalingRun): void {
    this.#client.on('realTimeNotificationConnected', run.handleConnected);
    this.#client.on('realTimeNotificationDisconnected', run.handleDisconnected);
    for (const name of PUSH_EVENT_NAMES) this.#client.on(name, (payload) => run.handlePayload(name, payload));
  }

  /** Also after a start that failed: the client takes itself for started then and would ignore the next start. */
  async #silence(): Promise<void> {
    try {
      await this.#client.stopRealtimeNotifications();
    } catch {
      // Nothing runs that it could stop.
    }
  }
}

async function settledWithin(promise: Promise<void>, limitMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)));
  await Promise.race([promise, limit]);
  clearTimeout(timer);
}
