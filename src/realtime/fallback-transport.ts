import { isChatError, type Logger, type RealtimeSink, type RealtimeTransport } from '../core/index.js';

/** What {@link FallbackTransport} chooses from. */
export interface FallbackTransportOptions {
  readonly push: RealtimeTransport;
  /** Used when push is not available. */
  readonly polling: RealtimeTransport;
  readonly logger: Logger;
}

/** {@inheritDoc RealtimeTransport} Push where it works, polling where it does not. */
export class FallbackTransport implements RealtimeTransport {
  readonly #options: FallbackTransportOptions;
  #current: RealtimeTransport;
  #attempt = 0;

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
    this.#current = push;
    try {
      await push.start(sink);
    } catch (error) {
      if (!isChatError(error, 'unavailable') || attempt !== this.#attempt) throw error;
      logger.warn(`${error.message}; using ${polling.kind} instead`);
      this.#current = polling;
      await polling.start(sink);
    }
  }

  noteActivity(): void {
    this.#current.noteActivity?.();
  }

  async stop(): Promise<void> {
    this.#attempt += 1;
    await Promise.all([this.#options.push.stop(), this.#options.polling.stop()]);
  }
}
