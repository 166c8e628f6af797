/** How often to look at the clock. */
const STEP_MS = 10_000;
/** A step that took so long means that the machine slept: pages in the background get one a minute. */
export const ASLEEP_MS = 90_000;
/** How long pushes are believed in, and how long a lost connection may take to come back by itself. */
const CHECK_EVERY_MS = 60_000;

/** What a {@link ConnectionWatch} can do. */
interface Watched {
  /** @returns whether something happened that no event told. @throws when no request gets through */
  check(): Promise<boolean>;
  reconnect(): void;
}

/**
 * Finds out that a connection is dead although nobody said so: after a sleep, when the service has news that are not
 * pushed, and when a lost connection does not come back while requests get through.
 */
export class ConnectionWatch {
  readonly #watched: Watched;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isConnected = false;
  #nextCheckAt = 0;
  /** Whether an event came since the last check began. */
  #isAlive = false;
  /** What is missing may be on its way: the connection has one more step to show that it is alive. */
  #isSuspect = false;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  noteConnected(isConnected: boolean): void {
    this.#isConnected = isConnected;
    this.noteLife();
    this.#nextCheckAt = Date.now() + CHECK_EVERY_MS;
    this.#timer ??= this.#step();
  }

  /** At the next step, instead of in its time. */
  checkSoon(): void {
    this.#nextCheckAt = 0;
  }

  /** An event came. */
  noteLife(): void {
    this.#isAlive = true;
    this.#isSuspect = false;
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #step(): ReturnType<typeof setTimeout> {
    const startedAt = Date.now();
    return setTimeout(() => {
      this.#timer = this.#step();
      if (this.#isSuspect || Date.now() - startedAt > ASLEEP_MS) this.#watched.reconnect();
      else if (Date.now() >= this.#nextCheckAt) void this.#check();
    }, STEP_MS);
  }

  async #check(): Promise<void> {
    this.#nextCheckAt = Date.now() + CHECK_EVERY_MS;
    this.#isAlive = false;
    try {
      const isMissing = await this.#watched.check();
      if (this.#isConnected) this.#isSuspect = isMissing && !this.#isAlive;
      else this.#watched.reconnect();
    } catch {
      // No connection without a network; requests that fail are reported where they are made.
    }
  }
}
