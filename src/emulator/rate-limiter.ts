import type { BudgetGroup, BudgetScope, RateBudget } from './rate-budgets.js';

/** Who asks, and about which thread. */
export interface RateSubject {
  userId?: string;
  threadId?: string;
}

/** Why a request has to wait. */
export interface RateRefusal {
  budget: RateBudget;
  retryAfterMs: number;
}

/** Keeps requests inside the budgets. */
export interface RateLimiter {
  /** Takes one request from every budget of the group; takes none and returns the tightest refusal if one is used up. */
  take(group: BudgetGroup, subject: RateSubject): RateRefusal | undefined;
}

/** How a limiter is set up. */
export interface RateLimiterOptions {
  budgets: readonly RateBudget[];
  now: () => number;
  window: 'sliding' | 'fixed';
}

const MOST_KEYS = 10_000;

/** Creates a limiter. Requests that were refused do not count (UNVERIFIED for the service). */
export function createRateLimiter({ budgets, now, window }: RateLimiterOptions): RateLimiter {
  const taken = new Map<string, number[]>();
  const windowStart = (windowMs: number): number =>
    window === 'sliding' ? now() - windowMs + 1 : Math.floor(now() / windowMs) * windowMs;

  const timesOf = (key: string, windowMs: number): number[] => {
    const start = windowStart(windowMs);
    return (taken.get(key) ?? []).filter((time) => time >= start);
  };

  const refusalOf = (budget: RateBudget, times: readonly number[]): RateRefusal | undefined => {
    const first = times[times.length - budget.limit];
    if (first === undefined) return undefined;
    const begin = window === 'sliding' ? first : windowStart(budget.windowMs);
    return { budget, retryAfterMs: Math.max(1, begin + budget.windowMs - now()) };
  };

  return {
    take(group, subject) {
      if (taken.size > MOST_KEYS) forgetOld(taken, now());
      const counted = budgets
        .map((budget, index) => ({ budget, key: `${index} ${keyOf(budget.scope, subject)}` }))
        .filter(({ budget }) => budget.group === group)
        .map(({ budget, key }) => ({ budget, key, times: timesOf(key, budget.windowMs) }));
      const refusals = counted.flatMap(({ budget, times }) => refusalOf(budget, times) ?? []);
      const longest = refusals.sort((a, b) => b.retryAfterMs - a.retryAfterMs)[0];
      if (longest) return longest;
      for (const { key, times } of counted) taken.set(key, [...times, now()]);
      return undefined;
    },
  };
}

/** A limiter that lets everything pass. */
export const unlimited: RateLimiter = { take: () => undefined };

function keyOf(scope: BudgetScope, { userId = '', threadId = '' }: RateSubject): string {
  if (scope === 'resource') return '';
  if (scope === 'user') return userId;
  return scope === 'thread' ? threadId : `${userId} ${threadId}`;
}

function forgetOld(taken: Map<string, number[]>, now: number): void {
  const longestWindowMs = 60_000;
  for (const [key, times] of taken) {
    if ((times.at(-1) ?? 0) <= now - longestWindowMs) taken.delete(key);
  }
}
