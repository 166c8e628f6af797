import { AsyncLane } from './async-lane.js';
import { ChatError } from './errors.js';
import { type FirstLoad, loadFirst } from './first-load.js';
import { LastListing } from './last-listing.js';
import { LoadRace } from './load-race.js';
import { LookQueue } from './look-queue.js';
import type { MemberList } from './member-list.js';
import type { MessageId, ReceiptRecord, ServiceEvent, ThreadRecord, UserId } from './model.js';
import { OlderPages } from './older-pages.js';
import { collectPages } from './pages.js';
import type { ChatBackend } from './ports.js';
import type { RequestPriority } from './request-job.js';
import type { ThreadProperties } from './session-events.js';
import type { ThreadContext, ThreadOrigin } from './thread-context.js';
import { ThreadReplica } from './thread-replica.js';
import type { Timeline, TimelineEntry } from './timeline.js';
import { LARGEST_PAGE, readDownTo, type Walk } from './walk.js';

/**
 * After so many events one look makes sure that none was lost on the way. A repair then never has to go through more
 * than these besides what it is for, which its largest page has room for.
 */
const EVENTS_PER_LOOK = 150;

/**
 * One thread of mine: decides what to ask the service and when, and hands what arrives to its {@link ThreadReplica}.
 * Everything passes through one lane, strictly in order, so that a repair or a slow look-up holds back what came after
 * it and nothing overtakes.
 */
export class Thread {
  readonly id: string;
  readonly timeline: Timeline;
  readonly members: MemberList;
  readonly receipts: Map<UserId, ReceiptRecord>;
  isGone = false;

  readonly #context: ThreadContext;
  readonly #replica: ThreadReplica;
  readonly #lane = new AsyncLane();
  readonly #looks: LookQueue;
  readonly #older: OlderPages;
  readonly #lastListing = new LastListing();
  #first: LoadRace<FirstLoad> | undefined;
  #begun: Promise<void> | undefined;
  #isReady = false;
  #eventsSinceLook = 0;
  /** When the newest of what was seen happened. */
  #seenMs = 0;
  /** A repair passed this thread by, because nobody had looked at it. */
  #isBehind = false;

