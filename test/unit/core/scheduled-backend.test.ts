import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatError } from '../../../src/core/errors.js';
import type { ChatBackend, Page } from '../../../src/core/ports.js';
import type { RequestBudget, RequestOperation } from '../../../src/core/request-budgets.js';
import { RequestScheduler } from '../../../src/core/request-scheduler.js';
import { ScheduledBackend } from '../../../src/core/scheduled-backend.js';

interface Call {
  readonly operation: string;
  readonly args: readonly unknown[];
  resolve(value?: unknown): Promise<unknown>;
  reject(error: Error): Promise<unknown>;
}

const tight: readonly RequestBudget[] = (
  ['getThread', 'getMessage', 'listMembers', 'listReceipts', 'listMessages', 'listThreads', 'sendReceipt'] as const
).map((operation) => ({ operations: [operation], scope: 'user', windows: [{ ms: 1_000, max: 2 }] }));

let calls: Call[];
let scheduler: RequestScheduler;
let backend: ScheduledBackend;

beforeEach(() => {
  vi.useFakeTimers();
  calls = [];
  use([]);
});
afterEach(() => {
  scheduler.close();
  vi.useRealTimers();
});

function use(budgets: readonly RequestBudget[]): void {
  scheduler = new RequestScheduler(budgets, { jitter: () => 0 });
  backend = new ScheduledBackend(recordingBackend(), scheduler);
}

/** Records every call and leaves it open until the test answers it. */
function recordingBackend(): ChatBackend {
  const record = (operation: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      calls.push({
        operation,
        args,
        resolve: async (value) => (resolve(value), await settle()),
        reject: async (error) => (reject(error), await settle()),
      });
    });
  return new Proxy({ userId: 'me' } as ChatBackend, {
    get: (target, name) => (name === 'userId' ? target.userId : (...args: unknown[]) => record(String(name), args)),
  });
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const made = (): string[] => calls.map(({ operation, args }) => [operation, ...args].join(' '));

/** Uses up a budget of {@link tight}, so that what comes next has to wait one second. */
async function fill(operation: RequestOperation): Promise<void> {
  const idle = (): Promise<void> => Promise.resolve();
  await Promise.all([1, 2].map(() => scheduler.run(operation, 't', 'foreground', idle)));
}

