import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CancellablePromise, cancellableWith } from '../../../src/twilio/cancellable-promise.js';

const CANCELLED = 'Promise was cancelled';
const pending = (onCancelled?: () => void): CancellablePromise<string> =>
  new CancellablePromise((_resolve, _reject, onCancel) => {
    if (onCancelled) onCancel(onCancelled);
  });
/** The types of `Promise.resolve` and `Promise.reject` do not tell that the results are cancellable. */
const cancel = (promise: Promise<unknown>): Promise<unknown> =>
  promise instanceof CancellablePromise ? promise.cancel() : Promise.reject(new Error('not cancellable'));
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

const unhandled = vi.fn();
beforeEach(() => void process.on('unhandledRejection', unhandled));
afterEach(async () => {
  await turn();
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

describe('§4.4 cancel', () => {
  it('returns the promise, runs the callback and rejects with a plain Error', async () => {
    const stop = vi.fn();
    const promise = pending(stop);
    expect(promise.cancel()).toBe(promise);
    expect(stop).toHaveBeenCalledOnce();
    const error = await promise.then(
      () => undefined,
      (reason: unknown) => reason as Error,
    );
    expect(error?.message).toBe(CANCELLED);
    expect(error?.constructor).toBe(Error);
  });

  it('marks the rejection as handled', async () => {
    void pending().cancel();
    await turn();
  });

  it('runs the callback once, and only the one given last', () => {
    const calls: number[] = [];
    const promise = new CancellablePromise((_resolve, _reject, onCancel) => {
      onCancel(() => calls.push(1));
      onCancel(() => calls.push(2));
    });
    void promise.cancel().cancel();
    expect(calls).toEqual([2]);
  });

  it('changes nothing after settlement, and runs no callback', async () => {
    const stop = vi.fn();
    const resolved = new CancellablePromise<number>((resolve, _reject, onCancel) => {
      onCancel(stop);
      resolve(7);
    });
    const rejected = new CancellablePromise<number>((_resolve, reject, onCancel) => {
      onCancel(stop);
      reject(new Error('no'));
    });
    void resolved.cancel();
    void rejected.cancel();
    await expect(resolved).resolves.toBe(7);
    await expect(rejected).rejects.toThrow('no');
    expect(stop).not.toHaveBeenCalled();
  });

  it('lets a callback that resolves win', async () => {
    const promise = new CancellablePromise<string>((resolve, _reject, onCancel) => {
      onCancel(() => resolve('in time'));
    });
    await expect(promise.cancel()).resolves.toBe('in time');
  });

  it('throws what the callback throws, and rejects all the same', async () => {
    const promise = pending(() => {
      throw new Error('stuck');
    });
    expect(() => promise.cancel()).toThrow('stuck');
    await expect(promise).rejects.toThrow(CANCELLED);
  });

  it('keeps a later resolution or rejection of the work quiet', async () => {
    let settle: [(value: string) => void, (reason: unknown) => void] | undefined;
    const promise = new CancellablePromise<string>((resolve, reject) => void (settle = [resolve, reject]));
    void promise.cancel();
    settle?.[1](new Error('later'));
    settle?.[0]('later');
    await expect(promise).rejects.toThrow(CANCELLED);
  });
});

describe('§4.4 derived promises', () => {
  it.each<[string, (promise: CancellablePromise<string>) => CancellablePromise<unknown>]>([
    ['then', (promise) => promise.then((value) => value)],
    ['catch', (promise) => promise.catch(() => undefined)],
    ['finally', (promise) => promise.finally(() => undefined)],
  ])('%s returns a cancellable one; cancelling it leaves the work alone', async (_name, derive) => {
    const stop = vi.fn();
    let finish: (value: string) => void = () => undefined;
    const promise = new CancellablePromise<string>((resolve, _reject, onCancel) => {
      finish = resolve;
      onCancel(stop);
    });
    const derived = derive(promise);
    expect(derived).toBeInstanceOf(CancellablePromise);
    await expect(derived.cancel()).rejects.toThrow(CANCELLED);
    expect(stop).not.toHaveBeenCalled();
    finish('done');
    await expect(promise).resolves.toBe('done');
  });

  it('resolve and reject are cancellable promises, settled; resolve passes one through', async () => {
    const resolved = CancellablePromise.resolve(1);
    expect(resolved).toBeInstanceOf(CancellablePromise);
    expect(CancellablePromise.resolve(resolved)).toBe(resolved);
    await expect(cancel(resolved)).resolves.toBe(1);
    const rejected = CancellablePromise.reject(new Error('no'));
    expect(rejected).toBeInstanceOf(CancellablePromise);
    await expect(cancel(rejected)).rejects.toThrow('no');
  });

  it('is a Promise', async () => {
    const promise = new CancellablePromise<number>((resolve) => resolve(1));
    expect(promise).toBeInstanceOf(Promise);
    expect(await Promise.all([promise])).toEqual([1]);
    expect(Object.prototype.toString.call(promise)).toBe('[object Promise]');
  });

  it('rejects when the executor throws', async () => {
    const promise = new CancellablePromise(() => {
      throw new Error('at once');
    });
    await expect(promise).rejects.toThrow('at once');
  });
});

describe('cancellableWith', () => {
  it('settles as the work does', async () => {
    await expect(cancellableWith(() => Promise.resolve(3))).resolves.toBe(3);
    await expect(cancellableWith(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('§4.4 a refused argument rejects, and the promise still has cancel', async () => {
    const promise = cancellableWith(() => {
      throw new Error('Argument 1 is expected to be a non-empty string, but got ""');
    });
    expect(promise.cancel).toBeTypeOf('function');
    await expect(promise).rejects.toThrow('Argument 1');
  });

  it('aborts the signal, and the work may fail quietly', async () => {
    let signal: AbortSignal | undefined;
    const promise = cancellableWith(
      (given) =>
        new Promise((_resolve, reject) => {
          signal = given;
          given.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    );
    expect(signal?.aborted).toBe(false);
    void promise.cancel();
    expect(signal?.aborted).toBe(true);
    await expect(promise).rejects.toThrow(CANCELLED);
  });
});
