import type { FirstLoad } from './first-load.js';
import type { MemberList } from './member-list.js';
import { Membership, type MembershipChange } from './membership.js';
import type {
  MemberRecord,
  MessageId,
  MessageRecord,
  ReceiptRecord,
  ServiceEvent,
  ThreadId,
  ThreadRecord,
  UserId,
} from './model.js';
import type { Page } from './ports.js';
import { ReadReceipts } from './read-receipts.js';
import type { SessionEvents, ThreadProperties } from './session-events.js';
import type { ThreadContext, ThreadOrigin } from './thread-context.js';
import type { Thread } from './thread.js';
import { Timeline, type TimelineEntry, type Transition } from './timeline.js';
import { missedSystemChanges, type Walk } from './walk.js';

/**
 * What this client knows of one thread: properties, members, messages and receipts. Takes what events, pages and walks
 * say, and tells what that changes. The {@link Thread} decides when to ask and in which order things are taken; the only
 * requests made here fetch what a change refers to.
 */
export class ThreadReplica {
  readonly timeline = new Timeline();
  readonly members: MemberList;
  readonly receipts = new ReadReceipts(this.timeline, (messageId) => this.#lookUp(messageId));
  /** When the app was given a message of this thread, its changes concern somebody. */
  isAttended = false;

  readonly #id: ThreadId;
  readonly #thread: Thread;
  readonly #context: ThreadContext;
  readonly #membership: Membership;
  #record: ThreadRecord | undefined;
  #properties: ThreadProperties = { topic: '', metadata: {}, changedOn: undefined };

  /** @param thread whom the events are about */
  constructor(thread: Thread, context: ThreadContext) {
    this.#id = thread.id;
    this.#thread = thread;
    this.#context = context;
    this.#membership = new Membership(context.backend.userId, {
      handleAdded: (member) => {
        this.#tellNames([member]);
        this.#emit('memberAdded', { thread, member });
      },
      handleRemoved: (member) => this.#emit('memberRemoved', { thread, member }),
      handleOwnRemoval: () => context.handleGone(thread),
    });
    this.members = this.#membership.members;
  }

  get properties(): ThreadProperties {
    return this.#properties;
  }

  /** As it was when the thread was taken up. */
  get record(): ThreadRecord | undefined {
    return this.#record;
  }

  /** Begins with a thread that this client just created: nobody has written yet. */
  beginCreated(record: ThreadRecord): void {
    this.#takeRecord(record);
    this.timeline.begin([], true, '0');
  }

  /** Begins with a thread that this client is not in, as somebody describes it. */
  beginPeeked(record: ThreadRecord): void {
    this.#takeRecord(record);
  }

  /** @returns what is news in it, to be told once the thread is announced */
  async begin({ record, page, receipts }: FirstLoad, origin: ThreadOrigin): Promise<readonly Transition[]> {
    this.#takeRecord(record);
    for (const receipt of receipts) this.receipts.take(receipt);
    await this.#prepare([record.createdBy, ...senders(page.items)]);
    this.#membership.begin(page.items);
    // Newest first; the newest is the one that counts.
    this.#tellNames(page.items.flatMap(membersAdded).reverse());
    const liveAfter = origin === 'news' ? this.#membership.joinedAt : undefined;
    const news = this.timeline.begin(page.items, !page.loadNext, liveAfter);
    await this.#reachMessages(page);
    const own = this.receipts.byUser.get(this.#context.backend.userId);
    if (own) await this.receipts.locate(own);
    return news;
  }

  /** Reads on where the first page shows no message in its place, only system messages and edits of older ones. */
  async #reachMessages(first: Page<MessageRecord>): Promise<void> {
    let page = first;
    while (page.loadNext && this.timeline.isEmpty) {
      page = await page.loadNext();
      this.timeline.applyOlder(page.items, !page.loadNext);
    }
  }

  #takeRecord(record: ThreadRecord): void {
    this.#record = record;
    this.#properties = { topic: record.topic, metadata: record.metadata, changedOn: undefined };
  }

  /** Without a promise when there is nothing to wait for: what is known already is told at once. */
  takeEvent(event: ServiceEvent): void | Promise<void> {
    switch (event.type) {
      case 'message':
        return after(this.#prepare([event.message.senderId]), () => this.tell(this.timeline.apply(event.message)));
      case 'threadChanged': {
        // Merged, not replaced: whether an event carries all metadata or what was changed is not known for sure.
        this.takeProperties({ ...event, metadata: { ...this.#properties.metadata, ...event.metadata } });
        return;
      }
      case 'receipt':
        return this.takeReceipt(event.receipt);
      case 'typing':
        return this.#takeTyping(event.userId);
      case 'membersAdded':
      case 'membersRemoved':
        return this.#takeMembers(event);
      case 'membersChanged':
        for (const changed of event.members) {
          const member = this.members.update(changed);
          if (member) this.#emit('memberChanged', { thread: this.#thread, member });
        }
        return undefined;
      case 'threadCreated':
      case 'threadDeleted':
        return undefined;
    }
  }

  /** @returns whether the topic may have changed; which of several is the newest, only the thread itself can tell */
  async takeWalk({ records, isWhole }: Walk): Promise<boolean> {
    const missed = missedSystemChanges(records, this.timeline.watermark);
    await this.#prepare(senders(records));
    // Who comes is there before what they say, and who goes leaves after it.
    this.members.noteChanges(records);
    for (const change of missed) if (change.type === 'membersAdded') this.#membership.apply(change);
    this.tell(this.timeline.applyWalk(records, isWhole));
    for (const change of missed) if (change.type === 'membersRemoved') this.#membership.apply(change);
    return missed.some(({ type }) => type === 'topicChanged');
  }

  async takeOlder(page: Page<MessageRecord>): Promise<void> {
    await this.#prepare(senders(page.items));
    this.members.noteChanges(page.items);
    this.tell(this.timeline.applyOlder(page.items, !page.loadNext));
  }

  /** Told only when something is different. */
  takeProperties(next: ThreadProperties): void {
    const previous = this.#properties;
    const keys = new Set([...Object.keys(previous.metadata), ...Object.keys(next.metadata)]);
    const isSame =
      previous.topic === next.topic && [...keys].every((key) => previous.metadata[key] === next.metadata[key]);
    if (isSame) return;
    this.#properties = { topic: next.topic, metadata: next.metadata, changedOn: next.changedOn ?? new Date() };
    this.#emit('threadChanged', { thread: this.#thread, previous });
  }

  async takeReceipt(receipt: ReceiptRecord): Promise<void> {
    if (!this.receipts.isNews(receipt)) return;
    await this.#meet(receipt.userId);
    await this.receipts.locate(receipt);
    this.receipts.take(receipt);
    this.#emit('receiptChanged', { thread: this.#thread, receipt });
  }

  async #takeTyping(userId: UserId): Promise<void> {
    // The service tells the typist too.
    if (userId === this.#context.backend.userId) return;
    await this.#meet(userId);
    this.#emit('typing', { thread: this.#thread, userId });
  }

  #takeMembers(event: MembershipChange & { readonly at: Date }): void | Promise<void> {
    this.members.noteChanges([toSystemMessage(event)]);
    return after(this.#prepare(event.members.map(({ userId }) => userId)), () => this.#membership.apply(event));
  }

  /** Typing and receipts name members; the list is loaded for the first of them, and only then. */
  async #meet(userId: UserId): Promise<void> {
    if (!this.members.isLoaded) await this.loadMembers().catch(() => undefined);
    await this.#prepare([userId]);
  }

  /** Loads the members once; later changes keep the list up to date. */
  async loadMembers(): Promise<void> {
    if (this.members.isLoaded) return;
    await this.members.load(() => this.#context.backend.listMembers(this.#id));
    await this.#prepare(this.members.list.map((member) => member.userId));
    this.#tellNames(this.members.list);
    await this.receipts.locateAll();
  }

  /** Remembers what the app was given: changes of these messages concern it from now on. */
  handOut(entries: readonly TimelineEntry[]): void {
    this.timeline.markTold(entries.map((entry) => entry.record.id));
    if (entries.length > 0) this.#attend();
  }

  tell(transitions: readonly Transition[]): void {
    for (const transition of transitions) {
      const payload = { thread: this.#thread, entry: transition.entry };
      this.#attend();
      if (transition.type === 'added') this.#emit('messageAdded', payload);
      else if (transition.type === 'removed') this.#emit('messageRemoved', payload);
      else this.#emit('messageUpdated', { ...payload, previous: transition.previous });
    }
  }

  #attend(): void {
    if (this.isAttended) return;
    this.isAttended = true;
    this.#thread.handleAttended();
  }

  async #lookUp(messageId: MessageId): Promise<void> {
    this.tell(this.timeline.applyAlone(await this.#context.backend.getMessage(this.#id, messageId)));
  }

  #tellNames(all: readonly MemberRecord[]): void {
    const members = all.filter(({ displayName }) => displayName !== '');
    if (members.length > 0) this.#emit('membersNamed', { members });
  }

  #emit<E extends keyof SessionEvents>(event: E, payload: SessionEvents[E]): void {
    // A request that was under way when the thread was closed may still bring something.
    if (!this.#thread.isGone) this.#context.emit(event, payload);
  }

  #prepare(userIds: readonly (UserId | undefined)[]): Promise<void> | undefined {
    return this.#context.directory.prepare([...new Set(userIds.filter((userId) => userId !== undefined))]);
  }
}

/** Without a microtask when there is nothing to wait for. */
function after(ready: Promise<void> | undefined, action: () => void): void | Promise<void> {
  if (ready) return ready.then(action);
  action();
}

/** What the service puts into the thread for such an event. */
const toSystemMessage = ({ version, at, type, members }: MembershipChange & { readonly at: Date }): MessageRecord => ({
  id: version,
  version,
  kind: 'system',
  senderDisplayName: '',
  text: '',
  metadata: {},
  createdOn: at,
  system: { type, members },
});

const senders = (records: readonly MessageRecord[]): (UserId | undefined)[] => records.map((record) => record.senderId);
const membersAdded = ({ system }: MessageRecord): readonly MemberRecord[] =>
  system?.type === 'membersAdded' ? system.members : [];
