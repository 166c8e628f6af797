import { ChatError } from './errors.js';

interface LaneJob {
  /** Settles the job's promise. Returns a promise only when the job is not finished yet. Never throws or rejects. */
  start(): Promise<void> | undefined;
  drop(): void;
}

/**
 * Runs jobs strictly one after the other. A job given to an idle lane starts at once, inside {@link run}: as long as
 * jobs are synchronous, the lane adds no delay, not even a microtask. A failing job does not stop the lane.
 */
export class AsyncLane {
  readonly #waiting: LaneJob[] = [];
  #isBusy = false;
  #closedBecause: (() => ChatError) | undefined;

  /**
   * Runs `job` when all earlier jobs are done. A job started from inside another one runs after it, so a job must not
   * await a job that it started itself.
   *
   * @returns what the job returns or throws.
   * @throws ChatError `closed`, or the reason given to {@link close}, when the lane was closed before the job started.
   */
  run<T>(job: () => T | PromiseLike<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#closedBecause) {
        reject(this.#closedBecause());
        return;
      }
      const drop = (): void => reject((this.#closedBecause ?? closedError)());
      this.#waiting.push({ start: () => settleWith(job, resolve, reject), drop });
      if (!this.#isBusy) this.#drain();
    });
  }

  /**
   * Drops the jobs that have not started. The running job finishes.
   * @param reason makes the error that they and later jobs reject with; default: `closed`
   */
  close(reason: () => ChatError = closedError): void {
    this.#closedBecause = reason;
    for (const job of this.#waiting.splice(0)) job.drop();
  }

  #drain(): void {
    this.#isBusy = true;
    for (let job = this.#waiting.shift(); job; job = this.#waiting.shift()) {
      const unfinished = job.start();
      if (unfinished) {
        void unfinished.then(() => this.#drain());
        return;
      }
    }
    this.#isBusy = false;
  }
}

function settleWith<T>(
  job: () => T | PromiseLike<T>,
  resolve: (value: T | PromiseLike<T>) => void,
  reject: (error: unknown) => void,
): Promise<void> | undefined {
  try {
    const outcome = job();
    if (isThenable(outcome)) return Promise.resolve(outcome).then(resolve, reject);
    resolve(outcome);
  } catch (error) {
    reject(error);
  }
  return undefined;
}

function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

function closedError(): ChatError {
  return new ChatError('closed', 'unable to run the job; the session was shut down');
}