describe('calls', () => {
  const draft = { text: 'hi', metadata: {} };
  const member = { userId: 'u', metadata: {} };
  const threadDraft = { topic: 't', metadata: {}, memberIds: [] };

  it.each<[RequestOperation, unknown[]]>([
    ['listThreads', []],
    ['getThread', ['t']],
    ['createThread', [threadDraft]],
    ['updateThread', ['t', { topic: 'x' }]],
    ['deleteThread', ['t']],
    ['listMessages', ['t', 50]],
    ['getMessage', ['t', '1']],
    ['sendMessage', ['t', draft]],
    ['updateMessage', ['t', '1', { text: 'x' }]],
    ['deleteMessage', ['t', '1']],
    ['listMembers', ['t']],
    ['addMember', ['t', member]],
    ['removeMember', ['t', 'u']],
    ['sendTyping', ['t']],
    ['listReceipts', ['t']],
    ['sendReceipt', ['t', '1']],
  ])('%s is one scheduled request with the same arguments and answer', async (operation, args) => {
    const run = vi.spyOn(scheduler, 'submit');
    const call = (): Promise<unknown> => (backend[operation] as (...args: unknown[]) => Promise<unknown>)(...args);
    const [good, bad] = [{ items: [] }, new ChatError('forbidden', 'no')];
    const first = call();
    await calls[0]!.resolve(good);
    expect(await first).toBe(good);
    const second = call();
    const rejection = expect(second).rejects.toBe(bad);
    await calls[1]!.reject(bad);
    await rejection;
    expect(calls.map((each) => [each.operation, ...each.args])).toEqual([
      [operation, ...args],
      [operation, ...args],
    ]);
    const threadId = operation === 'listThreads' || operation === 'createThread' ? undefined : 't';
    expect(run).toHaveBeenCalledTimes(2);
    expect(run.mock.calls[0]!.slice(0, 3)).toEqual([operation, threadId, 'foreground']);
  });

  it('acts for the same user', () => {
    expect(backend.userId).toBe('me');
    expect(backend.withPriority('background').userId).toBe('me');
  });

  it('schedules every page, at the priority of the one who pages', async () => {
    const run = vi.spyOn(scheduler, 'run');
    const loadThird = vi.fn(() => Promise.resolve<Page<number>>({ items: [3] }));
    const loadSecond = vi.fn(() => Promise.resolve<Page<number>>({ items: [2], loadNext: loadThird }));
    const listing = backend.withPriority('background').listMessages('t', 10);
    await calls[0]!.resolve({ items: [1], loadNext: loadSecond });
    const first = await listing;
    const second = await first.loadNext!();
    const third = await second.loadNext!();
    expect([first.items, second.items, third.items]).toEqual([[1], [2], [3]]);
    expect(third.loadNext).toBeUndefined();
    expect(run.mock.calls.map((call) => call.slice(0, 3))).toEqual([
      ['listMessages', 't', 'background'],
      ['listMessages', 't', 'background'],
    ]);
  });

  it('cancels a send that has not left', async () => {
    use([{ operations: ['sendMessage'], scope: 'thread', windows: [{ ms: 1_000, max: 1 }] }]);
    const controller = new AbortController();
    void backend.sendMessage('t', draft);
    const waiting = backend.sendMessage('t', draft, controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    expect(calls).toHaveLength(1);
  });
});

describe('sharing', () => {
  const reads: [string, (from: ScheduledBackend) => Promise<unknown>][] = [
    ['getThread', (from) => from.getThread('t')],
    ['getMessage', (from) => from.getMessage('t', '1')],
    ['listMembers', (from) => from.listMembers('t')],
    ['listReceipts', (from) => from.listReceipts('t')],
  ];
  const walks: [string, (from: ScheduledBackend) => Promise<unknown>][] = [
    ['listMessages', (from) => from.listMessages('t', 50)],
    ['listThreads', (from) => from.listThreads()],
  ];

  it.each([...reads, ...walks])('%s: equal calls share a request that waits', async (name, read) => {
    use(tight);
    await fill(name as RequestOperation);
    const results = [read(backend), read(backend), read(backend.withPriority('background'))];
    await vi.advanceTimersByTimeAsync(1_000);
    expect(calls).toHaveLength(1);
    const answer = { items: [] };
    await calls[0]!.resolve(answer);
    expect(await Promise.all(results)).toEqual([answer, answer, answer]);
  });

  it.each(reads)('%s: equal calls share a request that has just left', async (_name, read) => {
    const results = [read(backend), read(backend.withPriority('background')), read(backend)];
    expect(calls).toHaveLength(1);
    await calls[0]!.resolve({ items: [1] });
    expect(await Promise.all(results)).toEqual(Array(3).fill({ items: [1] }));
  });

  it.each(walks)('%s: a call never gets the answer to an older one', (_name, read) => {
    void read(backend);
    void read(backend);
    expect(calls).toHaveLength(2);
  });

  it('keeps different calls apart', () => {
    void backend.getMessage('t', '1');
    void backend.getMessage('t', '2');
    void backend.getMessage('u', '1');
    void backend.getThread('t');
    void backend.getThread('u');
    expect(calls).toHaveLength(5);
  });

  it('keeps page sizes apart', async () => {
    use(tight);
    await fill('listMessages');
    void backend.listMessages('t', 50);
    void backend.listMessages('t', 200);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(made()).toEqual(['listMessages t 50', 'listMessages t 200']);
  });

  it.each<[string, () => unknown]>([
    ['an own change', () => backend.updateThread('t', { topic: 'x' })],
    ['an event', () => backend.noteNews('t')],
    ['a new connection', () => backend.noteNews()],
    ['the answer to another request about the thread', () => calls[1]!.resolve({ items: [] })],
    ['a second without an answer', () => vi.advanceTimersByTimeAsync(1_001)],
  ])('is over for a request under way after %s', async (_name, happens) => {
    void backend.getThread('t');
    void backend.listMembers('t');
    void backend.getThread('other');
    const before = calls.length;
    await Promise.race([happens(), settle()]);
    const requests = calls.length;
    void backend.getThread('t');
    expect(calls.slice(requests).map(({ operation, args }) => [operation, args[0]])).toEqual([['getThread', 't']]);
    expect(before).toBe(3);
  });

  it('is not ended by news about another thread', () => {
    void backend.getThread('t');
    backend.noteNews('other');
    void backend.getThread('t');
    expect(calls).toHaveLength(1);
  });

  it('does not answer a call with what came before it', async () => {
    const first = backend.getThread('t');
    await calls[0]!.resolve('old');
    expect(await first).toBe('old');
    const second = first.then(() => backend.getThread('t'));
    await settle();
    await calls[1]!.resolve('new');
    expect(await second).toBe('new');
  });

  it('hurries up a background request that the app asks for too', async () => {
    use(tight);
    await fill('getThread');
    const background = backend.withPriority('background');
    void background.getThread('a');
    void background.getThread('b');
    void backend.getThread('c');
    void backend.getThread('b');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(made()).toEqual(['getThread c', 'getThread b']);
  });

  it('shares a request again that was refused and waits', async () => {
    const first = backend.getThread('t');
    await calls[0]!.reject(new ChatError('rate-limited', 'no', { retryAfterMs: 5_000 }));
    const second = backend.getThread('t');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(calls).toHaveLength(2);
    await calls[1]!.resolve('thread');
    expect(await Promise.all([first, second])).toEqual(['thread', 'thread']);
  });

  it('gives every caller the failure of the shared request, and starts anew after it', async () => {
    const error = new ChatError('not-found', 'no');
    const results = [backend.getThread('t'), backend.getThread('t')].map((result) => result.catch((e: unknown) => e));
    await calls[0]!.reject(error);
    expect(await Promise.all(results)).toEqual([error, error]);
    void backend.getThread('t');
    expect(calls).toHaveLength(2);
  });
});

describe('read receipts', () => {
  it('merges those that wait to the newest of the thread', async () => {
    use([{ operations: ['sendReceipt'], scope: 'thread', windows: [{ ms: 1_000, max: 1 }] }]);
    const done: string[] = [];
    const send = (thread: string, id: string): void =>
      void backend.sendReceipt(thread, id).then(() => done.push(`${thread} ${id}`));
    for (const id of ['8', '9', '11', '10']) send('t', id);
    send('u', '1');
    expect(made()).toEqual(['sendReceipt t 8', 'sendReceipt u 1']);
    await calls[0]!.resolve();
    expect(done).toEqual(['t 8']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(made()).toEqual(['sendReceipt t 8', 'sendReceipt u 1', 'sendReceipt t 11']);
    await calls[2]!.resolve();
    expect(done).toEqual(['t 8', 't 9', 't 11', 't 10']);
  });

  it('does not merge into one that has left', () => {
    void backend.sendReceipt('t', '8');
    void backend.sendReceipt('t', '9');
    expect(made()).toEqual(['sendReceipt t 8', 'sendReceipt t 9']);
  });

  it('merges into one that was refused', async () => {
    const results = [backend.sendReceipt('t', '8')];
    await calls[0]!.reject(new ChatError('rate-limited', 'no', { retryAfterMs: 1_000 }));
    results.push(backend.sendReceipt('t', '9'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(made()).toEqual(['sendReceipt t 8', 'sendReceipt t 9']);
    await calls[1]!.resolve();
    await Promise.all(results);
  });
});
