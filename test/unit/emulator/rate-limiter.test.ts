import { describe, expect, it } from 'vitest';
import { rateBudgets, type BudgetGroup, type RateBudget } from '../../../src/emulator/rate-budgets.js';
import { createRateLimiter } from '../../../src/emulator/rate-limiter.js';

const twoPerSecond: RateBudget = { group: 'sendTyping', scope: 'userAndThread', limit: 2, windowMs: 1000 };

function setUp(budgets: readonly RateBudget[], window: 'sliding' | 'fixed' = 'sliding') {
  const time = { now: 100_000 };
  const limiter = createRateLimiter({ budgets, now: () => time.now, window });
  return { time, take: (userId = 'a', threadId = 't') => limiter.take('sendTyping', { userId, threadId }) };
}

describe('createRateLimiter', () => {
  it('says how long to wait', () => {
    const { time, take } = setUp([twoPerSecond]);
    take();
    time.now += 300;
    take();
    time.now += 100;
    expect(take()).toEqual({ budget: twoPerSecond, retryAfterMs: 600 });
  });

  it('slides: a request frees its place when it leaves the window', () => {
    const { time, take } = setUp([twoPerSecond]);
    take();
    time.now += 900;
    take();
    time.now += 99;
    expect(take()).toBeDefined();
    time.now += 1;
    expect(take()).toBeUndefined();
    expect(take()).toMatchObject({ retryAfterMs: 900 });
  });

  it('begins anew with a fixed window', () => {
    const { time, take } = setUp([twoPerSecond], 'fixed');
    time.now = 100_900;
    take();
    take();
    expect(take()).toMatchObject({ retryAfterMs: 100 });
    time.now = 101_000;
    expect(take()).toBeUndefined();
    expect(take()).toBeUndefined();
  });

  it.each([
    ['user', { sameUser: true, sameThread: false, neither: false }],
    ['thread', { sameUser: false, sameThread: true, neither: false }],
    ['userAndThread', { sameUser: false, sameThread: false, neither: false }],
    ['resource', { sameUser: true, sameThread: true, neither: true }],
  ] as const)('counts by %s', (scope, expected) => {
    const isRefused = (userId: string, threadId: string) => {
      const { take } = setUp([{ ...twoPerSecond, scope, limit: 1 }]);
      take('a', 't');
      return take(userId, threadId) !== undefined;
    };
    expect(isRefused('a', 't')).toBe(true);
    expect({ sameUser: isRefused('a', 'x'), sameThread: isRefused('b', 't'), neither: isRefused('b', 'x') }).toEqual(
      expected,
    );
  });

  it('names the budget with the longest wait, and a refused request takes nothing', () => {
    const perMinute: RateBudget = { ...twoPerSecond, scope: 'thread', limit: 3, windowMs: 60_000 };
    const { time, take } = setUp([twoPerSecond, perMinute]);
    take();
    take();
    for (let attempt = 0; attempt < 5; attempt += 1) expect(take()?.budget).toBe(twoPerSecond);
    time.now += 1000;
    expect(take()).toBeUndefined();
    expect(take()).toEqual({ budget: perMinute, retryAfterMs: 59_000 });
  });
});

describe('the budgets', () => {
  const limitsOf = (group: BudgetGroup) =>
    rateBudgets
      .filter((budget) => budget.group === group)
      .map(({ scope, limit, windowMs }) => `${scope} ${limit}/${windowMs / 1000}`);

  it.each<[BudgetGroup, string[]]>([
    ['createThread', ['user 10/10', 'resource 3000/60']],
    ['deleteThread', ['user 10/10']],
    ['updateThread', ['thread 5/10']],
    ['changeParticipants', ['thread 10/10', 'thread 30/60']],
    ['readThreads', ['user 50/10']],
    ['getMessage', ['userAndThread 50/10', 'thread 250/10']],
    ['listMessages', ['userAndThread 50/10', 'userAndThread 200/60', 'thread 250/10', 'thread 400/60']],
    ['listReceipts', ['userAndThread 5/10', 'thread 100/10']],
    ['listParticipants', ['userAndThread 10/10', 'thread 250/10']],
    ['writeMessage', ['thread 10/10', 'thread 30/60']],
    ['sendReceipt', ['userAndThread 10/10', 'userAndThread 30/60']],
    ['sendTyping', ['userAndThread 5/10', 'userAndThread 15/60', 'thread 10/10', 'thread 30/60']],
    ['createIdentity', ['resource 1000/30']],
    ['createIdentityAndToken', ['resource 1000/30']],
    ['deleteIdentity', ['resource 500/30']],
    ['issueToken', ['resource 1000/30']],
    ['revokeTokens', ['resource 500/30']],
    ['exchangeTeamsToken', ['resource 500/30']],
  ])('of %s', (group, expected) => {
    expect(limitsOf(group)).toEqual(expected);
  });
});
