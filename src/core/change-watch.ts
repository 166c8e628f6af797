type IsSeen = () => boolean;

interface Expectation {
  /** Waited for since before the timer was set: the next look decides about these. */
  due: IsSeen[];
  /** Joined while the timer ran, so they have not had their time yet. */
  young: IsSeen[];
  readonly catchUp: () => void;
  timer: ReturnType<typeof setTimeout>;
}

/**
 * Expects one's own changes to come back as events, and looks for those that do not. With push the echo is there within
 * milliseconds and nothing is asked; where nothing pushes, this is how one's own change is seen before the next poll.
 */
export class ChangeWatch {
  readonly #expected = new Map<string, Expectation>();

  /** @param delayMs how long to wait for an echo, at least; at most twice as long */
  constructor(private readonly delayMs: () => number) {}

  /**
   * @param key what `catchUp` covers; expectations under one key share a single look
   * @param isSeen whether the change has arrived
   * @param catchUp looks for it; its failures are its own business
   */
  expect(key: string, isSeen: () => boolean, catchUp: () => void): void {
    if (isSeen()) return;
    const waiting = this.#expected.get(key);
    if (waiting) waiting.young.push(isSeen);
    else this.#expected.set(key, { due: [isSeen], young: [], catchUp, timer: this.#lookLater(key) });
  }

  /** Expects nothing any more. */
  close(): void {
    for (const { timer } of this.#expected.values()) clearTimeout(timer);
    this.#expected.clear();
  }

  #lookLater(key: string): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#look(key), this.delayMs());
  }

  #look(key: string): void {
    const expectation = this.#expected.get(key);
    if (!expectation) return;
    const isMissing = (isSeen: IsSeen): boolean => !isSeen();
    const rest = expectation.young.filter(isMissing);
    if (expectation.due.some(isMissing)) {
      // One look finds the young ones as well.
      this.#expected.delete(key);
      expectation.catchUp();
    } else if (rest.length > 0) {
      Object.assign(expectation, { due: rest, young: [], timer: this.#lookLater(key) });
    } else {
      this.#expected.delete(key);
    }
  }
}
