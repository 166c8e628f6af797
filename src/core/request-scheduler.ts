import type { CancelSignal } from './cancellation.js';
import { ChatError, isChatError } from './errors.js';
import type { ThreadId } from './model.js';
import { RequestBucket } from './request-bucket.js';
import type { RequestBudget, RequestOperation } from './request-budgets.js';
import { RequestJob, type RequestPriority } from './request-job.js';

/**
 * - `strict`: nothing leaves above a budget.
 * - `adaptive`: changes that the app waits for leave at once until the service has refused one; from then on, and for two
 *   minutes after each refusal, they keep to the budget. Reads, and whatever runs in the background, always do. So a
 *   service with higher limits than the published ones never slows down a burst of sends, one with the published limits
 *   refuses once in a burst, and loading many threads causes no refusal at all.
 * - `off`: everything leaves at once.
 */
export type RateLimitMode = 'strict' | 'adaptive' | 'off';

export interface RequestSchedulerOptions {
  /** Whether requests wait for room in their budget. Refusals (429) are waited out in any case. Default `strict`. */
  readonly rateLimits?: RateLimitMode;
  /** How many background requests may be under way at a time, 1 or more. Default 6. */
  readonly maxBackgroundRequests?: number;
  /**
   * How long a request puts up with refusals (429) before it rejects, in milliseconds. Waiting for room in one's own
   * budget does not count. Default 60 s in the foreground, 300 s in the background.
   */
  readonly patienceMs?: Readonly<Record<RequestPriority, number>>;
  /** Told of each request that the service refused because of its token, before the request rejects. */
  readonly handleUnauthorized?: (error: ChatError) => void;
  /** Gives numbers from 0 to 1; each lengthens a back-off by up to a quarter. Default `Math.random`. */
  readonly jitter?: () => number;
}

/** A request in the hands of the scheduler. */
export interface ScheduledRequest<T> {
  readonly result: Promise<T>;
  /** Makes a background request a foreground one, because somebody waits for it now. */
  promote(): void;
}

const DEFAULT_PATIENCE_MS = { foreground: 60_000, background: 300_000 };
const SWEEP_FROM = 64;
/** How much of a budget the background may use, and how much while the app waits for it. */
const BACKGROUND_SHARE = 0.5;
const AWAITED_SHARE = 0.9;

/**
 * Lets requests leave no faster than their budgets allow, and waits out refusals.
 *
 * - How strictly budgets are kept is up to {@link RateLimitMode}.
 * - Within a budget, foreground goes before background, and within a priority the order of calls is kept.
 * - Background requests leave only while less than half of the budget is in use, so that the other half is there at
 *   once when the app needs it. An app that keeps more than half of a budget busy for long holds up the background. While
 *   the app {@link awaitBackground | waits for the background}, a tenth is kept free.
 * - A request that is refused with `rate-limited` was not executed: its budget closes for the time the service asked
 *   for (else 1 s, 2 s, 4 s … 30 s), then the request is made again. When the budget will not open before the request's
 *   patience ends, it rejects at once with the service's error.
 */
export class RequestScheduler {
  readonly #buckets = new Map<string, RequestBucket>();
  readonly #budgetOf = new Map<RequestOperation, RequestBudget>();
  /** Buckets whose turn waits for a place among the background requests only. */
  readonly #backgroundQueue = new Set<RequestBucket>();
  readonly #rateLimits: RateLimitMode;
  readonly #maxBackground: number;
  readonly #patienceMs: Readonly<Record<RequestPriority, number>>;
  readonly #jitter: () => number;
  readonly #handleUnauthorized: ((error: ChatError) => void) | undefined;
  #runningBackground = 0;
  #backgroundWaiters = 0;
  #nextOrder = 0;
  #sweepAt = SWEEP_FROM;
  #isClosed = false;

