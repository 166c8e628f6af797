import { describe, expect, it } from 'vitest';
import { AsyncLane } from '../../../src/core/async-lane.js';

function deferred<T = void>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

describe('AsyncLane', () => {
  it('runs a synchronous job on an idle lane at once, again and again', async () => {
    const lane = new AsyncLane();
    const log: number[] = [];
    const results = [1, 2, 3].map((n) => lane.run(() => (log.push(n), n * 10)));
    expect(log).toEqual([1, 2, 3]);
    expect(await Promise.all(results)).toEqual([10, 20, 30]);
  });

  it('runs jobs strictly one after the other', async () => {
    const lane = new AsyncLane();
    const log: string[] = [];
    const gates = [deferred(), deferred(), deferred()];
    const runs = gates.map((gate, n) =>
      lane.run(async () => {
        log.push(`start ${n}`);
        await gate.promise;
        log.push(`end ${n}`);
      }),
    );
    gates[2]!.resolve();
    gates[1]!.resolve();
    await Promise.resolve();
    expect(log).toEqual(['start 0']);
    gates[0]!.resolve();
    await Promise.all(runs);
    expect(log).toEqual(['start 0', 'end 0', 'start 1', 'end 1', 'start 2', 'end 2']);
  });

  it('runs a job started inside another job after it', async () => {
    const lane = new AsyncLane();
    const log: string[] = [];
    await lane.run(() => {
      void lane.run(() => log.push('inner'));
      log.push('outer');
    });
    expect(log).toEqual(['outer', 'inner']);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    ['rejects', () => Promise.reject(new Error('boom'))],
  ])('goes on when a job %s', async (_how, job) => {
    const lane = new AsyncLane();
    const failing = lane.run(job);
    const next = lane.run(() => 'next');
    await expect(failing).rejects.toThrow('boom');
    await expect(next).resolves.toBe('next');
  });

  it('accepts a thenable that is not a Promise', async () => {
    const lane = new AsyncLane();
    const thenable = { then: (resolve: (value: number) => void) => resolve(7) } as PromiseLike<number>;
    await expect(lane.run(() => thenable)).resolves.toBe(7);
  });

  it('close() drops what has not started, and everything later', async () => {
    const lane = new AsyncLane();
    const gate = deferred<string>();
    const log: string[] = [];
    const running = lane.run(() => gate.promise);
    const waiting = lane.run(() => log.push('never'));
    lane.close();
    await expect(waiting).rejects.toMatchObject({ code: 'closed' });
    await expect(lane.run(() => log.push('never'))).rejects.toMatchObject({ code: 'closed' });
    gate.resolve('done');
    await expect(running).resolves.toBe('done');
    expect(log).toEqual([]);
  });
});
