import { AsyncLane } from './async-lane.js';
import { ChatError } from './errors.js';
import { type FirstLoad, loadFirst } from './first-load.js';
import { LastListing } from './last-listing.js';
import { LoadRace } from './load-race.js';
import { LookQueue } from './look-queue.js';
import type { MemberList } from './member-list.js';
import { Membership } from './membership.js';
import type { MessageId, MessageRecord, ReceiptRecord, ServiceEvent, ThreadRecord, UserId } from './model.js';
import { OlderPages } from './older-pages.js';
import { collectPages } from './pages.js';
import type { ChatBackend, Page } from './ports.js';
import type { RequestPriority } from './request-job.js';
import { ReadReceipts } from './read-receipts.js';
import type { SessionEvents, ThreadProperties } from './session-events.js';
import type { ThreadContext, ThreadOrigin } from './thread-context.js';
import { Timeline, type TimelineEntry, type Transition } from './timeline.js';
import { LARGEST_PAGE, missedSystemChanges, readDownTo, type Walk } from './walk.js';

/**
 * After so many events one look makes sure that none was lost on the way. A repair then never has to go through more
 * than these besides what it is for, which its largest page has room for.
 */
const EVENTS_PER_LOOK = 150;

/**
 * One thread of mine. Everything that arrives about it passes through one lane, strictly in order, so that a repair or
 * a slow look-up holds back what came after it and nothing overtakes.
 */
export class Thread {
  readonly timeline = new Timeline();
  /** When the app was given a message of this thread, its changes concern somebody. */
  isAttended = false;
  isGone = false;

