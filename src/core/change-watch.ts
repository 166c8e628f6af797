interface Expectation {
  readonly isSeen: (() => boolean)[];
  readonly catchUp: () => void;
}

/**
 * Expects one's own changes to come back as events, and looks for those that do not. With push the echo is there within
 * milliseconds and nothing is asked; where nothing pushes, this is how one's own change is seen before the next poll.
 */
export class ChangeWatch {
  readonly #expected = new Map<string, Expectation>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** @param delayMs how long to wait for an echo */
  constructor(private readonly delayMs: () => number) {}

  /**
   * @param key what `catchUp` covers; expectations under one key share a single look
   * @param isSeen whether the change has arrived
   * @param catchUp looks for it; its failures are its own business
   */
  expect(key: string, isSeen: () => boolean, catchUp: () => void): void {
    const waiting = this.#expected.get(key);
    if (waiting) {
      waiting.isSeen.push(isSeen);
      return;
    }
    this.#expected.set(key, { isSeen: [isSeen], catchUp });
    this.#timers.set(
      key,
      setTimeout(() => this.#look(key), this.delayMs()),
    );
  }

  /** Expects nothing any more. */
  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#expected.clear();
  }

  #look(key: string): void {
    const expectation = this.#expected.get(key);
    this.#expected.delete(key);
    this.#timers.delete(key);
    if (expectation?.isSeen.some((isSeen) => !isSeen())) expectation.catchUp();
  }
}
