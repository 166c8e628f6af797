import { isChatError } from './errors.js';
import type { Logger } from './ports.js';

/** While something goes on failing in the same way. */
const WARN_EVERY_MS = 60_000;

/** Work that nobody waits for: when it fails, the log says so. */
export class BackgroundWork {
  readonly #logger: Logger;
  #isClosed = false;
  #lastWarning = '';
  #warnedAt = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Whether the session was stopped: nothing new is begun then. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  run(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.noteFailure(error));
  }

  noteFailure(error: unknown): void {
    // A refused token is an event of its own, whoever made the request.
    if (this.#isClosed || isChatError(error, 'closed') || isChatError(error, 'unauthorized')) return;
    const warning = error instanceof Error ? error.message : String(error);
    if (warning === this.#lastWarning && Date.now() - this.#warnedAt < WARN_EVERY_MS) return;
    this.#lastWarning = warning;
    this.#warnedAt = Date.now();
    this.#logger.warn(warning);
  }

  /** What still fails is a consequence of stopping. */
  close(): void {
    this.#isClosed = true;
  }
}
