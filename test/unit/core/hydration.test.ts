import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ACS_REQUEST_BUDGETS } from '../../../src/acs/request-budgets.js';
import { ChatSession } from '../../../src/core/session.js';
import { FakeChatService } from '../../helper/fake-chat-service.js';

beforeEach(() => vi.useFakeTimers({ now: 10_000_000 }));
afterEach(() => vi.useRealTimers());

it('loads 1,000 threads in the background with half of the budget at most, and whom the app asks for at once', async () => {
  const service = new FakeChatService();
  const threads = Array.from({ length: 1_000 }, (_, n) =>
    service.createThread('alice', { topic: `Room ${n}`, metadata: {}, memberIds: [] }),
  );
  const user = service.user('alice');
  const session = new ChatSession({
    ...user,
    directory: {
      prepare: () => undefined,
      identityOf: (id) => id,
      userIdOf: (identity) => Promise.resolve(identity),
    },
    budgets: ACS_REQUEST_BUDGETS,
    rateLimits: 'adaptive',
    nonceOf: () => undefined,
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  const readAt: number[] = [];
  for (const name of ['getThread', 'listThreads'] as const) {
    const request = user.backend[name].bind(user.backend) as (id: string) => Promise<never>;
    vi.spyOn(user.backend, name).mockImplementation((id?: string) => {
      readAt.push(Date.now());
      return request(id ?? '');
    });
  }
  await session.start();
  await vi.advanceTimersByTimeAsync(30_000);

  const [last] = threads;
  expect(session.getThread(last!.id)).toBeUndefined();
  await Promise.all([session.findThread(last!.id), vi.advanceTimersByTimeAsync(0)]);
  await vi.advanceTimersByTimeAsync(400_000);

  expect(session.threads).toHaveLength(threads.length);
  const peak = Math.max(...readAt.map((end) => readAt.filter((at) => at > end - 10_000 && at <= end).length));
  // Of 50 in 10 seconds. The one that the app asked for comes on top.
  expect(peak).toBe(26);
  await session.stop();
});
