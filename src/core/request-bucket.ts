import type { RequestWindow } from './request-budgets.js';
import type { RequestJob, RequestPriority } from './request-job.js';
import { SlidingWindow } from './sliding-window.js';
import { Throttle } from './throttle.js';

/** How long a refusal shows that the published budget holds here. The longest published window is a minute. */
const PROOF_MS = 120_000;

/** The requests that share one budget: who waits, what was used, whether the service refuses. */
export class RequestBucket {
  readonly #isOptimistic: boolean;
  readonly throttle: Throttle;
  readonly window: SlidingWindow;
  timer: ReturnType<typeof setTimeout> | undefined;
  readonly #queues: Record<RequestPriority, RequestJob[]> = { foreground: [], background: [] };

  /** @param isOptimistic foreground requests keep to the windows only after the service has refused one */
  constructor(windows: readonly RequestWindow[], jitter: () => number, isOptimistic = false) {
    this.#isOptimistic = isOptimistic;
    this.window = new SlidingWindow(windows);
    this.throttle = new Throttle(jitter);
  }

  /** The one whose turn it is: foreground first. */
  next(): RequestJob | undefined {
    return this.#queues.foreground[0] ?? this.#queues.background[0];
  }

  /**
   * How long {@link next} has to wait, in milliseconds; `Infinity`: until a running request is answered.
   *
   * @param backgroundShare background requests leave only while less than this part of a budget is in use
   */
  waitMs(priority: RequestPriority, now: number, backgroundShare: number): number {
    const isUnproven = this.#isOptimistic && now - this.throttle.refusedAt > PROOF_MS;
    if (priority === 'foreground' && isUnproven) return this.throttle.waitMs(now);
    const share = priority === 'background' ? backgroundShare : 1;
    return Math.max(this.throttle.waitMs(now), this.window.waitMs(now, share));
  }

  /** Queues the job at the place that its order gives it, which for a new one is the end. */
  add(job: RequestJob): void {
    const queue = this.#queues[job.priority];
    let index = queue.length;
    while (index > 0 && (queue[index - 1]?.order ?? 0) > job.order) index -= 1;
    queue.splice(index, 0, job);
  }

  /** @returns whether the job was waiting here */
  remove(job: RequestJob): boolean {
    const queue = this.#queues[job.priority];
    const index = queue.indexOf(job);
    if (index >= 0) queue.splice(index, 1);
    return index >= 0;
  }

  /** Takes out every waiting job that `isMeant` picks. */
  take(isMeant: (job: RequestJob) => boolean): RequestJob[] {
    const taken: RequestJob[] = [];
    for (const priority of ['foreground', 'background'] as const) {
      const kept: RequestJob[] = [];
      for (const job of this.#queues[priority]) (isMeant(job) ? taken : kept).push(job);
      this.#queues[priority] = kept;
    }
    return taken;
  }

  isIdle(now: number): boolean {
    const isProven = now - this.throttle.refusedAt <= PROOF_MS;
    return !isProven && this.next() === undefined && this.throttle.opensAt <= now && this.window.isIdle(now);
  }

  clearTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
