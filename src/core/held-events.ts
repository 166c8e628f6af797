import type { ServiceEvent } from './model.js';
import type { ThreadOrigin } from './thread-context.js';

/**
 * Events about unknown threads, held back while threads are listed at the start or one is created: an unknown thread
 * may turn out to be one of these, and then it is no news.
 */
export class HeldEvents {
  readonly #handle: (event: ServiceEvent, origin: ThreadOrigin) => void;
  #events: ServiceEvent[] = [];
  #holds = 0;

  /** @param handle may give an event back by {@link add} */
  constructor(handle: (event: ServiceEvent, origin: ThreadOrigin) => void) {
    this.#handle = handle;
  }

  get isHolding(): boolean {
    return this.#holds > 0;
  }

  /** Holds events back. @returns ends it: what is still unknown then is of this origin; without one, it is forgotten */
  hold(): (origin?: ThreadOrigin) => void {
    this.#holds++;
    return (origin) => {
      this.#holds--;
      if (!origin) this.#events = [];
      else if (this.#holds === 0) this.deliver(origin);
    };
  }

  add(event: ServiceEvent): void {
    this.#events.push(event);
  }

  /** A thread became known. Events about threads that are still unknown go on waiting, unless nothing holds them. */
  deliver(origin: ThreadOrigin): void {
    const events = this.#events;
    this.#events = [];
    for (const event of events) this.#handle(event, origin);
  }
}
