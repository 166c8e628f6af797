/** A wrapper, because the same function may be added twice and must be removable once. */
interface Entry {
  readonly listener: (payload: never) => void;
}

/** Takes the listener away again. Calling it twice does nothing. */
export type Unsubscribe = () => void;

/**
 * Events inside the library. `Events` maps each event name to the type of its payload.
 *
 * Listeners run synchronously, in the order they were added, and are isolated from each other: what one throws surfaces
 * later as an uncaught error, as it would from a timer, and the others still run.
 */
export class TypedEmitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, readonly Entry[]>();

  /** Adds a listener; the same function added twice runs twice. Added during delivery, it sees the next event first. */
  on<K extends keyof Events>(event: K, listener: (payload: Events[K]) => void): Unsubscribe {
    const entry: Entry = { listener };
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), entry]);
    return () => {
      const others = this.#listeners.get(event)?.filter((other) => other !== entry) ?? [];
      if (others.length > 0) this.#listeners.set(event, others);
      else this.#listeners.delete(event);
    };
  }

  /** Calls the listeners of the event. Never throws. */
  emit<K extends keyof Events>(event: K, payload: Events[K]): void {
    const entries = this.#listeners.get(event) ?? [];
    for (const entry of entries) {
      const now = this.#listeners.get(event);
      // One that an earlier listener of this very event removed must not run any more.
      if (now !== entries && !now?.includes(entry)) continue;
      try {
        entry.listener(payload as never);
      } catch (error) {
        reportUncaught(error);
      }
    }
  }

  listenerCount(event: keyof Events): number {
    return this.#listeners.get(event)?.length ?? 0;
  }

  /** Removes every listener. */
  clear(): void {
    this.#listeners.clear();
  }
}

/**
 * Makes an error surface as an uncaught one, without disturbing the caller: through `reportError` where it exists
 * (browsers, where `window.onerror` sees it), else thrown from a microtask (Node's `uncaughtException`).
 */
export function reportUncaught(error: unknown): void {
  const host = globalThis as { reportError?: (error: unknown) => void };
  if (typeof host.reportError === 'function') {
    host.reportError(error);
    return;
  }
  queueMicrotask(() => {
    throw error;
  });
}
