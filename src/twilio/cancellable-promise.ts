/** What the executor of a {@link CancellablePromise} does its work with. */
export type CancellableExecutor<T> = (
  resolve: (value: T | PromiseLike<T>) => void,
  reject: (reason?: unknown) => void,
  onCancel: (cancellationFunction: () => void) => void,
) => void;

/**
 * A promise whose work can be given up. `then`, `catch` and `finally` return cancellable promises too; cancelling one of
 * those rejects that one only and leaves the work running.
 */
export class CancellablePromise<T> extends Promise<T> {
  // Not `#private`: apps wrap the objects of this library in proxies.
  private readonly giveUp: () => void;

  /** @param executor as for `Promise`, with a third function that takes what to do on {@link cancel}; the last one counts */
  constructor(executor: CancellableExecutor<T>) {
    let rejectNow: (reason: Error) => void = () => undefined;
    let isDecided = false;
    let cancellation: (() => void) | undefined;
    super((resolve, reject) => {
      const decide =
        <Argument>(settle: (argument: Argument) => void) =>
        (argument: Argument) => {
          isDecided = true;
          cancellation = undefined;
          settle(argument);
        };
      rejectNow = reject;
      executor(decide(resolve), decide<unknown>(reject), (next) => {
        if (!isDecided) cancellation = next;
      });
    });
    this.giveUp = () => {
      const callback = cancellation;
      cancellation = undefined;
      try {
        callback?.();
      } finally {
        isDecided = true;
        rejectNow(new Error('Promise was cancelled'));
      }
    };
  }

  /**
   * Gives the work up and rejects with `Promise was cancelled`, which counts as handled. Nothing happens once the promise
   * is settled.
   */
  cancel(): this {
    // Whoever cancels knows; a rejection that nobody looks at must not end the process.
    super.then(undefined, () => undefined);
    this.giveUp();
    return this;
  }

  // These three only have a narrower type than in `Promise`, which makes its results with `this.constructor`. The reason
  // is `any` as there: apps read properties of it.
  /* eslint-disable @typescript-eslint/no-explicit-any */
  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: any) => B | PromiseLike<B>) | null,
  ): CancellablePromise<A | B> {
    return super.then(onFulfilled, onRejected) as unknown as CancellablePromise<A | B>;
  }

  override catch<B = never>(onRejected?: ((reason: any) => B | PromiseLike<B>) | null): CancellablePromise<T | B> {
    return super.catch(onRejected) as unknown as CancellablePromise<T | B>;
  }
  /* eslint-enable @typescript-eslint/no-explicit-any */

  override finally(onFinally?: (() => void) | null): CancellablePromise<T> {
    return super.finally(onFinally) as unknown as CancellablePromise<T>;
  }
}

/**
 * Runs `work` and makes its promise cancellable: `cancel()` aborts the signal. What the work throws, also at once,
 * becomes a rejection.
 *
 * @internal
 */
export function cancellableWith<T>(work: (signal: AbortSignal) => Promise<T>): CancellablePromise<T> {
  const controller = new AbortController();
  return cancellable(controller, () => work(controller.signal));
}

/** As {@link cancellableWith}, for another kind of signal. @internal */
export function cancellable<T>(cancellation: { abort(): void }, work: () => Promise<T>): CancellablePromise<T> {
  return new CancellablePromise<T>((resolve, reject, onCancel) => {
    onCancel(() => cancellation.abort());
    work().then(resolve, reject);
  });
}