  /** @throws ChatError `invalid-argument` when an operation is in two budgets */
  constructor(budgets: readonly RequestBudget[], options: RequestSchedulerOptions = {}) {
    for (const budget of budgets) this.#addBudget(budget);
    this.#rateLimits = options.rateLimits ?? 'strict';
    this.#maxBackground = options.maxBackgroundRequests ?? 6;
    this.#patienceMs = options.patienceMs ?? DEFAULT_PATIENCE_MS;
    this.#jitter = options.jitter ?? Math.random;
    this.#handleUnauthorized = options.handleUnauthorized;
  }

  /** How many budgets are being kept track of; idle ones are dropped from time to time. */
  get bucketCount(): number {
    return this.#buckets.size;
  }

  /**
   * Makes a request when its budget has room; at once, inside this call, when it has now.
   *
   * @param threadId the thread the request is about, if it is about one
   * @param signal takes a waiting request out of the queue; one that has left is not cut off
   * @returns what the task returns or throws
   * @throws ChatError `rate-limited` when patience is at an end, `cancelled` by the signal, `closed` by {@link close}
   */
  run<T>(
    operation: RequestOperation,
    threadId: ThreadId | undefined,
    priority: RequestPriority,
    task: () => Promise<T>,
    signal?: CancelSignal,
  ): Promise<T> {
    return this.submit(operation, threadId, priority, task, signal).result;
  }

  /** As {@link run}, for callers that may have to hurry the request up later. */
  submit<T>(
    operation: RequestOperation,
    threadId: ThreadId | undefined,
    priority: RequestPriority,
    task: () => Promise<T>,
    signal?: CancelSignal,
  ): ScheduledRequest<T> {
    if (this.#isClosed) return refused(closedError());
    if (signal?.aborted) return refused(cancelledError());
    const bucket = this.#bucketFor(operation, threadId);
    const job = new RequestJob(priority, task, signal);
    if (signal)
      signal.onabort = () => {
        if (!bucket.remove(job)) return;
        job.reject(cancelledError());
        this.#pump(bucket);
      };
    this.#enqueue(bucket, job);
    return { result: job.result, promote: () => this.#promote(bucket, job) };
  }

  /** Lets background requests use nearly all of their budgets until `work`, which they are for, is done. */
  async awaitBackground<T>(work: Promise<T>): Promise<T> {
    this.#backgroundWaiters += 1;
    for (const bucket of this.#buckets.values()) this.#pump(bucket);
    try {
      return await work;
    } finally {
      this.#backgroundWaiters -= 1;
    }
  }

  /** Rejects everything that waits, and every later request, with `closed`. Requests under way finish. */
  close(): void {
    this.#isClosed = true;
    for (const bucket of this.#buckets.values()) {
      bucket.clearTimer();
      for (const job of bucket.take(() => true)) job.reject(closedError());
    }
    this.#buckets.clear();
    this.#backgroundQueue.clear();
  }

  #addBudget(budget: RequestBudget): void {
    for (const operation of budget.operations) this.#budgetOf.set(operation, budget);
  }

  #bucketFor(operation: RequestOperation, threadId: ThreadId | undefined): RequestBucket {
    const budget = this.#budgetOf.get(operation);
    const group = budget?.operations[0] ?? operation;
    const key = budget?.scope === 'user' || threadId === undefined ? group : `${group} ${threadId}`;
    const known = this.#buckets.get(key);
    if (known) return known;
    if (this.#buckets.size >= this.#sweepAt) this.#sweep();
    const bucket = this.#createBucket(budget);
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #createBucket(budget: RequestBudget | undefined): RequestBucket {
    const windows = budget && this.#rateLimits !== 'off' ? budget.windows : [];
    const isForReads = budget?.operations.every((operation) => /^(?:get|list)/.test(operation)) ?? false;
    return new RequestBucket(windows, this.#jitter, this.#rateLimits === 'adaptive' && !isForReads);
  }

  /** Done when the number of buckets has doubled, so that it costs next to nothing and needs no timer. */
  #sweep(): void {
    const now = Date.now();
    for (const [key, bucket] of this.#buckets) if (bucket.isIdle(now)) this.#buckets.delete(key);
    this.#sweepAt = Math.max(SWEEP_FROM, this.#buckets.size * 2);
  }

  #enqueue(bucket: RequestBucket, job: RequestJob): void {
    job.order = this.#nextOrder++;
    bucket.add(job);
    this.#rejectImpatient(bucket);
    this.#pump(bucket);
  }

  #promote(bucket: RequestBucket, job: RequestJob): void {
    if (job.priority === 'foreground') return;
    const isWaiting = bucket.remove(job);
    job.priority = 'foreground';
    if (isWaiting) this.#enqueue(bucket, job);
  }

  /** Lets everything leave that may leave now, and sets the timer for the next. */
  #pump(bucket: RequestBucket): void {
    bucket.clearTimer();
    const share = this.#backgroundWaiters > 0 ? AWAITED_SHARE : BACKGROUND_SHARE;
    for (let job = bucket.next(); job; job = bucket.next()) {
      const wait = bucket.waitMs(job.priority, Date.now(), share);
      if (wait > 0) {
        if (wait < Infinity) bucket.timer = setTimeout(() => this.#pump(bucket), wait);
        return;
      }
      if (job.priority === 'background' && this.#runningBackground >= this.#maxBackground) {
        this.#backgroundQueue.add(bucket);
        return;
      }
      this.#start(bucket, job);
    }
  }

  #pumpBackground(): void {
    for (const bucket of this.#backgroundQueue) {
      if (this.#runningBackground >= this.#maxBackground) return;
      this.#backgroundQueue.delete(bucket);
      this.#pump(bucket);
    }
  }

  #start(bucket: RequestBucket, job: RequestJob): void {
    const token = bucket.throttle.enter();
    const isBackground = job.priority === 'background';
    bucket.remove(job);
    bucket.window.enter();
    if (isBackground) this.#runningBackground += 1;
    const leave = (): void => {
      bucket.window.leave(Date.now());
      if (isBackground) this.#runningBackground -= 1;
    };
    job.attempt().then(
      (value) => {
        leave();
        bucket.throttle.answered(token);
        job.resolve(value);
        this.#goOn(bucket);
      },
      (error: unknown) => {
        leave();
        this.#handleFailure(bucket, job, token, error);
        this.#goOn(bucket);
      },
    );
  }

