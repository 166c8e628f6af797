import type { CancelSignal } from './cancellation.js';

/** `foreground`: the app waits for it. `background`: it may come later. */
export type RequestPriority = 'foreground' | 'background';

/** A request that waits for its turn or is under way. */
export class RequestJob<T = unknown> {
  readonly result: Promise<T>;
  readonly queuedAt = Date.now();
  /** Place among the requests of its priority, the smallest first. */
  order = 0;
  /** When the service refused this very request for the first time. */
  refusedAt: number | undefined;
  refusals = 0;
  private settle: { resolve(value: T): void; reject(error: unknown): void } | undefined;

  constructor(
    public priority: RequestPriority,
    private readonly task: () => Promise<T>,
    readonly signal: CancelSignal | undefined,
  ) {
    this.result = new Promise<T>((resolve, reject) => {
      this.settle = { resolve, reject };
    });
  }

  /** Makes the request. Asynchronous, so that a task that throws rejects instead. */
  async attempt(): Promise<T> {
    return await this.task();
  }

  resolve(value: T): void {
    this.settle?.resolve(value);
  }

  reject(error: unknown): void {
    this.settle?.reject(error);
  }
}
