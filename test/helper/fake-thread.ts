import { ChatError } from '../../src/core/errors.js';
import {
  compareIds,
  type MemberRecord,
  type MessageId,
  type MessageRecord,
  type Metadata,
  type ReceiptRecord,
  type ServiceEvent,
  type ThreadId,
  type ThreadRecord,
  type ThreadSummary,
  type UserId,
} from '../../src/core/model.js';
import type { MemberDraft, MessageDraft, ThreadDraft } from '../../src/core/ports.js';
import { FakeThreadHistory, type Tick, withoutSequence } from './fake-thread-history.js';

/** Tells users what happened. */
export type Broadcast = (userIds: readonly UserId[], event: ServiceEvent) => void;

/** One thread as the service keeps it. Whoever calls it is a member already. */
export class FakeThread {
  readonly history: FakeThreadHistory;
  #record: ThreadRecord;
  readonly #members = new Map<UserId, MemberRecord>();
  readonly #receipts = new Map<UserId, ReceiptRecord>();

  constructor(
    readonly id: ThreadId,
    creator: UserId,
    draft: ThreadDraft,
    private readonly tick: Tick,
    private readonly broadcast: Broadcast,
  ) {
    const { topic, metadata } = draft;
    this.#record = { id, topic, metadata, createdOn: new Date(tick()), createdBy: creator };
    this.history = new FakeThreadHistory(tick);
    for (const userId of new Set([creator, ...draft.memberIds])) this.#members.set(userId, toMember({ userId }));
    // A new thread begins with these two.
    this.history.addSystem({ type: 'membersAdded', members: this.members });
    this.history.addSystem({ type: 'topicChanged', topic });
    this.#tell({ type: 'threadCreated', threadId: id });
  }

  get record(): ThreadRecord {
    return this.#record;
  }

  get members(): MemberRecord[] {
    return [...this.#members.values()];
  }

  get receipts(): ReceiptRecord[] {
    return [...this.#receipts.values()];
  }

  get summary(): ThreadSummary {
    const { id, topic } = this.#record;
    const newestId = this.history.newest?.id;
    // Whole seconds, and moved by new messages of any kind, not by edits and deletions.
    return { id, topic, lastMessageOn: new Date(Math.floor(Number(newestId) / 1_000) * 1_000) };
  }

  hasMember(userId: UserId): boolean {
    return this.#members.has(userId);
  }

  message(id: MessageId): MessageRecord {
    const record = this.history.get(id);
    if (!record) throw new ChatError('not-found', 'unable to find the message; it does not exist', { status: 404 });
    return record;
  }

  send(senderId: UserId, draft: MessageDraft): MessageRecord {
    return this.#tellMessage(this.history.send(senderId, draft));
  }

  editMessage(userId: UserId, id: MessageId, patch: { text?: string; metadata?: Metadata }): void {
    this.#assertOwn(userId, id);
    this.#tellMessage(this.history.edit(id, patch));
  }

  deleteMessage(userId: UserId, id: MessageId): void {
    this.#assertOwn(userId, id);
    this.#tellMessage(this.history.remove(id));
  }

  update({ topic, metadata }: { topic?: string; metadata?: Metadata }): void {
    if (topic !== undefined) this.history.addSystem({ type: 'topicChanged', topic });
    const changed = { topic: topic ?? this.#record.topic, metadata: { ...this.#record.metadata, ...metadata } };
    this.#record = { ...this.#record, ...changed };
    this.#tell({ type: 'threadChanged', threadId: this.id, ...changed, changedOn: new Date(this.tick()) });
  }

  addMember(draft: MemberDraft): void {
    if (this.#members.has(draft.userId)) return;
    const member = toMember(draft);
    this.#members.set(member.userId, member);
    this.#tellMembers('membersAdded', [member], this.#memberIds);
  }

  /** The removed one is told as well, for the last time. */
  removeMember(userId: UserId): void {
    const member = this.#members.get(userId);
    if (!member) throw new ChatError('not-found', 'unable to remove the member; it is not in the thread');
    const told = this.#memberIds;
    this.#members.delete(userId);
    this.#tellMembers('membersRemoved', [member], told);
  }

  type(userId: UserId): void {
    this.#tell({ type: 'typing', threadId: this.id, userId, at: new Date(this.tick()) });
  }

  /** The reader is not told. */
  read(userId: UserId, messageId: MessageId): void {
    this.message(messageId);
    // Readers move forward; a horizon that went back would be a state that no client may take over.
    const before = this.#receipts.get(userId);
    if (before && compareIds(messageId, before.messageId) < 0) return;
    const receipt = { userId, messageId, readOn: new Date(this.tick()) };
    this.#receipts.set(userId, receipt);
    const others = this.#memberIds.filter((id) => id !== userId);
    this.broadcast(others, { type: 'receipt', threadId: this.id, receipt });
  }

  tellDeleted(): void {
    this.#tell({ type: 'threadDeleted', threadId: this.id });
  }

  get #memberIds(): UserId[] {
    return [...this.#members.keys()];
  }

  #assertOwn(userId: UserId, id: MessageId): void {
    const { senderId, deletedOn } = this.message(id);
    if (senderId !== userId) throw new ChatError('forbidden', 'unable to change the message; it is not yours');
    if (deletedOn) throw new ChatError('not-found', 'unable to change the message; it is deleted');
  }

  #tell(event: ServiceEvent): void {
    this.broadcast(this.#memberIds, event);
  }

  #tellMessage(record: MessageRecord): MessageRecord {
    this.#tell({ type: 'message', threadId: this.id, message: withoutSequence(record) });
    return record;
  }

  #tellMembers(
    type: 'membersAdded' | 'membersRemoved',
    members: readonly MemberRecord[],
    told: readonly UserId[],
  ): void {
    const { version, createdOn: at } = this.history.addSystem({ type, members });
    this.broadcast(told, { type, threadId: this.id, members, version, at });
  }
}

const toMember = ({ userId, displayName = '', metadata = {} }: Partial<MemberDraft> & { userId: UserId }) => ({
  userId,
  displayName,
  metadata,
});
