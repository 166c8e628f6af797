import type { EmulatorServices } from './emulator-services.js';
import { refuse } from './errors.js';
import type { BudgetGroup } from './rate-budgets.js';
import type { RateSubject } from './rate-limiter.js';

/** Counts a request, or refuses it with 429 when a budget is used up. */
export function takeBudget({ limiter, options }: EmulatorServices, group: BudgetGroup, subject: RateSubject): void {
  const refusal = limiter.take(group, subject);
  if (!refusal) return;
  const { budget, retryAfterMs } = refusal;
  const seconds = String(Math.ceil(retryAfterMs / 1000));
  const headers: Record<string, string> = options.behaviour.retryAfterOn429 ? { 'Retry-After': seconds } : {};
  throw refuse.tooManyRequests(`${budget.limit} requests in ${budget.windowMs / 1000} s`, headers);
}