  readonly #lane = new AsyncLane();
  readonly #context: ThreadContext;
  #properties: ThreadProperties = { topic: '', metadata: {}, changedOn: undefined };
  #record: ThreadRecord | undefined;
  #first: LoadRace<FirstLoad> | undefined;
  #begun: Promise<void> | undefined;
  #isReady = false;
  readonly #lastListing = new LastListing();
  readonly #older = new OlderPages(
    () => this.#context.backend.listMessages(this.id, LARGEST_PAGE),
    (page) => this.#lane.run(() => this.#takeOlder(page)),
  );
  readonly #looks = new LookQueue(
    this.#lane,
    () => this.isGone,
    () => this.#context.handleGone(this),
  );
  readonly #receipts = new ReadReceipts(this.timeline, (messageId) => this.#lookUp(messageId));
  #eventsSinceLook = 0;
  readonly #membership: Membership;

  constructor(
    readonly id: string,
    context: ThreadContext,
  ) {
    this.#context = context;
    this.#membership = new Membership(context.backend.userId, {
      handleAdded: (member) => this.#emit('memberAdded', { thread: this, member }),
      handleRemoved: (member) => this.#emit('memberRemoved', { thread: this, member }),
      handleOwnRemoval: () => context.handleGone(this),
    });
  }

  get receipts(): Map<UserId, ReceiptRecord> {
    return this.#receipts.byUser;
  }

  get members(): MemberList {
    return this.#membership.members;
  }

  get properties(): ThreadProperties {
    return this.#properties;
  }

  /** When its newest message came, as the list of threads said it last. */
  get lastListedOn(): Date | undefined {
    return this.#lastListing.lastMessageOn;
  }

  set lastListedOn(lastMessageOn: Date | undefined) {
    this.#lastListing.lastMessageOn = lastMessageOn;
  }

  get createdOn(): Date | undefined {
    return this.#record?.createdOn;
  }

  get createdBy(): UserId | undefined {
    return this.#record?.createdBy;
  }

  /** Loaded and announced. */
  get isReady(): boolean {
    return this.#isReady;
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
      const { record, page, receipts } = await winner;
      const { userId } = this.#context.backend;
      this.#take(record);
      for (const receipt of receipts) this.#receipts.take(receipt);
      await this.#prepare([record.createdBy, ...senders(page.items)]);
      this.#membership.begin(page.items);
      const liveAfter = origin === 'news' ? this.#membership.joinedAt : undefined;
      const news = this.timeline.begin(page.items, !page.loadNext, liveAfter);
      await this.#reachMessages(page);
      const own = this.receipts.get(userId);
      if (own) await this.#receipts.locate(own);
      // Whoever waits is told by the race; this load was under way when it was lost.
      if (this.isGone) throw goneError();
      this.#announce(origin);
      this.#tell(news);
    });
    return this.#begun;
  }

  /** Reads on where the first page shows no message in its place, only system messages and edits of older ones. */
  async #reachMessages(first: Page<MessageRecord>): Promise<void> {
    let page = first;
    while (page.loadNext && this.timeline.isEmpty) {
      page = await page.loadNext();
      this.timeline.applyOlder(page.items, !page.loadNext);
    }
  }

  /** Announces a thread that this client just created: there is nothing to load. */
  beginCreated(record: ThreadRecord): Promise<void> {
    this.#begun = this.#lane.run(() => {
      this.#take(record);
      this.timeline.begin([], true, '0');
      this.#announce('created');
    });
    return this.#begun;
  }

  /** Somebody waits for this thread now: its loading overtakes that of the others. */
  async hurry(): Promise<void> {
    if (!this.#isReady) this.#first?.enter(loadFirst(this.#context.backend, this.id));
    await this.#begun;
  }

  #announce(origin: ThreadOrigin): void {
    this.#isReady = true;
    this.#lastListing.noteRead();
    this.#emit('threadAdded', { thread: this, origin });
  }

  /** Takes a real-time event, after everything that came before it. */
  handle(event: ServiceEvent): Promise<void> {
    return this.#lane.run(() => this.#handle(event));
  }

  /** Runs something in the order of this thread's events. */
  inOrder(job: () => void | Promise<void>): Promise<void> {
    return this.#lane.run(job);
  }

  /** Loads the next older page. Does nothing at the beginning of the thread. */
  loadOlder(): Promise<void> {
    return this.timeline.reachedStart ? Promise.resolve() : this.#older.load();
  }

  async #takeOlder(page: Page<MessageRecord>): Promise<void> {
    await this.#prepare(senders(page.items));
    this.members.noteJoins(page.items);
    this.#tell(this.timeline.applyOlder(page.items, !page.loadNext));
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
      if (await isDue) await this.#walk(this.#at(priority), 'much');
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

  async #takeWalk({ records, isWhole }: Walk): Promise<void> {
    const missed = missedSystemChanges(records, this.timeline.watermark);
    await this.#prepare(senders(records));
    // Which of two topics is the newer one, only the thread itself can tell: it is read after this walk.
    if (missed.some(({ type }) => type === 'topicChanged')) void this.refresh('foreground').catch(() => undefined);
    // Who comes is there before what they say, and who goes leaves after it.
    for (const change of missed) if (change.type === 'membersAdded') this.#membership.apply(change);
    this.members.noteJoins(records);
    this.#tell(this.timeline.applyWalk(records, isWhole));
    for (const change of missed) if (change.type === 'membersRemoved') this.#membership.apply(change);
  }

  /** Raises the watermark from time to time, without holding anything up. */
  #noteEvent(): void {
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
      else this.#change({ topic, metadata, changedOn: undefined });
    });
  }

  /** Reads who has read how far, and tells what changed. */
  refreshReceipts(priority: RequestPriority): Promise<void> {
    return this.#looks.runShared('receipts', async () => {
      const receipts = await collectPages(() => this.#at(priority).listReceipts(this.id));
      for (const receipt of receipts) await this.#applyReceipt(receipt);
    });
  }

  #at(priority: RequestPriority): ChatBackend {
    return priority === 'foreground' ? this.#context.backend : this.#context.background;
  }

  /** Loads the members once; later changes keep the list up to date. */
  async loadMembers(): Promise<void> {
    if (this.members.isLoaded) return;
    await this.members.load(() => this.#context.backend.listMembers(this.id));
    await this.#prepare(this.members.list.map((member) => member.userId));
    await this.#receipts.locateAll();
  }

  /** Remembers what the app was given: changes of these messages concern it from now on. */
  handOut(entries: readonly TimelineEntry[]): void {
    this.timeline.markTold(entries.map((entry) => entry.record.id));
    if (entries.length > 0) this.isAttended = true;
  }

  /** One's own receipt: the service does not echo it. */
  noteOwnReceipt(messageId: MessageId): Promise<void> {
    const receipt = { userId: this.#context.backend.userId, messageId, readOn: new Date() };
    return this.#lane.run(() => this.#applyReceipt(receipt));
  }

  /** The index up to which somebody has read; `undefined` when nothing was read yet or the message cannot be told. */
  readIndexOf(userId: UserId): number | undefined {
    return this.#receipts.indexOf(userId);
  }

  /** Says nothing any more. @param reason what later calls reject with; default: that the thread is not there */
  close(reason: () => ChatError = goneError): void {
    this.isGone = true;
    this.#first?.abandon(reason());
    this.#lane.close(reason);
  }

  #take(record: ThreadRecord): void {
    this.#record = record;
    this.#properties = { topic: record.topic, metadata: record.metadata, changedOn: undefined };
  }

  #handle(event: ServiceEvent): void | Promise<void> {
    if (this.isGone) return undefined;
    switch (event.type) {
      case 'message':
        this.#noteEvent();
        return after(this.#prepare([event.message.senderId]), () => this.#tell(this.timeline.apply(event.message)));
      case 'threadChanged': {
        // Merged, not replaced: whether an event carries all metadata or what was changed is not known for sure.
        this.#change({ ...event, metadata: { ...this.#properties.metadata, ...event.metadata } });
        return;
      }
      case 'receipt':
        return this.#applyReceipt(event.receipt);
      case 'typing':
        return this.#takeTyping(event.userId);
      case 'membersAdded':
      case 'membersRemoved':
        if (event.type === 'membersAdded')
          for (const { userId } of event.members) this.members.noteJoin(userId, event.at);
        return after(this.#prepare(event.members.map(({ userId }) => userId)), () => this.#membership.apply(event));
      case 'threadCreated':
      case 'threadDeleted':
        return undefined;
    }
  }

  async #takeTyping(userId: UserId): Promise<void> {
    await this.#meet(userId);
    this.#emit('typing', { thread: this, userId });
  }

  /** Typing and receipts name members; the list is loaded for the first of them, and only then. */
  async #meet(userId: UserId): Promise<void> {
    if (!this.members.isLoaded) await this.loadMembers().catch(() => undefined);
    await this.#prepare([userId]);
  }

  #change(next: ThreadProperties): void {
    const previous = this.#properties;
    const keys = new Set([...Object.keys(previous.metadata), ...Object.keys(next.metadata)]);
    const isSame =
      previous.topic === next.topic && [...keys].every((key) => previous.metadata[key] === next.metadata[key]);
    if (isSame) return;
    this.#properties = { topic: next.topic, metadata: next.metadata, changedOn: next.changedOn ?? new Date() };
    this.#emit('threadChanged', { thread: this, previous });
  }

  async #applyReceipt(receipt: ReceiptRecord): Promise<void> {
    if (!this.#receipts.isNews(receipt)) return;
    await this.#meet(receipt.userId);
    await this.#receipts.locate(receipt);
    this.#receipts.take(receipt);
    this.#emit('receiptChanged', { thread: this, receipt });
  }

  async #lookUp(messageId: MessageId): Promise<void> {
    this.#tell(this.timeline.applyAlone(await this.#context.backend.getMessage(this.id, messageId)));
  }

  #emit<E extends keyof SessionEvents>(event: E, payload: SessionEvents[E]): void {
    // A request that was under way when the thread was closed may still bring something.
    if (!this.isGone) this.#context.emit(event, payload);
  }

  #tell(transitions: readonly Transition[]): void {
    for (const transition of transitions) {
      const payload = { thread: this, entry: transition.entry };
      this.isAttended = true;
      if (transition.type === 'added') this.#emit('messageAdded', payload);
      else if (transition.type === 'removed') this.#emit('messageRemoved', payload);
      else this.#emit('messageUpdated', { ...payload, previous: transition.previous });
    }
  }

  #prepare(userIds: readonly (UserId | undefined)[]): Promise<void> | undefined {
    return this.#context.directory.prepare([...new Set(userIds.filter((userId) => userId !== undefined))]);
  }
}

/** Without a microtask when there is nothing to wait for: what is known already is told at once. */
function after(ready: Promise<void> | undefined, action: () => void): void | Promise<void> {
  if (ready) return ready.then(action);
  action();
}

const goneError = (): ChatError =>
  new ChatError('not-found', 'unable to use the thread; it was left or deleted', { status: 404 });

const senders = (records: readonly MessageRecord[]): (UserId | undefined)[] => records.map((record) => record.senderId);