  constructor(id: string, context: ThreadContext) {
    this.id = id;
    this.#context = context;
    this.#replica = new ThreadReplica(this, context);
    this.timeline = this.#replica.timeline;
    this.members = this.#replica.members;
    this.receipts = this.#replica.receipts.byUser;
    const isGone = (): boolean => this.isGone;
    this.#looks = new LookQueue(this.#lane, isGone, () => context.handleGone(this));
    this.#older = new OlderPages(
      () => context.backend.listMessages(id, LARGEST_PAGE),
      (page) => this.#lane.run(() => this.#replica.takeOlder(page)),
    );
  }

  get properties(): ThreadProperties {
    return this.#replica.properties;
  }

  get createdOn(): Date | undefined {
    return this.#replica.record?.createdOn;
  }

  get createdBy(): UserId | undefined {
    return this.#replica.record?.createdBy;
  }

  /** When the app was given a message of this thread, its changes concern somebody. */
  get isAttended(): boolean {
    return this.#replica.isAttended;
  }

  set isAttended(isAttended: boolean) {
    this.#replica.isAttended = isAttended;
  }

  /** Makes up for repairs that passed this thread by. @returns `undefined` when there is nothing to make up for */
  catchUp(): Promise<unknown> | undefined {
    if (!this.#isBehind) return undefined;
    this.#isBehind = false;
    return Promise.all([this.walk('foreground'), this.refresh('background'), this.refreshReceipts('background')]);
  }

  /** Somebody looks at this thread for the first time. */
  handleAttended(): void {
    this.catchUp()?.catch(() => (this.#isBehind = true));
  }

  /** Loaded and announced. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** When its newest message came, as the list of threads said it last. */
  get lastListedOn(): Date | undefined {
    return this.#lastListing.lastMessageOn;
  }

  set lastListedOn(lastMessageOn: Date | undefined) {
    this.#lastListing.lastMessageOn = lastMessageOn;
  }

  /** Whether the list of threads, with its precision of a second, shows nothing newer than what was seen. */
  get isSeen(): boolean {
    return (this.lastListedOn?.getTime() ?? 0) < this.#seenMs + 1_000;
  }

  #noteSeen(when: readonly (Date | undefined)[]): void {
    this.#seenMs = when.reduce((newest, date) => Math.max(newest, date?.getTime() ?? 0), this.#seenMs);
  }

  /** Nobody looks now although the list of threads has changed: a later comparison shall say so again. */
  postponeLook(): void {
    this.#lastListing.noteFailedLook();
  }

  /**
   * Loads the thread and announces it, then whatever of its first page is news.
   * @param origin `news`: it appeared while the session runs; messages after my own addition are announced then
   */
  begin(origin: ThreadOrigin, priority: RequestPriority): Promise<void> {
    this.#first = new LoadRace();
    this.#first.enter(loadFirst(this.#at(priority), this.id));
    const { winner } = this.#first;
    this.#begun = this.#lane.run(async () => {
      const first = await winner;
      this.#noteSeen(first.page.items.map(({ createdOn }) => createdOn));
      const news = await this.#replica.begin(first, origin);
      // Whoever waits is told by the race; this load was under way when it was lost.
      if (this.isGone) throw goneError();
      this.#announce(origin);
      this.#replica.tell(news);
    });
    return this.#begun;
  }

  /** Announces a thread that this client just created: there is nothing to load. */
  beginCreated(record: ThreadRecord): Promise<void> {
    this.#noteSeen([record.createdOn]);
    this.#begun = this.#lane.run(() => {
      this.#replica.beginCreated(record);
      this.#announce('created');
    });
    return this.#begun;
  }

  /** Announces a thread that this client is not in: all that is known of it is what somebody else says. */
  beginPeeked(record: ThreadRecord): void {
    this.#replica.beginPeeked(record);
    this.#announce('peeked');
  }

  /** Somebody waits for this thread now: its loading overtakes that of the others. */
  async hurry(): Promise<void> {
    if (!this.#isReady) this.#first?.enter(loadFirst(this.#context.backend, this.id));
    await this.#begun;
  }

  #announce(origin: ThreadOrigin): void {
    this.#isReady = true;
    this.#lastListing.noteRead();
    this.#context.emit('threadAdded', { thread: this, origin });
  }

  /** Takes a real-time event, after everything that came before it. */
  handle(event: ServiceEvent): Promise<void> {
    this.#noteSeen([happenedOn(event)]);
    return this.#lane.run(() => {
      if (this.isGone) return;
      if (event.type === 'message') this.#noteMessageEvent();
      return this.#replica.takeEvent(event);
    });
  }

  /** Runs something in the order of this thread's events. */
  inOrder(job: () => void | Promise<void>): Promise<void> {
    return this.#lane.run(job);
  }

  /** Loads the next older page. Does nothing at the beginning of the thread. */
  loadOlder(): Promise<void> {
    return this.timeline.reachedStart ? Promise.resolve() : this.#older.load();
  }

  /** Takes what the list of threads says. @returns whether to look */
  noteListed(lastMessageOn: Date | undefined): boolean {
    return this.#lastListing.update(lastMessageOn);
  }

  /** Whether this message is known if it exists. */
  covers(id: MessageId): boolean {
    return this.timeline.covers(id);
  }

  /**
   * Catches up with everything that may have been missed: reads the list from the top down to the last version that was
   * surely seen. Calls before it starts share one walk.
   */
  walk(priority: RequestPriority): Promise<void> {
    return this.#looks.runShared('walk', () => this.#walk(this.#at(priority), 'little'));
  }

  /**
   * After a gap: holds back what arrives from now on until it is known whether something was missed and, if so, until
   * that is found. k missed changes cost at most ⌈k/200⌉ + 1 requests.
   */
  repair(isDue: Promise<boolean>, priority: RequestPriority): Promise<void> {
    return this.#looks.run(async () => {
      // Passed by: what may have changed in it concerns nobody yet.
      this.#isBehind = !(await isDue);
      if (!this.#isBehind) await this.#walk(this.#at(priority), 'much');
    });
  }

  async #walk(backend: ChatBackend, expected: 'little' | 'much'): Promise<void> {
    try {
      await this.#takeWalk(await this.#readNews(backend, expected));
    } catch (error) {
      this.#lastListing.noteFailedLook();
      throw error;
    }
  }

  #readNews(backend: ChatBackend, expected: 'little' | 'much'): Promise<Walk> {
    this.#eventsSinceLook = 0;
    return readDownTo(backend, this.id, this.timeline.watermark, expected);
  }

  async #takeWalk(walk: Walk): Promise<void> {
    this.#noteSeen(walk.records.map(({ createdOn }) => createdOn));
    const mayHaveNewTopic = await this.#replica.takeWalk(walk);
    if (mayHaveNewTopic) void this.refresh('foreground').catch(() => undefined);
  }

  /** Raises the watermark from time to time, without holding anything up. */
  #noteMessageEvent(): void {
    if (++this.#eventsSinceLook < EVENTS_PER_LOOK) return;
    this.#readNews(this.#context.background, 'much')
      .then((walk) => this.#looks.run(() => this.#takeWalk(walk)))
      .catch(() => undefined);
  }

  /** Reads the thread's properties again. */
  refresh(priority: RequestPriority): Promise<void> {
    return this.#looks.runShared('refresh', async () => {
      const { topic, metadata, deletedOn } = await this.#at(priority).getThread(this.id);
      if (deletedOn) this.#context.handleGone(this);
      else this.#replica.takeProperties({ topic, metadata, changedOn: undefined });
    });
  }

  /** Reads who has read how far, and tells what changed. */
  refreshReceipts(priority: RequestPriority): Promise<void> {
    return this.#looks.runShared('receipts', async () => {
      const receipts = await collectPages(() => this.#at(priority).listReceipts(this.id));
      for (const receipt of receipts) await this.#replica.takeReceipt(receipt);
    });
  }

  #at(priority: RequestPriority): ChatBackend {
    return priority === 'foreground' ? this.#context.backend : this.#context.background;
  }

  /** Loads the members once; later changes keep the list up to date. */
  loadMembers(): Promise<void> {
    return this.#replica.loadMembers();
  }

  /** Remembers what the app was given: changes of these messages concern it from now on. */
  handOut(entries: readonly TimelineEntry[]): void {
    this.#replica.handOut(entries);
  }

  /** One's own receipt: the service does not echo it. */
  noteOwnReceipt(messageId: MessageId): Promise<void> {
    const receipt = { userId: this.#context.backend.userId, messageId, readOn: new Date() };
    return this.#lane.run(() => this.#replica.takeReceipt(receipt));
  }

  /** The index up to which somebody has read; `undefined` when nothing was read yet or the message cannot be told. */
  readIndexOf(userId: UserId): number | undefined {
    return this.#replica.receipts.indexOf(userId);
  }

  /** Says nothing any more. @param reason what later calls reject with; default: that the thread is not there */
  close(reason: () => ChatError = goneError): void {
    this.isGone = true;
    this.#first?.abandon(reason());
    this.#lane.close(reason);
  }
}

/** When the message came that the list of threads shows for an event: edits, receipts and typing have none. */
function happenedOn(event: ServiceEvent): Date | undefined {
  if (event.type === 'message') return event.message.createdOn;
  if (event.type === 'threadChanged') return event.changedOn;
  return 'version' in event ? event.at : undefined;
}

const goneError = (): ChatError =>
  new ChatError('not-found', 'unable to use the thread; it was left or deleted', { status: 404 });
