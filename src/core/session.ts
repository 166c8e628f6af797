import { BackgroundWork } from './background-work.js';
import { ChangeWatch } from './change-watch.js';
import { ChatError, isChatError } from './errors.js';
import { HeldEvents } from './held-events.js';
import type { MessageId, MessageRecord, Metadata, ServiceEvent, ThreadId, ThreadSummary, UserId } from './model.js';
import { Outbox } from './outbox.js';
import { OutageWatch } from './outage-watch.js';
import { collectPages } from './pages.js';
import type {
  ChatBackend,
  IdentityDirectory,
  Logger,
  MemberDraft,
  MessageDraft,
  Page,
  RealtimeSink,
  RealtimeTransport,
  ThreadDraft,
} from './ports.js';
import type { RequestBudget } from './request-budgets.js';
import { type RateLimitMode, RequestScheduler } from './request-scheduler.js';
import { ScheduledBackend } from './scheduled-backend.js';
import { RetryTimer } from './retry-timer.js';
import type { SessionEvents } from './session-events.js';
import type { ThreadOrigin } from './thread-context.js';
import { ThreadRegistry } from './thread-registry.js';
import type { Thread } from './thread.js';
import { TypedEmitter } from './typed-emitter.js';

/** How long one's own change may take to come back: with push, and where only a look can find it. */
const ECHO_MS = { push: 3_000, polling: 80 };
/** How many polls pass between two looks at the whole list of threads, where it has several pages. */
const WHOLE_LIST_EVERY = 10;

export interface SessionOptions {
  readonly backend: ChatBackend;
  /** Chosen by the caller; `kind` may change while it starts (push falling back to polling). */
  readonly transport: RealtimeTransport;
  readonly directory: IdentityDirectory;
  readonly budgets: readonly RequestBudget[];
  readonly rateLimits: RateLimitMode;
  /** Finds the mark that {@link ChatSession.send} put into a message. */
  readonly nonceOf: (record: MessageRecord) => string | undefined;
  readonly logger: Logger;
}

/**
 * Everything one user sees of a chat service: the threads, kept up to date, and the ways to change them. Knows no vendor
 * on either side: a backend and a transport below, a facade above.
 */
