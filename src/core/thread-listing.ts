import type { BackgroundWork } from './background-work.js';
import type { HeldEvents } from './held-events.js';
import type { ThreadSummary } from './model.js';
import { collectPages } from './pages.js';
import type { ChatBackend, Page } from './ports.js';
import type { ThreadOrigin } from './thread-context.js';
import type { ThreadRegistry } from './thread-registry.js';
import type { Thread } from './thread.js';

/** Reads the list of my threads, and compares it with those that are known. */
export class ThreadListing {
  readonly #threads: ThreadRegistry;
  readonly #held: HeldEvents;
  readonly #work: BackgroundWork;
  #underWay = 0;

  constructor(threads: ThreadRegistry, held: HeldEvents, work: BackgroundWork) {
    this.#threads = threads;
    this.#held = held;
    this.#work = work;
  }

  /** Whether the list is being compared. */
  get isUnderWay(): boolean {
    return this.#underWay > 0;
  }

  /**
   * Takes the list for the first time. Resolves when all its threads are announced.
   * @param handleRead called when all pages are read, or could not be
   */
  async begin({ items, loadNext }: Page<ThreadSummary>, handleRead: () => void): Promise<void> {
    const load = (summaries: readonly ThreadSummary[]): Promise<unknown> =>
      Promise.all(summaries.map((summary) => this.#take(summary, 'existing')));
    const first = load(items);
    let rest: Promise<unknown>;
    try {
      rest = load(loadNext ? await collectPages(loadNext) : []);
    } finally {
      handleRead();
    }
    await Promise.all([first, rest]);
  }

  /**
   * Takes up new threads, looks after those that are gone, and says which others have news.
   * @param isWhole whether to read all pages, or only the first one, which has what changed last
   */
  async compare(backend: ChatBackend, isWhole: boolean): Promise<Thread[]> {
    this.#underWay++;
    try {
      const knownBefore = this.#threads.ready;
      const first = await backend.listThreads();
      const listed = [...first.items];
      if (isWhole && first.loadNext) listed.push(...(await collectPages(first.loadNext)));
      const summaries = listed.filter((summary) => !summary.deletedOn);
      if (isWhole || !first.loadNext) this.#lookAfterMissing(knownBefore, summaries);
      return summaries.map((summary) => this.#compareOne(summary, isWhole)).filter((thread) => thread !== undefined);
    } finally {
      this.#underWay--;
    }
  }

  #lookAfterMissing(known: readonly Thread[], summaries: readonly ThreadSummary[]): void {
    const ids = new Set(summaries.map((summary) => summary.id));
    // A thread that becomes active while the pages are read is on none of them, so this asks for the thread itself.
    for (const thread of known) if (!ids.has(thread.id)) this.#work.run(thread.refresh('background'));
  }

  /** @returns the thread if it has news */
  #compareOne(summary: ThreadSummary, isWhole: boolean): Thread | undefined {
    const thread = this.#threads.get(summary.id);
    if (thread) return thread.noteListed(summary.lastMessageOn) ? thread : undefined;
    // It may be about to be created by this client. One that never loads is not tried again by every poll.
    const isDue = !this.#held.isHolding && (isWhole || !this.#threads.isUnloaded(summary.id));
    if (isDue) this.#work.run(this.#take(summary, 'news'));
    return undefined;
  }

  async #take(summary: ThreadSummary, origin: ThreadOrigin): Promise<void> {
    if (summary.deletedOn || this.#threads.get(summary.id)) return;
    const loading = this.#threads.load(summary.id, origin, 'background');
    const thread = this.#threads.get(summary.id);
    if (thread) thread.lastListedOn = summary.lastMessageOn;
    await loading;
  }
}
