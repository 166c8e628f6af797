import type { BackgroundWork } from './background-work.js';
import { isChatError } from './errors.js';
import type { ChatBackend } from './ports.js';
import { RetryTimer } from './retry-timer.js';
import type { ThreadListing } from './thread-listing.js';
import type { ThreadRegistry } from './thread-registry.js';
import type { Thread } from './thread.js';

interface RepairOptions {
  readonly backend: ChatBackend;
  readonly threads: ThreadRegistry;
  readonly listing: ThreadListing;
  readonly work: BackgroundWork;
}

/** Finds what was missed in a gap, for as long as it takes. */
export class Repair {
  readonly #options: RepairOptions;
  readonly #again: RetryTimer;

  constructor(options: RepairOptions) {
    this.#options = options;
    this.#again = new RetryTimer(() => options.work.run(this.#run()));
  }

  /** Repairs now, whatever was planned. */
  begin(): void {
    this.#again.reset();
    this.#options.work.run(this.#run());
  }

  /** Something may be missing now: after a while, a repair looks for it. */
  noteGap(error: unknown): void {
    const { work } = this.#options;
    work.noteFailure(error);
    if (!work.isClosed && isChatError(error) && error.isRetryable) this.#again.noteFailure();
  }

  close(): void {
    this.#again.reset();
  }

  /** The list of threads, then whatever may have changed in each; what arrives meanwhile waits. */
  async #run(): Promise<void> {
    const { backend, threads, listing } = this.#options;
    const comparison = listing.compare(backend, true);
    const repairs = threads.all.map((thread) => {
      const isDue = comparison.then(
        (changed) => changed.includes(thread) || thread.isAttended,
        () => false,
      );
      return this.#repair(thread, isDue);
    });
    try {
      await Promise.all([comparison, ...repairs]);
    } catch (error) {
      this.noteGap(error);
    }
  }

  async #repair(thread: Thread, isDue: Promise<boolean>): Promise<void> {
    try {
      await thread.repair(isDue, thread.isAttended ? 'foreground' : 'background');
      if (!(await isDue) || thread.isGone) return;
      await Promise.all([thread.refresh('background'), thread.refreshReceipts('background')]);
    } catch (error) {
      if (!thread.isGone) throw error;
    }
  }
}
