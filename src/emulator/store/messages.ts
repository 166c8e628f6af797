import type { RawId } from '../events.js';
import type { MessagePage } from './message-log.js';
import type { MessageBody, MessageRecord, Metadata } from './records.js';
import { dropEmpty, mergeMetadata, type Access, type StoreContext } from './store-context.js';
import { StoreError } from './store-error.js';
import { toServiceDate, type ThreadRecord } from './thread-record.js';

type UserBody = Extract<MessageBody, { type: 'text' | 'html' }>;

/** What a user sends. */
export type NewMessage = Omit<UserBody, 'sender'>;

/** What a sender may change. */
export interface MessagePatch {
  content?: string;
  metadata?: Metadata;
}

/** Where a page of messages begins. */
export interface MessagePageRequest {
  size: number;
  startTime?: number;
  below?: number;
  above?: number;
}

/** Sends, reads, edits and deletes messages. */
export class Messages {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  send(threadId: string, sender: RawId, draft: NewMessage): MessageRecord {
    const thread = this.#context.forParticipant(threadId, sender);
    const body: UserBody = { ...draft, sender };
    const record = thread.append(body, this.#context.now());
    thread.lastMessageOn = record.id;
    this.#context.publish(
      {
        kind: 'messageReceived',
        content: body.content,
        metadata: { ...body.metadata },
        ...factsOf(thread, record, body),
      },
      thread.recipients,
    );
    this.#context.changed();
    return record;
  }

  get(threadId: string, userId: RawId, messageId: string): MessageRecord {
    const access = this.#context.forReader(threadId, userId);
    const record = access.thread.messages.get(messageId);
    if (!record || !isVisible(record, access)) throw new StoreError('messageNotFound');
    return record;
  }

  list(threadId: string, userId: RawId, { size, startTime = 0, below, above }: MessagePageRequest): MessagePage {
    const access = this.#context.forReader(threadId, userId);
    const compared = this.#context.behaviour.startTimeCompares === 'version' ? 'version' : 'id';
    return access.thread.messages.page({
      size,
      ...(below === undefined ? {} : { below }),
      ...(above === undefined ? {} : { above }),
      isVisible: (record) => isVisible(record, access) && record[compared] >= startTime,
    });
  }

  edit(threadId: string, userId: RawId, messageId: string, patch: MessagePatch): void {
    const { thread, record, body } = this.#own(threadId, userId, messageId);
    const { behaviour } = this.#context;
    if (record.deletedOn !== undefined) {
      if (behaviour.editDeletedMessage === 'ignore') return;
      throw new StoreError('messageDeleted');
    }
    if (patch.content === undefined && patch.metadata === undefined) return;
    if (patch.content !== undefined) body.content = patch.content;
    if (patch.metadata) {
      const isMerge = behaviour.messageMetadataPatch === 'merge';
      body.metadata = isMerge ? mergeMetadata(body.metadata, patch.metadata) : dropEmpty(patch.metadata);
    }
    this.#context.changed();
    if (patch.content === undefined && behaviour.metadataOnlyEdit === 'silent') return;
    const now = this.#context.now();
    record.editedOn = now;
    this.#touch(thread, record, now);
    this.#context.publish(
      {
        kind: 'messageEdited',
        content: body.content,
        metadata: { ...body.metadata },
        editedOn: toServiceDate(now),
        ...factsOf(thread, record, body),
      },
      thread.recipients,
    );
  }

  /** Leaves a tombstone: type, sender and sequence stay, content and metadata go (seen on recorded traffic). */
  delete(threadId: string, userId: RawId, messageId: string): void {
    const { thread, record, body } = this.#own(threadId, userId, messageId);
    if (record.deletedOn !== undefined) {
      if (this.#context.behaviour.deleteDeletedMessage === 'ignore') return;
      throw new StoreError('messageDeleted');
    }
    const now = this.#context.now();
    body.content = '';
    body.metadata = {};
    delete record.editedOn;
    record.deletedOn = now;
    this.#touch(thread, record, now);
    this.#context.publish(
      { kind: 'messageDeleted', deletedOn: toServiceDate(now), ...factsOf(thread, record, body) },
      thread.recipients,
    );
    this.#context.changed();
  }

  /** ACS docs: only the sender may edit or delete a message; there is no moderator. */
  #own(
    threadId: string,
    userId: RawId,
    messageId: string,
  ): { thread: ThreadRecord; record: MessageRecord; body: UserBody } {
    const thread = this.#context.forParticipant(threadId, userId);
    const record = this.get(threadId, userId, messageId);
    const { body } = record;
    if (body.type !== 'text' && body.type !== 'html') throw new StoreError('systemMessage');
    if (body.sender !== userId) throw new StoreError('notSender');
    return { thread, record, body };
  }

  #touch(thread: ThreadRecord, record: MessageRecord, now: number): void {
    thread.messages.touch(record, thread.nextStamp(now));
    if (this.#context.behaviour.sequenceIdOnEdit === 'advance') record.sequenceId = thread.nextSequenceId();
  }
}

function isVisible(record: MessageRecord, { from, until }: Access): boolean {
  return record.id >= from && record.version <= until;
}

function factsOf(thread: ThreadRecord, record: MessageRecord, body: UserBody) {
  return {
    threadId: thread.id,
    messageId: String(record.id),
    version: String(record.version),
    sender: body.sender,
    senderDisplayName: body.senderDisplayName,
    type: body.type,
    createdOn: toServiceDate(record.id),
  };
}
