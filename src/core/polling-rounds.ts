import type { BackgroundWork } from './background-work.js';
import type { ChatBackend } from './ports.js';
import type { ThreadListing } from './thread-listing.js';
import type { ThreadRegistry } from './thread-registry.js';

/** How many rounds pass between two looks at the whole list of threads, where it has several pages. */
const WHOLE_LIST_EVERY = 10;

interface PollingRoundsOptions {
  readonly backend: ChatBackend;
  readonly threads: ThreadRegistry;
  readonly listing: ThreadListing;
  readonly work: BackgroundWork;
}

/**
 * Looks for changes where nothing pushes. The list of threads shows new messages and members; edits, deletions, receipts
 * and attributes leave it unchanged, so the threads that the app looks at are read in turn.
 */
export class PollingRounds {
  readonly #options: PollingRoundsOptions;
  #rounds = 0;
  #isUnderWay = false;

  constructor(options: PollingRoundsOptions) {
    this.#options = options;
  }

  /** Does nothing while the list is being read already. @throws ChatError */
  async run(): Promise<void> {
    if (this.#isUnderWay || this.#options.listing.isUnderWay) return;
    this.#isUnderWay = true;
    try {
      await this.#run(this.#rounds++);
    } finally {
      this.#isUnderWay = false;
    }
  }

  async #run(round: number): Promise<void> {
    const { backend, threads, listing, work } = this.#options;
    const changed = await listing.compare(backend, round % WHOLE_LIST_EVERY === 0);
    for (const thread of changed) if (!thread.isReady) work.run(thread.walk('background'));
    await Promise.all(changed.filter(({ isReady }) => isReady).map((thread) => thread.walk('foreground')));
    const attended = threads.ready.filter((thread) => thread.isAttended);
    const next = attended[round % Math.max(attended.length, 1)];
    if (next && !changed.includes(next)) await next.walk('background');
    if (next && round % 2 === 0) await next.refreshReceipts('background');
    const all = threads.ready;
    if (round % 3 === 0) await all[(round / 3) % Math.max(all.length, 1)]?.refresh('background');
  }
}
