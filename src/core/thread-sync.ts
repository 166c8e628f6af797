import type { BackgroundWork } from './background-work.js';
import { isChatError } from './errors.js';
import { HeldEvents } from './held-events.js';
import type { ServiceEvent, ThreadSummary } from './model.js';
import { OutageWatch } from './outage-watch.js';
import type { Outbox } from './outbox.js';
import { PollingRounds } from './polling-rounds.js';
import type { IdentityDirectory, Page, RealtimeSink, ThreadDraft } from './ports.js';
import { Repair } from './repair.js';
import type { ScheduledBackend } from './scheduled-backend.js';
import type { ThreadContext, ThreadOrigin } from './thread-context.js';
import { ThreadListing } from './thread-listing.js';
import { ThreadRegistry } from './thread-registry.js';
import type { Thread } from './thread.js';

interface ThreadSyncOptions {
  readonly backend: ScheduledBackend;
  readonly directory: IdentityDirectory;
  readonly outbox: Outbox;
  readonly work: BackgroundWork;
  readonly emit: ThreadContext['emit'];
}

/**
 * Keeps the threads as the service has them: hands each of them what the transport reports, repairs what a gap may have
 * hidden, and polls where nothing is reported.
 */
export class ThreadSync implements RealtimeSink {
  readonly threads: ThreadRegistry;
  readonly #options: ThreadSyncOptions;
  readonly #held = new HeldEvents((event, origin) => this.#take(event, origin));
  readonly #listing: ThreadListing;
  readonly #polling: PollingRounds;
  readonly #repair: Repair;
  /** Where pushes do not come but requests get through, the session goes on as where nothing pushes. */
  readonly #outage = new OutageWatch(() => this.#options.work.run(this.#workAroundOutage()));
  #connections = 0;
  #isStarted = false;

  constructor(options: ThreadSyncOptions) {
    const { backend, directory, work, emit } = options;
    const [held, background] = [this.#held, backend.withPriority('background')];
    this.#options = options;
    const threads = new ThreadRegistry({
      context: { backend, background, directory, emit },
      held,
      noteGap: (error) => this.#repair.noteGap(error),
    });
    const listing = new ThreadListing(threads, held, work);
    this.threads = threads;
    this.#listing = listing;
    this.#polling = new PollingRounds({ backend: background, threads, listing, work });
    this.#repair = new Repair({ backend, threads, listing, work });
  }

  /** Whether the service has answered a request: from then on, a connection means that there was a gap. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  /** Before the list is read: holds back events about unknown threads. @returns to be given to {@link begin} */
  holdUnknown(): (origin?: ThreadOrigin) => void {
    return this.#held.hold();
  }

  /** Takes up the threads that exist. @returns resolves when all of them are announced */
  begin(firstPage: Page<ThreadSummary>, release: (origin: ThreadOrigin) => void): Promise<void> {
    this.#isStarted = true;
    this.#options.emit('connected', undefined);
    // One that became active while the pages were read is on none of them, and no news all the same.
    return this.#listing.begin(firstPage, () => release('existing'));
  }

  /** Creates a thread and announces it. @throws ChatError */
  async createThread(draft: ThreadDraft): Promise<Thread> {
    const connections = this.#connections;
    const release = this.#held.hold();
    try {
      const record = await this.#options.backend.createThread(draft);
      const thread = this.threads.add(record.id);
      const begun = thread.beginCreated(record);
      // A connection that was lost and came back meanwhile may have taken messages with it.
      if (connections !== this.#connections) this.#options.work.run(thread.repair(Promise.resolve(true), 'foreground'));
      // Before anything newer can arrive.
      this.#held.deliver('news');
      await begun;
      return thread;
    } finally {
      release('news');
    }
  }

  handleConnected(): void {
    if (this.#options.work.isClosed) return;
    this.#connections++;
    this.#options.backend.noteNews();
    this.endOutage();
    if (!this.#isStarted) return;
    this.#options.emit('connected', undefined);
    this.#repair.begin();
  }

  handleDisconnected(): void {
    if (this.#options.work.isClosed) return;
    // Sends wait for a moment, instead of failing one by one while the network is away.
    this.#options.outbox.pause();
    this.#outage.begin();
    this.#options.emit('disconnected', undefined);
  }

  handleEvent(event: ServiceEvent): void {
    if (!this.#options.work.isClosed) this.#take(event, 'news');
  }

  handlePollDue(): void {
    const { work } = this.#options;
    if (this.#isStarted && !work.isClosed) work.run(this.#polling.run());
  }

  async handleCheckDue(): Promise<boolean> {
    const { work } = this.#options;
    const isMissing = this.#isStarted && !work.isClosed && (await this.#polling.run(true));
    if (isMissing) work.noteFailure('something was not pushed, but found');
    return isMissing;
  }

  /** The connection is back, or not wanted any more. */
  endOutage(): void {
    this.#outage.end();
    this.#options.outbox.resume();
  }

  /** Begins nothing any more. */
  close(): void {
    this.#repair.close();
    this.#outage.end();
  }

  async #workAroundOutage(): Promise<void> {
    const { outbox } = this.#options;
    try {
      await this.#polling.run();
      outbox.resume();
    } catch (error) {
      // No request gets through either: what is to be sent goes on waiting.
      if (isChatError(error) && error.isRetryable) return;
      outbox.resume();
      throw error;
    }
  }

  #take(event: ServiceEvent, origin: ThreadOrigin): void {
    const { backend, outbox, work } = this.#options;
    const { threadId } = event;
    const thread = this.threads.get(threadId);
    backend.noteNews(threadId);
    if (event.type === 'message') outbox.noteMessage(threadId, event.message);
    if (event.type === 'threadDeleted') {
      if (thread) work.run(thread.inOrder(() => this.threads.remove(thread)));
    } else if (thread) {
      work.run(thread.handle(event));
    } else if (event.type !== 'typing' && event.type !== 'membersRemoved') {
      this.#takeUnknown(event, origin);
    }
  }

  #takeUnknown(event: ServiceEvent, origin: ThreadOrigin): void {
    // It may be about to be listed, or created by this client: wait for the answer before taking it for news.
    if (this.#held.isHolding) {
      this.#held.add(event);
      return;
    }
    void this.threads.load(event.threadId, origin, 'foreground');
    const discovered = this.threads.get(event.threadId);
    if (discovered) this.#options.work.run(discovered.handle(event));
  }
}