  #goOn(bucket: RequestBucket): void {
    this.#pump(bucket);
    this.#pumpBackground();
  }

  #handleFailure(bucket: RequestBucket, job: RequestJob, token: number, error: unknown): void {
    if (!isChatError(error, 'rate-limited')) {
      if (isChatError(error, 'unavailable')) bucket.throttle.lost(token);
      else bucket.throttle.answered(token);
      if (isChatError(error, 'unauthorized')) this.#handleUnauthorized?.(error);
      job.reject(error);
      return;
    }
    const now = Date.now();
    job.refusedAt ??= now;
    job.refusals += 1;
    const patienceLeft = job.refusedAt + this.#patienceMs[job.priority] - now;
    bucket.throttle.refused(token, now, error, job.refusals, patienceLeft);
    if (this.#isClosed) job.reject(closedError());
    else if (job.signal?.aborted) job.reject(cancelledError());
    else bucket.add(job);
    this.#rejectImpatient(bucket);
  }

  /** Ends the waiting of those that could not leave before their patience ends anyway. */
  #rejectImpatient(bucket: RequestBucket): void {
    const { refusingSince, opensAt, lastError } = bucket.throttle;
    if (refusingSince === undefined) return;
    const isImpatient = (job: RequestJob): boolean => {
      const since = job.refusedAt ?? Math.max(refusingSince, job.queuedAt);
      return since + this.#patienceMs[job.priority] < opensAt;
    };
    for (const job of bucket.take(isImpatient)) job.reject(lastError);
  }
}

function refused<T>(error: ChatError): ScheduledRequest<T> {
  return { result: Promise.reject(error), promote: () => undefined };
}

function closedError(): ChatError {
  return new ChatError('closed', 'unable to make the request; the session was shut down');
}

function cancelledError(): ChatError {
  return new ChatError('cancelled', 'unable to make the request; it was cancelled');
}
