import {
  decodeThread,
  isSameJson,
  type MemberRecord,
  type MediaRecord,
  type Thread,
  type ThreadContent,
  type TimelineEntry,
  Typing,
  type UserId,
} from '../core/index.js';
import type { ClientServices } from './client-services.js';
import { createContentChanges } from './content-changes.js';
import type { Conversation } from './conversation.js';
import type { Media } from './media.js';
import type { MediaAddresses } from './media-addresses.js';
import { Message } from './message.js';
import { Participant } from './participant.js';
import { ReadHorizon } from './read-horizon.js';
import type { ConversationStatus, JSONValue, LastMessage, NotificationLevel } from './types.js';

/** What stands behind one Conversation: the thread, and the one object for each of its messages and members. */
export class ThreadView {
  /** Set right after construction: both need each other. */
  conversation!: Conversation;
  status: ConversationStatus = 'notParticipating';
  /** Left or deleted: for this client the conversation is over. */
  isRemoved = false;
  readonly horizon: ReadHorizon;
  readonly changes = createContentChanges(this);
  readonly typing: Typing;
  readonly #messages = new Map<string, Message>();
  readonly #participants = new Map<UserId, Participant>();
  readonly #readIndexes = new Map<UserId, number | null>();
  /** One object, changed in place, as the original does. */
  readonly #last: LastMessage = {};
  #content: ThreadContent;

  constructor(
    public thread: Thread,
    readonly services: ClientServices,
    readonly addresses: MediaAddresses,
  ) {
    this.#content = decodeThread(thread.properties);
    this.horizon = new ReadHorizon(this);
    this.typing = new Typing(services.typingTimeoutMs);
    this.noteLastMessage();
    for (const userId of thread.receipts.keys()) this.noteReadIndex(userId);
  }

  /** The thread was looked at from outside so far; I am in it now. */
  become(thread: Thread): void {
    this.thread = thread;
    this.refresh();
    this.noteLastMessage();
  }

  get notificationLevel(): NotificationLevel {
    return this.services.settings.of(this.thread.id).isMuted ? 'muted' : 'default';
  }

  /** Whether I am in it, as far as the service is concerned. */
  get isMine(): boolean {
    return this.services.session.getThread(this.thread.id) === this.thread;
  }

  get content(): ThreadContent {
    return this.#content;
  }

  get attributes(): JSONValue {
    return this.#content.attributes;
  }

  get lastMessage(): LastMessage | undefined {
    return this.#last.index === undefined ? undefined : this.#last;
  }

  get ownUserId(): UserId {
    return this.services.session.userId;
  }

  identityOf(userId: UserId): string {
    return this.services.session.directory.identityOf(userId);
  }

  /** Reads the thread's properties again, after they changed. */
  refresh(): void {
    const { attributes } = this.#content;
    const content = decodeThread(this.thread.properties);
    // The value object stays the same until it changes.
    this.#content = isSameJson(attributes, content.attributes) ? { ...content, attributes } : content;
    this.changes.settle();
  }

  /** @returns whether there is a newer message than before */
  noteLastMessage(): boolean {
    const newest = this.thread.timeline.newest;
    if (!newest || newest.index === this.#last.index) return false;
    this.#last.index = newest.index;
    this.#last.dateCreated = newest.record.createdOn;
    return true;
  }

  message(entry: TimelineEntry): Message {
    const known = this.#messages.get(entry.record.id);
    if (known) return known;
    const message = new Message(this, entry);
    this.#messages.set(entry.record.id, message);
    return message;
  }

  forgetMessage(entry: TimelineEntry): void {
    this.#messages.delete(entry.record.id);
  }

  media(record: MediaRecord): Media {
    return this.addresses.media(record, this.thread.id);
  }

  participant(member: MemberRecord): Participant {
    const known = this.#participants.get(member.userId);
    if (known) {
      if (known.record !== member) known.take(member);
      return known;
    }
    const participant = new Participant(this, member);
    this.#participants.set(member.userId, participant);
    return participant;
  }

  /** A participant that is in the conversation, as far as this client knows. */
  knownParticipant(userId: UserId): Participant | undefined {
    const member = this.#visibleMembers().find((candidate) => candidate.userId === userId);
    return member && this.participant(member);
  }

  forgetParticipant(userId: UserId): void {
    this.#participants.delete(userId);
  }

  /** Loads the list once. */
  loadParticipants(): Promise<void> {
    return this.thread.loadMembers();
  }

  /** Those that are known; looking at them promises nothing. */
  get loadedParticipants(): Participant[] {
    return this.#visibleMembers().map((member) => this.participant(member));
  }

  /** The loaded list, as handed to the app. */
  get participants(): Participant[] {
    this.thread.members.markTold();
    return this.loadedParticipants;
  }

  readIndexOf(userId: UserId): number | null {
    if (userId === this.ownUserId) return this.horizon.index;
    return this.thread.readIndexOf(userId) ?? null;
  }

  /** @returns whether somebody's horizon is another index than when this was asked last */
  noteReadIndex(userId: UserId): boolean {
    const index = this.readIndexOf(userId);
    const isNew = (this.#readIndexes.get(userId) ?? null) !== index;
    this.#readIndexes.set(userId, index);
    return isNew;
  }

  /** The conversation was left or deleted. */
  close(): void {
    this.isRemoved = true;
    this.status = 'notParticipating';
    this.typing.close();
  }

  /** ACS makes the creator a member at once; for Twilio that takes a `join()`. */
  #visibleMembers(): MemberRecord[] {
    const members = this.thread.members.list;
    return this.status === 'joined' ? members : members.filter((member) => member.userId !== this.ownUserId);
  }
}
