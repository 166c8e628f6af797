import { BackgroundWork } from './background-work.js';
import { ChangeWatch } from './change-watch.js';
import { ChatError } from './errors.js';
import type { MessageId, MessageRecord, Metadata, ThreadId, ThreadRecord, UserId } from './model.js';
import { Outbox } from './outbox.js';
import type {
  ChatBackend,
  IdentityDirectory,
  Logger,
  MemberDraft,
  MessageDraft,
  RealtimeTransport,
  ThreadDraft,
} from './ports.js';
import type { RequestBudget } from './request-budgets.js';
import { type RateLimitMode, RequestScheduler } from './request-scheduler.js';
import { ScheduledBackend } from './scheduled-backend.js';
import type { SessionEvents } from './session-events.js';
import { ThreadSync } from './thread-sync.js';
import type { Thread } from './thread.js';
import { TypedEmitter } from './typed-emitter.js';

/** How long one's own change may take to come back: with push, and where only a look can find it. */
const ECHO_MS = { push: 3_000, polling: 80 };

/** What stands below a session, and how much it may ask of it. */
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
 *
 * What others do comes in by one way: transport → {@link ThreadSync} → {@link Thread} → {@link events}. What oneself does
 * leaves from here, and comes back by that way too; the little that does not come back is looked for.
 */
export class ChatSession {
  readonly events = new TypedEmitter<SessionEvents>();
  readonly #options: SessionOptions;
  readonly #scheduler: RequestScheduler;
  readonly #backend: ScheduledBackend;
  readonly #outbox: Outbox;
  readonly #watch: ChangeWatch;
  readonly #work: BackgroundWork;
  readonly #sync: ThreadSync;
  #allLoaded: Promise<void> | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#work = new BackgroundWork(options.logger);
    this.#scheduler = new RequestScheduler(options.budgets, {
      rateLimits: options.rateLimits,
      handleUnauthorized: (error) => {
        // Whoever starts the session is told by the promise.
        if (this.#sync.isStarted && !this.#work.isClosed) this.events.emit('unauthorized', { error });
      },
    });
    this.#backend = new ScheduledBackend(options.backend, this.#scheduler);
    this.#outbox = new Outbox({ backend: this.#backend, nonceOf: options.nonceOf });
    this.#watch = new ChangeWatch(() => ECHO_MS[options.transport.kind]);
    this.#sync = new ThreadSync({
      backend: this.#backend,
      directory: options.directory,
      outbox: this.#outbox,
      work: this.#work,
      emit: (event, payload) => {
        if (!this.#work.isClosed) this.events.emit(event, payload);
      },
    });
    this.events.on('messageAdded', ({ thread, entry }) => {
      options.transport.noteActivity?.();
      // However it arrived, it may be one whose answer was lost.
      const isCopy = this.#outbox.noteMessage(thread.id, entry.record);
      if (isCopy) this.#work.run(this.deleteMessage(thread, entry.record.id));
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
    return this.#sync.threads.ready;
  }

  /**
   * Connects, then lists my threads: first connect, so that nothing can happen unseen between the two.
   * Resolves after the first page; the threads are loaded and announced in the background, see {@link allLoaded}.
   * @throws ChatError `unauthorized`, `unavailable`, …; may be called again after a failure and after {@link pause}
   */
  async start(): Promise<void> {
    if (this.#sync.isStarted) return this.#options.transport.start(this.#sync);
    const release = this.#sync.holdUnknown();
    try {
      await this.#options.transport.start(this.#sync);
      this.#allLoaded = this.#sync.begin(await this.#backend.listThreads(), release);
      this.#allLoaded.catch(() => undefined);
    } catch (error) {
      release();
      await this.#options.transport.stop();
      throw error;
    }
  }

  /** Disconnects until {@link start} is called again, which then catches up with what was missed. */
  pause(): Promise<void> {
    this.#sync.endOutage();
    return this.#options.transport.stop();
  }

  /**
   * Resolves when all threads that existed at the start are announced, which goes faster once somebody waits for it.
   * @throws ChatError if they could not be listed
   */
  async allLoaded(): Promise<void> {
    if (!this.#allLoaded) throw new ChatError('unavailable', 'unable to list threads; the session has not started');
    await this.#scheduler.awaitBackground(this.#allLoaded);
  }

  /** Leaves no timer, socket or request behind. What still waits rejects with `closed`. */
  async stop(): Promise<void> {
    this.#work.close();
    this.#watch.close();
    this.#sync.close();
    this.#outbox.close();
    this.#scheduler.close();
    this.#sync.threads.close(closedError);
    await this.#options.transport.stop();
  }

  getThread(id: ThreadId): Thread | undefined {
    return this.#sync.threads.getReady(id);
  }

  /** One of my threads, loaded ahead of others that still wait. @throws ChatError `not-found` or `forbidden` */
  findThread(id: ThreadId): Promise<Thread> {
    return this.#sync.threads.find(id);
  }

  /** Announces a thread that I am not in, such as one to join. */
  peekThread(record: ThreadRecord): Thread {
    return this.#sync.threads.peek(record);
  }

  /** Creates a thread and announces it. @throws ChatError */
  createThread(draft: ThreadDraft): Promise<Thread> {
    return this.#sync.createThread(draft);
  }

  /**
   * Sends a message, after those sent before in the same thread.
   * @param encode makes the message, with the given mark inside it
   * @returns the index of the message at this client
   * @throws ChatError: no such message exists then; `AmbiguousSendError`: that could not be established
   */
  async send(thread: Thread, encode: (nonce: string) => MessageDraft, signal?: AbortSignal): Promise<number> {
    const { id } = await this.#outbox.send(thread.id, encode, { signal });
    if (!this.#isPolling) this.#expectMessage(thread, () => thread.timeline.get(id) !== undefined);
    // What others wrote before may not be known yet, and it comes first: without push, and while a gap is repaired.
    const earlier = this.#isPolling ? thread.walk('foreground') : thread.inOrder(() => undefined);
    await earlier.catch((error: unknown) => this.#work.noteFailure(error));
    return thread.timeline.indexOf(id);
  }

  /**
   * Before the app reads: with push the thread is up to date, unless a repair passed it by; without, one request makes it
   * so. @throws ChatError
   */
  async freshen(thread: Thread): Promise<void> {
    if (this.#work.isClosed) throw closedError();
    if (thread.isGone) return;
    await (thread.catchUp() ?? (this.#isPolling ? thread.walk('foreground') : undefined));
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
}

const closedError = (): ChatError => new ChatError('closed', 'unable to use the thread; the session was shut down');
