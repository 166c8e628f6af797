import { isChatError, type Logger, type RealtimeSink, type RealtimeTransport } from '../core/index.js';

/** What {@link FallbackTransport} chooses from. */
export interface FallbackTransportOptions {
  readonly push: RealtimeTransport;
  /** Used when push is not available. */
  readonly polling: RealtimeTransport;
  readonly logger: Logger;
}

/** How often push is tried again where it did not work. */
const AGAIN_MS = 300_000;

/** {@inheritDoc RealtimeTransport} Push where it works, polling where it does not, until it does. */
export class FallbackTransport implements RealtimeTransport {
  readonly #options: FallbackTransportOptions;
  #current: RealtimeTransport;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FallbackTransportOptions) {
    this.#options = options;
    this.#current = options.push;
  }

  /** The kind of the transport in use, or being tried. */
  get kind(): RealtimeTransport['kind'] {
    return this.#current.kind;
  }

  async start(sink: RealtimeSink): Promise<void> {
    const { push, polling, logger } = this.#options;
    const attempt = ++this.#attempt;
    clearTimeout(this.#timer);
    this.#current = push;
    try {
      await push.start(sink);
    } catch (error) {
      if (!isChatError(error, 'unavailable') || attempt !== this.#attempt) throw error;
      logger.warn(`${error.message}; using ${polling.kind} instead`);
      this.#current = polling;
      await polling.start(sink);
      if (attempt === this.#attempt) this.#tryAgainLater(sink, attempt);
    }
  }

  #tryAgainLater(sink: RealtimeSink, attempt: number): void {
    this.#timer = setTimeout(() => void this.#tryAgain(sink, attempt), AGAIN_MS);
  }

  async #tryAgain(sink: RealtimeSink, attempt: number): Promise<void> {
    const { push, polling } = this.#options;
    try {
      await push.start(sink);
    } catch {
      if (attempt === this.#attempt) this.#tryAgainLater(sink, attempt);
      return;
    }
    // Between two transports nothing can be missed: one that begins has everything repaired.
    if (attempt !== this.#attempt) return;
    this.#current = push;
    await polling.stop();
  }

  noteActivity(): void {
    this.#current.noteActivity?.();
  }

  async stop(): Promise<void> {
    this.#attempt += 1;
    clearTimeout(this.#timer);
    await Promise.all([this.#options.push.stop(), this.#options.polling.stop()]);
  }
}