export class ChatSession {
  readonly events = new TypedEmitter<SessionEvents>();
  readonly #options: SessionOptions;
  readonly #threads: ThreadRegistry;
  readonly #scheduler: RequestScheduler;
  readonly #backend: ScheduledBackend;
  readonly #background: ChatBackend;
  readonly #outbox: Outbox;
  readonly #watch: ChangeWatch;
  readonly #work: BackgroundWork;
  readonly #repairAgain = new RetryTimer(() => this.#work.run(this.#repairAll()));
  /** Where pushes do not come but requests get through, the session goes on as where nothing pushes. */
  readonly #outage = new OutageWatch(() => this.#work.run(this.#workAroundOutage()));
  readonly #held = new HeldEvents((event, origin) => this.#handleEvent(event, origin));
  #connections = 0;
  #isStarted = false;
  #allLoaded: Promise<void> | undefined;
  /** Repairs and polls that are reading the list of threads. */
  #listings = 0;
  #pollRound = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#work = new BackgroundWork(options.logger);
    this.#scheduler = new RequestScheduler(options.budgets, {
      rateLimits: options.rateLimits,
      handleUnauthorized: (error) => {
        // Whoever starts the session is told by the promise.
        if (this.#isStarted && !this.#work.isClosed) this.events.emit('unauthorized', { error });
      },
    });
    this.#backend = new ScheduledBackend(options.backend, this.#scheduler);
    this.#background = this.#backend.withPriority('background');
    this.#outbox = new Outbox({ backend: this.#backend, nonceOf: options.nonceOf });
    this.#watch = new ChangeWatch(() => ECHO_MS[options.transport.kind]);
    this.#threads = new ThreadRegistry({
      context: {
        backend: this.#backend,
        background: this.#background,
        directory: options.directory,
        emit: (event, payload) => {
          if (!this.#work.isClosed) this.events.emit(event, payload);
        },
      },
      held: this.#held,
      noteGap: (error) => this.#noteGap(error),
    });
    this.events.on('messageAdded', ({ thread, entry }) => {
      options.transport.noteActivity?.();
      // However it arrived, it may be one whose answer was lost.
      this.#outbox.noteMessage(thread.id, entry.record);
    });
  }

  get userId(): UserId {
    return this.#options.backend.userId;
  }

  get directory(): IdentityDirectory {
    return this.#options.directory;
  }

  /** The request side, inside the published budgets. */
  get backend(): ChatBackend {
    return this.#backend;
  }

  /** The threads that have been announced and not removed. */
  get threads(): Thread[] {
    return this.#threads.ready;
  }

  /**
   * Connects, then lists my threads: first connect, so that nothing can happen unseen between the two.
   * Resolves after the first page; the threads are loaded and announced in the background, see {@link allLoaded}.
   * @throws ChatError `unauthorized`, `unavailable`, …; may be called again after a failure and after {@link pause}
   */
  async start(): Promise<void> {
    if (this.#isStarted) return this.#options.transport.start(this.#sink);
    const release = this.#held.hold();
    try {
      await this.#options.transport.start(this.#sink);
      const page = await this.#backend.listThreads();
      this.#isStarted = true;
      this.events.emit('connected', undefined);
      this.#allLoaded = this.#loadAll(page, release);
      this.#allLoaded.catch(() => undefined);
    } catch (error) {
      release();
      await this.#options.transport.stop();
      throw error;
    }
  }

  /** Disconnects until {@link start} is called again, which then catches up with what was missed. */
  pause(): Promise<void> {
    this.#endOutage();
    return this.#options.transport.stop();
  }

  /** Resolves when all threads that existed at the start are announced. @throws ChatError if they could not be listed */
  allLoaded(): Promise<void> {
    return (
      this.#allLoaded ??
      Promise.reject(new ChatError('unavailable', 'unable to list threads; the session has not started'))
    );
  }

  /** Leaves no timer, socket or request behind. What still waits rejects with `closed`. */
  async stop(): Promise<void> {
    this.#work.close();
    this.#watch.close();
    this.#repairAgain.reset();
    this.#outage.end();
    this.#outbox.close();
    this.#scheduler.close();
    this.#threads.close(closedError);
    await this.#options.transport.stop();
  }

  getThread(id: ThreadId): Thread | undefined {
    return this.#threads.getReady(id);
  }

  /** One of my threads, loaded ahead of others that still wait. @throws ChatError `not-found` or `forbidden` */
  findThread(id: ThreadId): Promise<Thread> {
    return this.#threads.find(id);
  }

  /** Creates a thread and announces it. @throws ChatError */
  async createThread(draft: ThreadDraft): Promise<Thread> {
    const connections = this.#connections;
    const release = this.#held.hold();
    try {
      const record = await this.#backend.createThread(draft);
      const thread = this.#threads.add(record.id);
      const begun = thread.beginCreated(record);
      // A connection that was lost and came back meanwhile may have taken messages with it.
      if (connections !== this.#connections) this.#work.run(thread.repair(Promise.resolve(true), 'foreground'));
      // Before anything newer can arrive.
      this.#held.deliver('news');
      await begun;
      return thread;
    } finally {
      release('news');
    }
  }

  /**
   * Sends a message, after those sent before in the same thread.
   * @param encode makes the message, with the given mark inside it
   * @returns the index of the message at this client
   * @throws ChatError: no such message exists then; `AmbiguousSendError`: that could not be established
   */
  async send(thread: Thread, encode: (nonce: string) => MessageDraft, signal?: AbortSignal): Promise<number> {
    const { id } = await this.#outbox.send(thread.id, encode, { signal });
    // Without push, what others wrote before may not be known yet, and it comes first.
    if (this.#isPolling) await thread.walk('foreground').catch((error: unknown) => this.#work.noteFailure(error));
    else this.#expectMessage(thread, () => thread.timeline.get(id) !== undefined);
    return thread.timeline.indexOf(id);
  }

  /** Before the app reads: with push the thread is up to date; without, one request makes it so. @throws ChatError */
  async freshen(thread: Thread): Promise<void> {
    if (this.#work.isClosed) throw closedError();
    if (this.#isPolling && !thread.isGone) await thread.walk('foreground');
  }

  get #isPolling(): boolean {
    return this.#options.transport.kind === 'polling';
  }

  async updateMessage(thread: Thread, id: MessageId, patch: { text?: string; metadata?: Metadata }): Promise<void> {
    const before = thread.timeline.get(id)?.record.version;
    await this.#backend.updateMessage(thread.id, id, patch);
    this.#expectMessage(thread, () => thread.timeline.get(id)?.record.version !== before);
  }

  async deleteMessage(thread: Thread, id: MessageId): Promise<void> {
    await this.#backend.deleteMessage(thread.id, id);
    this.#expectMessage(thread, () => thread.timeline.get(id)?.record.deletedOn !== undefined);
  }

  async updateThread(thread: Thread, patch: { topic?: string; metadata?: Metadata }): Promise<void> {
    const before = thread.properties;
    await this.#backend.updateThread(thread.id, patch);
    this.#watch.expect(
      `${thread.id} properties`,
      () => thread.isGone || thread.properties !== before,
      () => this.#work.run(thread.refresh('foreground')),
    );
  }

  async deleteThread(thread: Thread): Promise<void> {
    await this.#backend.deleteThread(thread.id);
    this.#expectMessage(thread, () => thread.isGone);
  }

  async addMember(thread: Thread, member: MemberDraft): Promise<void> {
    await this.#backend.addMember(thread.id, member);
    this.#expectMessage(thread, () => thread.members.get(member.userId) !== undefined);
  }

  async removeMember(thread: Thread, userId: UserId): Promise<void> {
    await this.#backend.removeMember(thread.id, userId);
    this.#expectMessage(thread, () => thread.isGone || thread.members.wasRemoved(userId));
  }

  /** Membership and messages come by one walk; whichever is missing, the same look finds it. */
  #expectMessage(thread: Thread, isSeen: () => boolean): void {
    this.#watch.expect(
      `${thread.id} messages`,
      () => thread.isGone || isSeen(),
      () => this.#work.run(thread.walk('foreground')),
    );
  }

  async markRead(thread: Thread, messageId: MessageId): Promise<void> {
    await this.#backend.sendReceipt(thread.id, messageId);
    await thread.noteOwnReceipt(messageId);
  }

  sendTyping(thread: Thread): Promise<void> {
    return this.#backend.sendTyping(thread.id);
  }

  readonly #sink: RealtimeSink = {
    handleConnected: () => {
      if (this.#work.isClosed) return;
      this.#connections++;
      this.#backend.noteNews();
      this.#endOutage();
      // The first time, being connected means that the service has answered a request too.
      if (!this.#isStarted) return;
      this.#repairAgain.reset();
      this.events.emit('connected', undefined);
      this.#work.run(this.#repairAll());
    },
    handleDisconnected: () => {
      if (this.#work.isClosed) return;
      // Sends wait for a moment, instead of failing one by one while the network is away.
      this.#outbox.pause();
      this.#outage.begin();
      this.events.emit('disconnected', undefined);
    },
    handleEvent: (event) => {
      if (!this.#work.isClosed) this.#handleEvent(event);
    },
    handlePollDue: () => {
      if (this.#isStarted && !this.#work.isClosed && this.#listings === 0) this.#work.run(this.#poll());
    },
  };

  async #workAroundOutage(): Promise<void> {
    try {
      if (this.#listings === 0) await this.#poll();
      this.#outbox.resume();
    } catch (error) {
      // No request gets through either: what is to be sent goes on waiting.
      if (isChatError(error) && error.isRetryable) return;
      this.#outbox.resume();
      throw error;
    }
  }

  #endOutage(): void {
    this.#outage.end();
    this.#outbox.resume();
  }

  #handleEvent(event: ServiceEvent, origin: ThreadOrigin = 'news'): void {
    const thread = this.#threads.get(event.threadId);
    this.#backend.noteNews(event.threadId);
    if (event.type === 'message') this.#outbox.noteMessage(event.threadId, event.message);
    if (event.type === 'threadDeleted') {
      if (thread) this.#work.run(thread.inOrder(() => this.#threads.remove(thread)));
      return;
    }
    if (thread) {
      this.#work.run(thread.handle(event));
      return;
    }
    if (event.type === 'typing' || event.type === 'membersRemoved') return;
    // It may be about to be listed, or created by this client: wait for the answer before taking it for news.
    if (this.#held.isHolding) {
      this.#held.add(event);
      return;
    }
    void this.#threads.load(event.threadId, origin, 'foreground');
    const discovered = this.#threads.get(event.threadId);
    if (discovered) this.#work.run(discovered.handle(event));
  }

  async #loadAll({ items, loadNext }: Page<ThreadSummary>, release: (origin: ThreadOrigin) => void): Promise<void> {
    const load = (summaries: readonly ThreadSummary[]): Promise<unknown> =>
      Promise.all(summaries.map((summary) => this.#takeListed(summary, 'existing')));
    const first = load(items);
    let rest: Promise<unknown>;
    try {
      rest = load(loadNext ? await collectPages(loadNext) : []);
    } finally {
      // One that became active while the pages were read is on none of them, and no news all the same.
      release('existing');
    }
    await Promise.all([first, rest]);
  }

  async #takeListed(summary: ThreadSummary, origin: ThreadOrigin): Promise<void> {
    if (summary.deletedOn || this.#threads.get(summary.id)) return;
    const loading = this.#threads.load(summary.id, origin, 'background');
    const thread = this.#threads.get(summary.id);
    if (thread) thread.lastListedOn = summary.lastMessageOn;
    await loading;
  }

  /** After a gap: the list of threads, then whatever may have changed in each; what arrives meanwhile waits. */
  async #repairAll(): Promise<void> {
    const listing = this.#compareList(this.#backend, true);
    const repairs = this.#threads.all.map((thread) => {
      const isDue = listing.then(
        (changed) => changed.includes(thread) || thread.isAttended,
        () => false,
      );
      return this.#repair(thread, isDue);
    });
    this.#listings++;
    const noteListed = (): number => this.#listings--;
    listing.then(noteListed, noteListed);
    try {
      await Promise.all([listing, ...repairs]);
    } catch (error) {
      this.#noteGap(error);
    }
  }

  async #repair(thread: Thread, isDue: Promise<boolean>): Promise<void> {
    const priority = thread.isAttended ? 'foreground' : 'background';
    try {
      await thread.repair(isDue, priority);
      if (!(await isDue) || thread.isGone) return;
      await Promise.all([thread.refresh('background'), thread.refreshReceipts('background')]);
    } catch (error) {
      if (!thread.isGone) throw error;
    }
  }

  /**
   * One round where nothing pushes. The list shows new messages and members; edits, deletions, receipts and attributes
   * leave it unchanged, so the threads that the app looks at are read in turn.
   */
  async #poll(): Promise<void> {
    const round = this.#pollRound++;
    this.#listings++;
    try {
      const changed = await this.#compareList(this.#background, round % WHOLE_LIST_EVERY === 0);
      for (const thread of changed) if (!thread.isReady) this.#work.run(thread.walk('background'));
      await Promise.all(changed.filter(({ isReady }) => isReady).map((thread) => thread.walk('foreground')));
      const attended = this.threads.filter((thread) => thread.isAttended);
      const next = attended[round % Math.max(attended.length, 1)];
      if (next && !changed.includes(next)) await next.walk('background');
      if (next && round % 2 === 0) await next.refreshReceipts('background');
      const all = this.threads;
      if (round % 3 === 0) await all[(round / 3) % Math.max(all.length, 1)]?.refresh('background');
    } finally {
      this.#listings--;
    }
  }

  /** Takes up new threads, looks after those that are gone, and says which others have news. */
  async #compareList(backend: ChatBackend, isWhole: boolean): Promise<Thread[]> {
    const knownBefore = this.threads;
    const first = await backend.listThreads();
    const listed = [...first.items];
    if (isWhole && first.loadNext) listed.push(...(await collectPages(first.loadNext)));
    const summaries = listed.filter((summary) => !summary.deletedOn);
    if (isWhole || !first.loadNext) {
      const ids = new Set(summaries.map((summary) => summary.id));
      // A thread that becomes active while the pages are read is on none of them, so this asks for the thread itself.
      for (const thread of knownBefore) if (!ids.has(thread.id)) this.#work.run(thread.refresh('background'));
    }
    const changed: Thread[] = [];
    for (const summary of summaries) {
      const thread = this.#threads.get(summary.id);
      if (thread?.noteListed(summary.lastMessageOn)) changed.push(thread);
      else if (!thread && !this.#held.isHolding && (isWhole || !this.#threads.isUnloaded(summary.id)))
        this.#work.run(this.#takeListed(summary, 'news'));
    }
    return changed;
  }

  /** Something may be missing now: after a while, a repair looks for it. */
  #noteGap(error: unknown): void {
    this.#work.noteFailure(error);
    if (!this.#work.isClosed && isRetryable(error)) this.#repairAgain.noteFailure();
  }
}

const isRetryable = (error: unknown): boolean => isChatError(error) && error.isRetryable;

const closedError = (): ChatError => new ChatError('closed', 'unable to use the thread; the session was shut down');
