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

  /**
   * Does nothing while the list is being read already.
   * @param hasEvents whether events tell as well: only what they should have told is looked for in a thread's messages
   * @returns whether something was found that no event had told
   * @throws ChatError
   */
  async run(hasEvents = false): Promise<boolean> {
    if (this.#isUnderWay || this.#options.listing.isUnderWay) return false;
    this.#isUnderWay = true;
    try {
      return await this.#run(this.#rounds++, hasEvents);
    } finally {
      this.#isUnderWay = false;
    }
  }

  async #run(round: number, hasEvents: boolean): Promise<boolean> {
    const { backend, threads, listing, work } = this.#options;
    const listed = await listing.compare(backend, round % WHOLE_LIST_EVERY === 0);
    const changed = listed.filter((thread) => !hasEvents || !thread.isSeen);
    for (const thread of listed) if (!changed.includes(thread)) thread.postponeLook();
    const newest = changed.map(({ timeline }) => timeline.newest?.record.id);
    for (const thread of changed) if (!thread.isReady) work.run(thread.walk('background'));
    await Promise.all(changed.filter(({ isReady }) => isReady).map((thread) => thread.walk('foreground')));
    const isMissing = changed.some(({ timeline }, position) => timeline.newest?.record.id !== newest[position]);
    const attended = threads.ready.filter((thread) => thread.isAttended);
    const next = attended[round % Math.max(attended.length, 1)];
    if (next && !changed.includes(next)) await next.walk('background');
    if (next && round % 2 === 0) await next.refreshReceipts('background');
    const all = threads.ready;
    if (round % 3 === 0) await all[(round / 3) % Math.max(all.length, 1)]?.refresh('background');
    return isMissing;
  }
}
