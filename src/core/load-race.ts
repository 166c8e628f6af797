/** Several attempts at one thing: the first that succeeds wins, and it fails when all of them have failed. */
export class LoadRace<T> {
  readonly winner: Promise<T>;
  #resolve: (value: T) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;
  #running = 0;

  constructor() {
    this.winner = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.winner.catch(() => undefined);
  }

  enter(attempt: Promise<T>): void {
    this.#running++;
    attempt.then(this.#resolve, (error: unknown) => {
      this.#running--;
      if (this.#running === 0) this.#reject(error);
    });
  }

  /** Nobody waits any more: it fails now, unless somebody has won. */
  abandon(error: unknown): void {
    this.#reject(error);
  }
}
