import {
  decodeThread,
  HistoryReader,
  type MediaRecord,
  type MessageRecord,
  type RichContent,
  type Thread,
  type ThreadId,
  Typing,
  type UserId,
} from '../core/index.js';
import type { AppCore } from './app-core.js';
import { Conversation } from './conversation.js';
import { NexmoApiError, NexmoClientError, SERVER_TYPES } from './errors.js';
import { EventBook } from './event-book.js';
import { infoOf, type Member } from './member.js';
import { MemberBook } from './member-book.js';
import type { MessageEvent } from './message-event.js';
import type { NXMEvent } from './nxm-event.js';
import { PendingSends } from './pending-sends.js';
import { ReceiptMarks } from './receipt-marks.js';
import type { MemberEvent } from './to-member-events.js';
import type { StoredEvent } from './to-message-event.js';

/**
 * How the own user is in a conversation: `outside` has to ask to be let in, `created` and `invited` have to say that they
 * join, which the service does not ask for.
 */
export type Presence = 'outside' | 'created' | 'invited' | 'joined' | 'left';

/** More often than this the service is not told that somebody types. */
const TYPING_MS = 7_000;

/** What stands behind a conversation. */
export class ThreadView {
  readonly threadId: ThreadId;
  readonly app: AppCore;
  readonly conversation: Conversation;
  readonly members = new MemberBook(this);
  readonly events = new EventBook(this);
  readonly receipts = new ReceiptMarks(this);
  readonly typing = new Typing(TYPING_MS);
  readonly sends = new PendingSends();
  /** Images that were stored and perhaps not sent, by the address that the app got. */
  readonly uploads = new Map<string, MediaRecord>();
  /** Those of whom the app was told that they type. */
  readonly typists = new Set<UserId>();
  thread: Thread | undefined;
  /** Somebody was asked to let the own user in. */
  isAsking = false;
  presence: Presence = 'outside';
  readonly #leaving = new Set<() => void>();

  constructor(app: AppCore, threadId: ThreadId) {
    this.app = app;
    this.threadId = threadId;
    this.conversation = new Conversation(this, app.settings.traits.hasMemberMap ? new Map() : {});
  }

  /** The thread is there, for the first time or again. */
  become(thread: Thread, presence: Presence): void {
    this.thread = thread;
    this.refresh();
    const { createdOn } = thread;
    if (createdOn) this.conversation.timestamp = { created: createdOn.toISOString() };
    this.enter(presence);
  }

  /** Takes over what the thread is called. */
  refresh(): void {
    const { thread, conversation } = this;
    if (!thread) return;
    const { name, uniqueName } = decodeThread(thread.properties);
    Object.assign(conversation, { id: this.app.nameOf(thread), name: uniqueName ?? '', display_name: name ?? '' });
  }

  /** What the own user is from now on. */
  enter(presence: Presence): void {
    this.presence = presence;
    const { conversation, own } = this;
    if (presence === 'joined' || presence === 'invited') {
      own.state = presence === 'joined' ? 'JOINED' : 'INVITED';
      conversation.me = own;
    } else if (presence === 'left') own.state = 'LEFT';
    else conversation.me = undefined;
  }

  get own(): Member {
    return this.members.get(this.app.session.userId);
  }

  memberOf({ senderId, senderDisplayName }: MessageRecord): Member {
    const userId = senderId ?? 'unknown';
    this.app.users.noteSender(userId, senderDisplayName);
    return this.members.get(userId);
  }

  /** Loads who is in it, and the newest events. */
  async load(): Promise<void> {
    await this.loadMembers();
    await this.readHistory(this.app.settings.historyLimit);
    this.#settleMembers();
  }

  async loadMembers(): Promise<void> {
    await this.#known().loadMembers();
    this.#settleMembers();
  }

  /** Reads back from the newest event, so many or down to one of this id. */
  async readHistory(limit: number, downTo?: number): Promise<void> {
    const { session } = this.app;
    const thread = this.#known();
    const reader = new HistoryReader(session, [thread], { withSystem: true });
    let records: MessageRecord[] = [];
    for (
      let isWhole = false, oldest = Infinity;
      !isWhole && (records.length < limit || oldest > (downTo ?? Infinity));
    ) {
      const page = await reader.read(Math.min(limit, 200));
      records = records.concat(page.items.map(({ record }) => record));
      isWhole = page.isWhole;
      oldest = Number(records.at(-1)?.id ?? 0);
    }
    const changed = records.flatMap(({ system }) => (system && 'members' in system ? system.members : []));
    await session.directory.prepare(changed.map(({ userId }) => userId));
    this.app.users.noteNames(changed);
    for (const record of records.reverse()) {
      if (record.kind !== 'system') this.events.put(record);
      else {
        this.members.noteChange(record);
        this.events.putChange(record);
      }
    }
  }

  /** @throws NexmoClientError `error:self` for those who are not in it */
  assertIn(operation: string): Thread {
    const { thread, presence } = this;
    if (thread && !thread.isGone && (presence === 'joined' || presence === 'invited')) return thread;
    throw new NexmoClientError(
      'error:self',
      `unable to ${operation}; you are not in this conversation. Call join() first`,
    );
  }

  send(content: RichContent): Promise<StoredEvent> {
    return this.ask(() => this.sends.send(this.app.session, this.assertIn('send'), content, this.app.link.ownName));
  }

  markRead(event: MessageEvent): Promise<void> {
    return this.ask(async () => {
      const thread = this.assertIn('mark the event as seen');
      if (!this.receipts.isRead(event)) await this.app.session.markRead(thread, event.acsId);
    });
  }

  deleteEvent({ acsId }: MessageEvent): Promise<void> {
    return this.ask(() => this.app.session.deleteMessage(this.assertIn('delete the event'), acsId));
  }

  kick(userId: UserId): Promise<void> {
    return this.ask(() => this.app.session.removeMember(this.assertIn('remove the member'), userId));
  }

  download(media: MediaRecord): Promise<Blob> {
    return this.app.link.download(media, this.threadId);
  }

  /** As {@link AppCore.ask}. */
  ask<T>(action: () => PromiseLike<T> | T): Promise<T> {
    return this.app.ask(action);
  }

  /** Tells something about a member, in the way of the app's version. */
  tell(name: string, member: Member, event: NXMEvent): void {
    const { hasPlainSenders } = this.app.settings.traits;
    this.conversation.emit(name, hasPlainSenders ? infoOf(member) : member, event);
  }

  /** Tells how the own user is in the conversation now: to those who listen to all conversations first. */
  tellMembership(member: Member, event: MemberEvent): void {
    this.app.application.emit(event.type, member, event);
    this.tell(event.type, member, event);
  }

  /** Resolves when the own user is not in it any more, or nothing is heard of it any more. */
  whenLeft(): Promise<void> {
    return new Promise((resolve) => this.#leaving.add(resolve));
  }

  /** Says nothing any more, and lets nobody wait. */
  close(): void {
    this.typing.close();
    this.typists.clear();
    this.sends.close();
    for (const resolve of this.#leaving) resolve();
    this.#leaving.clear();
  }

  /** Whom the history names and who is not in it has left. */
  #settleMembers(): void {
    const { thread, own, presence } = this;
    if (!thread) return;
    this.members.settle(new Set(thread.members.list.map(({ userId }) => userId)));
    // Azure has them in it already.
    if (presence === 'invited') own.state = 'INVITED';
  }

  #known(): Thread {
    if (this.thread && !this.thread.isGone) return this.thread;
    throw new NexmoApiError(SERVER_TYPES.noConversation, 'unable to read the conversation; you are not in it');
  }
}
