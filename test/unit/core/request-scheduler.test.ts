import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatError } from '../../../src/core/errors.js';
import type { RequestBudget, RequestWindow } from '../../../src/core/request-budgets.js';
import { RequestScheduler, type RequestSchedulerOptions } from '../../../src/core/request-scheduler.js';
import { propertyRuns } from '../../helper/property-runs.js';

const budgets: readonly RequestBudget[] = [
  { operations: ['sendMessage', 'updateMessage'], scope: 'thread', windows: [{ ms: 10_000, max: 4 }] },
  { operations: ['getThread', 'listThreads'], scope: 'user', windows: [{ ms: 10_000, max: 4 }] },
  {
    operations: ['listMessages'],
    scope: 'thread',
    windows: [
      { ms: 1_000, max: 2 },
      { ms: 10_000, max: 3 },
    ],
  },
];

let scheduler: RequestScheduler;
let log: string[];

beforeEach(() => {
  vi.useFakeTimers();
  log = [];
  scheduler = create();
});
afterEach(() => {
  scheduler.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

function create(options: RequestSchedulerOptions = {}): RequestScheduler {
  return new RequestScheduler(budgets, { jitter: () => 0, ...options });
}

/** A request that is answered at once. */
function instant(name: string): () => Promise<string> {
  return () => {
    log.push(name);
    return Promise.resolve(name);
  };
}

/** A request that stays under way until the test ends it. */
function held(name: string) {
  let resolve!: () => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<string>((onResolve, onReject) => {
    resolve = () => onResolve(name);
    reject = onReject;
  });
  return { task: () => (log.push(name), promise), resolve, reject };
}

const refusal = (retryAfterMs?: number) => new ChatError('rate-limited', 'too many', { status: 429, retryAfterMs });

/** Refuses the first `times` attempts. */
function refusing(name: string, times: number, retryAfterMs?: number): () => Promise<string> {
  let attempts = 0;
  return () => {
    attempts += 1;
    log.push(`${name}${attempts}@${Date.now() - start}`);
    return attempts <= times ? Promise.reject(refusal(retryAfterMs)) : Promise.resolve(name);
  };
}
let start = 0;
beforeEach(() => {
  start = Date.now();
});

const send = (thread: string, task: () => Promise<unknown>, signal?: AbortSignal) =>
  scheduler.run('sendMessage', thread, 'foreground', task, signal);
const get = (task: () => Promise<unknown>, priority: 'foreground' | 'background' = 'foreground') =>
  scheduler.run('getThread', 't', priority, task);
const quiet = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

describe('budgets', () => {
  it('lets a request leave at once, inside the call, while there is room', async () => {
    const result = send('t1', instant('a'));
    expect(log).toEqual(['a']);
    await expect(result).resolves.toBe('a');
  });

  it('waits until the window has room, in the order of calls', async () => {
    const results = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => send('t1', instant(name)));
    expect(log).toEqual(['a', 'b', 'c', 'd']);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(log).toHaveLength(4);
    await vi.advanceTimersByTimeAsync(1);
    expect(log).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    await Promise.all(results);
  });

  it('counts a request until a whole window after its answer', async () => {
    const slow = held('slow');
    const first = send('t1', slow.task);
    await Promise.all([send('t1', instant('b')), send('t1', instant('c')), send('t1', instant('d'))]);
    void send('t1', instant('e'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(log).toEqual(['slow', 'b', 'c', 'd', 'e']);
    for (const name of ['f', 'g', 'h']) void quiet(send('t1', instant(name)));
    expect(log.slice(5)).toEqual(['f', 'g']);
    slow.resolve();
    await first;
    await vi.advanceTimersByTimeAsync(9_999);
    expect(log.slice(5)).toEqual(['f', 'g']);
    await vi.advanceTimersByTimeAsync(1);
    expect(log.slice(5)).toEqual(['f', 'g', 'h']);
  });

  it('keeps all windows of a budget', async () => {
    const times: number[] = [];
    for (let n = 0; n < 7; n++) {
      void scheduler.run('listMessages', 't', 'foreground', () => {
        times.push(Date.now() - start);
        return Promise.resolve();
      });
    }
    await vi.advanceTimersByTimeAsync(25_000);
    expect(times).toEqual([0, 0, 1_000, 10_000, 10_000, 11_000, 20_000]);
  });

  it.each<[string, [Parameters<RequestScheduler['run']>[0], string | undefined][], number]>([
    [
      'operations of one budget share it',
      [
        ['sendMessage', 't'],
        ['updateMessage', 't'],
      ],
      4,
    ],
    [
      'threads have budgets of their own',
      [
        ['sendMessage', 't1'],
        ['sendMessage', 't2'],
      ],
      8,
    ],
    [
      'a budget of the user is one for all threads',
      [
        ['getThread', 't1'],
        ['getThread', 't2'],
        ['listThreads', undefined],
      ],
      4,
    ],
    [
      'operations without a budget are free',
      [
        ['sendTyping', 't1'],
        ['addMember', 't1'],
      ],
      20,
    ],
  ])('%s', (_name, kinds, expected) => {
    for (let n = 0; n < 20; n++) {
      const [operation, thread] = kinds[n % kinds.length]!;
      void quiet(scheduler.run(operation, thread, 'foreground', instant(operation)));
    }
    expect(log).toHaveLength(expected);
  });

  it('off: lets everything leave at once', () => {
    scheduler = create({ rateLimits: 'off' });
    for (let n = 0; n < 20; n++) void send('t1', instant('x'));
    expect(log).toHaveLength(20);
  });

  it('adaptive: lets changes leave at once, reads within the budget', () => {
    scheduler = create({ rateLimits: 'adaptive' });
    for (let n = 0; n < 20; n++) void send('t1', instant('x'));
    expect(log).toHaveLength(20);
    for (const priority of ['foreground', 'background'] as const) {
      log = [];
      for (let n = 0; n < 20; n++) void quiet(get(instant('y'), priority));
      expect(log.length).toBeLessThan(20);
    }
  });

  it('adaptive: keeps to the budget for two minutes after a refusal', async () => {
    scheduler = create({ rateLimits: 'adaptive' });
    const count = async (): Promise<number> => {
      log = [];
      for (let n = 0; n < 20; n++) void quiet(send('t1', instant('x')));
      await vi.advanceTimersByTimeAsync(0);
      return log.length;
    };
    const refused = send('t1', refusing('r', 1, 1_000));
    await vi.advanceTimersByTimeAsync(1_000);
    await refused;
    expect(await count()).toBeLessThan(20);
    await vi.advanceTimersByTimeAsync(200_000);
    expect(await count()).toBe(20);
  });

  it('survives a clock that is set back', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await send('t1', instant(name));
    vi.setSystemTime(start - 3_600_000);
    void send('t1', instant('e'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(log).toContain('e');
  });

  it('passes on what the task throws, also synchronously, and goes on', async () => {
    const broken = () => {
      throw new Error('boom');
    };
    await expect(send('t1', broken)).rejects.toThrow('boom');
    await expect(send('t1', instant('next'))).resolves.toBe('next');
  });

  it('forgets budgets that are idle', async () => {
    for (let n = 0; n < 1_000; n++) {
      await send(`thread ${n}`, instant('x'));
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(scheduler.bucketCount).toBeLessThanOrEqual(65);
  });
});

describe('priorities', () => {
  it('takes foreground before background, and keeps the order within each', async () => {
    for (let n = 0; n < 4; n++) await get(instant('fill'));
    for (const name of ['b1', 'b2']) void get(instant(name), 'background');
    for (const name of ['f1', 'f2']) void get(instant(name));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(log.slice(4)).toEqual(['f1', 'f2', 'b1', 'b2']);
  });

  it('leaves half of the budget to the foreground', async () => {
    for (const name of ['b1', 'b2', 'b3', 'b4']) void get(instant(name), 'background');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(log).toEqual(['b1', 'b2']);
    for (const name of ['f1', 'f2']) void get(instant(name));
    expect(log).toEqual(['b1', 'b2', 'f1', 'f2']);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(log).toEqual(['b1', 'b2', 'f1', 'f2']);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(log).toEqual(['b1', 'b2', 'f1', 'f2', 'b3', 'b4']);
  });

  it('lets the background use a budget of one', async () => {
    scheduler = new RequestScheduler([{ operations: ['getThread'], scope: 'user', windows: [{ ms: 1_000, max: 1 }] }]);
    await expect(get(instant('b'), 'background')).resolves.toBe('b');
  });

  it.each([undefined, 2])('has at most %s (default 6) background requests under way', async (max) => {
    scheduler = create(max === undefined ? {} : { maxBackgroundRequests: max });
    const requests = Array.from({ length: 20 }, (_, n) => held(`b${n}`));
    const results = requests.map((request, n) => scheduler.run('sendMessage', `t${n}`, 'background', request.task));
    expect(log).toHaveLength(max ?? 6);
    void send('foreground', instant('f'));
    expect(log).toHaveLength((max ?? 6) + 1);
    requests[0]!.resolve();
    requests[1]!.reject(new ChatError('forbidden', 'no'));
    await expect(results[1]).rejects.toMatchObject({ code: 'forbidden' });
    expect(log).toHaveLength((max ?? 6) + 3);
    for (const request of requests) request.resolve();
    await Promise.allSettled(results);
    expect(log).toHaveLength(21);
  });

  it('promotes a waiting background request', async () => {
    for (let n = 0; n < 4; n++) await get(instant('fill'));
    void get(instant('b1'), 'background');
    const b2 = scheduler.submit('getThread', 't', 'background', instant('b2'));
    void get(instant('f1'));
    b2.promote();
    b2.promote();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(log.slice(4)).toEqual(['f1', 'b2', 'b1']);
  });
});

describe('refusals', () => {
  it.each<[string, number | undefined, number, string[]]>([
    ['waits as long as the service asks', 2_500, 2, ['a1@0', 'a2@2500', 'a3@5000']],
    [
      'backs off 1 s, 2 s, 4 s, 8 s … without a hint',
      undefined,
      5,
      ['a1@0', 'a2@1000', 'a3@3000', 'a4@7000', 'a5@15000', 'a6@31000'],
    ],
    ['never asks again at once', 1, 2, ['a1@0', 'a2@100', 'a3@200']],
  ])('%s', async (_name, retryAfterMs, times, expected) => {
    const result = scheduler.run('sendTyping', 't', 'foreground', refusing('a', times, retryAfterMs));
    await vi.advanceTimersByTimeAsync(60_000);
    await expect(result).resolves.toBe('a');
    expect(log).toEqual(expected);
  });

  it('lengthens a back-off by up to a quarter', async () => {
    scheduler = create({ jitter: () => 1 });
    const result = scheduler.run('sendTyping', 't', 'foreground', refusing('a', 2));
    await vi.advanceTimersByTimeAsync(60_000);
    await result;
    expect(log).toEqual(['a1@0', 'a2@1250', 'a3@3750']);
  });

  it('also waits when rate limits are switched off', async () => {
    scheduler = create({ rateLimits: 'off' });
    void scheduler.run('sendTyping', 't', 'foreground', refusing('a', 1, 3_000));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(log).toEqual(['a1@0', 'a2@3000']);
  });

  it('closes the budget for others too, then lets one through until it is answered', async () => {
    const typing = (task: () => Promise<unknown>, thread = 't') =>
      scheduler.run('sendTyping', thread, 'foreground', task);
    void typing(refusing('a', 1, 2_000));
    await vi.advanceTimersByTimeAsync(0);
    void typing(instant('b'));
    void typing(instant('elsewhere'), 'other');
    expect(log).toEqual(['a1@0', 'elsewhere']);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(log).toEqual(['a1@0', 'elsewhere', 'a2@2000', 'b']);
  });

  it('sends one probe when the budget opens again', async () => {
    const tasks = ['a', 'b', 'c'].map((name) => refusing(name, 2));
    const results = tasks.map((task) => scheduler.run('sendTyping', 't', 'foreground', task));
    await vi.advanceTimersByTimeAsync(60_000);
    await Promise.all(results);
    // The three refusals at the start are one; each probe that is refused doubles the wait.
    expect(log).toEqual(['a1@0', 'b1@0', 'c1@0', 'a2@1000', 'a3@3000', 'b2@3000', 'c2@3000', 'b3@5000', 'c3@5000']);
  });

  it('keeps the order of requests that were refused together', async () => {
    const results = ['a', 'b', 'c'].map((name) => send('t1', refusing(name, 1, 500)));
    await vi.advanceTimersByTimeAsync(20_000);
    await Promise.all(results);
    expect(log.map((entry) => entry[0]).join('')).toBe('abcabc');
  });

  it.each([
    ['foreground', 60_000],
    ['background', 300_000],
  ] as const)('loses patience in the %s after %s ms', async (priority, patience) => {
    const result = quiet(scheduler.run('sendTyping', 't', priority, refusing('a', Infinity)));
    await vi.advanceTimersByTimeAsync(patience - 1);
    const attempts = log.length;
    await vi.advanceTimersByTimeAsync(1);
    expect(await result).toMatchObject({ code: 'rate-limited', status: 429 });
    expect(log.at(-1)).toBe(`a${attempts + 1}@${patience}`);
  });

  it('rejects at once when the service asks for more than the patience allows, also those who wait', async () => {
    const first = quiet(scheduler.run('sendTyping', 't', 'foreground', refusing('a', 1, 61_000)));
    await vi.advanceTimersByTimeAsync(0);
    const second = quiet(scheduler.run('sendTyping', 't', 'foreground', instant('b')));
    expect(await first).toMatchObject({ code: 'rate-limited', retryAfterMs: 61_000 });
    expect(await second).toMatchObject({ code: 'rate-limited' });
    await vi.advanceTimersByTimeAsync(2_000);
    const third = scheduler.run('sendTyping', 't', 'foreground', instant('c'));
    await vi.advanceTimersByTimeAsync(59_000);
    await expect(third).resolves.toBe('c');
  });

  it('does not believe a service that asks for years', async () => {
    await quiet(scheduler.run('sendTyping', 't', 'foreground', refusing('a', 1, 1e12)));
    await vi.advanceTimersByTimeAsync(600_000);
    await expect(scheduler.run('sendTyping', 't', 'foreground', instant('b'))).resolves.toBe('b');
  });

  it('does not count waiting for its own budget as refusal', async () => {
    const results = Array.from({ length: 40 }, (_, n) => send('t1', n === 0 ? refusing('a', 1, 1_000) : instant('x')));
    await vi.advanceTimersByTimeAsync(200_000);
    expect(await Promise.all(results)).toHaveLength(40);
  });

  it('an answer of any other kind ends the back-off; no answer does not', async () => {
    const typing = (task: () => Promise<unknown>) => quiet(scheduler.run('sendTyping', 't', 'foreground', task));
    let attempts = 0;
    void typing(() => {
      attempts += 1;
      return Promise.reject(attempts === 1 ? refusal() : new ChatError('unavailable', 'gone'));
    });
    await vi.advanceTimersByTimeAsync(1_000);
    void typing(refusing('b', 1));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(log).toEqual(['b1@1000', 'b2@3000']);
  });
});

describe('leaving early', () => {
  it('takes an aborted request out of the queue, and only that', async () => {
    for (const name of ['a', 'b', 'c', 'd']) void send('t1', instant(name));
    const controller = new AbortController();
    const aborted = send('t1', instant('e'), controller.signal);
    void send('t1', instant('f'));
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ code: 'cancelled' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(log).toEqual(['a', 'b', 'c', 'd', 'f']);
  });

  it('makes no request for a signal that was aborted before', async () => {
    await expect(send('t1', instant('a'), AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect(log).toEqual([]);
  });

  it('does not cut off a request that has left, but does not repeat it either', async () => {
    const [one, two] = [held('one'), held('two')];
    const controller = new AbortController();
    const results = [send('t1', one.task, controller.signal), quiet(send('t1', two.task, controller.signal))];
    controller.abort();
    one.resolve();
    two.reject(refusal(100));
    await expect(results[0]).resolves.toBe('one');
    expect(await results[1]).toMatchObject({ code: 'cancelled' });
    expect(log).toEqual(['one', 'two']);
  });

  it('close() rejects what waits and what comes, and lets running requests finish', async () => {
    const [one, two] = [held('one'), held('two')];
    const [first, second] = [send('t1', one.task), quiet(send('t1', two.task))];
    for (const name of ['c', 'd']) void send('t1', instant(name));
    const waiting = [quiet(send('t1', instant('e'))), quiet(get(instant('g')))];
    await vi.advanceTimersByTimeAsync(1_000);
    scheduler.close();
    expect(vi.getTimerCount()).toBe(0);
    expect(await waiting[0]).toMatchObject({ code: 'closed' });
    await expect(send('t2', instant('late'))).rejects.toMatchObject({ code: 'closed' });
    one.resolve();
    two.reject(refusal());
    await expect(first).resolves.toBe('one');
    expect(await second).toMatchObject({ code: 'closed' });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('properties', () => {
  const window = fc.record({ ms: fc.integer({ min: 100, max: 5_000 }), max: fc.integer({ min: 1, max: 6 }) });
  const arrival = fc.record({
    afterMs: fc.integer({ min: 0, max: 800 }),
    outMs: fc.integer({ min: 0, max: 300 }),
    backMs: fc.integer({ min: 0, max: 300 }),
    priority: fc.constantFrom('foreground' as const, 'background' as const),
    refusals: fc.constantFrom(0, 0, 0, 1, 2),
    retryAfterMs: fc.option(fc.integer({ min: 0, max: 3_000 }), { nil: undefined }),
  });

  it('never exceeds any window – neither leaving here nor arriving there – and answers everybody', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(window, { minLength: 1, maxLength: 3 }),
        fc.array(arrival, { minLength: 1, maxLength: 60 }),
        async (windows, arrivals) => {
          const tested = new RequestScheduler([{ operations: ['sendMessage'], scope: 'thread', windows }], {
            patienceMs: { foreground: Infinity, background: Infinity },
          });
          const left: number[] = [];
          const arrived: number[] = [];
          let answered = 0;
          for (const { afterMs, outMs, backMs, priority, refusals, retryAfterMs } of arrivals) {
            await vi.advanceTimersByTimeAsync(afterMs);
            let attempts = 0;
            const task = async (): Promise<void> => {
              left.push(Date.now());
              await delay(outMs);
              arrived.push(Date.now());
              await delay(backMs);
              if (attempts++ < refusals) throw refusal(retryAfterMs);
            };
            void tested.run('sendMessage', 't', priority, task).then(() => (answered += 1));
          }
          // The slowest case lets one request go in each longest window.
          await vi.advanceTimersByTimeAsync(arrivals.length * 3 * 40_000);
          expect(answered).toBe(arrivals.length);
          for (const each of windows) {
            expect(mostWithin(left, each)).toBeLessThanOrEqual(each.max);
            expect(mostWithin(arrived, each)).toBeLessThanOrEqual(each.max);
          }
          expect(vi.getTimerCount()).toBe(0);
        },
      ),
      { numRuns: propertyRuns(100) },
    );
  });

  function delay(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  function mostWithin(times: number[], { ms }: RequestWindow): number {
    const sorted = times.toSorted((a, b) => a - b);
    return Math.max(0, ...sorted.map((from, index) => sorted.slice(index).filter((time) => time < from + ms).length));
  }
});
