import type { MessageRecord, ParticipantRecord, ReceiptRecord } from './records.js';
import { ThreadRecord, type ThreadSeed } from './thread-record.js';

/** A thread as a snapshot holds it. */
export interface StoredThread {
  seed: ThreadSeed;
  deletedOn?: number;
  lastMessageOn?: number;
  lastStamp: number;
  lastSequenceId: number;
  participants: ParticipantRecord[];
  former: [userId: string, access: { shareHistoryTime: number; lastVersion: number }][];
  messages: MessageRecord[];
  receipts: ReceiptRecord[];
}

/** Turns a thread into plain data. */
export function toStoredThread(thread: ThreadRecord): StoredThread {
  const { id, topic, createdBy, createdOn, metadata, deleteThreadAfterDays, deletedOn, lastMessageOn } = thread;
  const retention = deleteThreadAfterDays === undefined ? {} : { deleteThreadAfterDays };
  return {
    seed: { id, topic, createdBy, createdOn, metadata, ...retention },
    ...(deletedOn === undefined ? {} : { deletedOn }),
    ...(lastMessageOn === undefined ? {} : { lastMessageOn }),
    lastStamp: thread.lastStamp,
    lastSequenceId: thread.lastSequenceId,
    participants: [...thread.participants.values()],
    former: [...thread.former],
    messages: thread.messages.all(),
    receipts: [...thread.receipts.values()],
  };
}

/** The reverse of {@link toStoredThread}. */
export function fromStoredThread(stored: StoredThread): ThreadRecord {
  const thread = new ThreadRecord(stored.seed);
  thread.deletedOn = stored.deletedOn;
  thread.lastMessageOn = stored.lastMessageOn;
  thread.lastStamp = stored.lastStamp;
  thread.lastSequenceId = stored.lastSequenceId;
  for (const participant of stored.participants) thread.participants.set(participant.id, participant);
  for (const [userId, access] of stored.former) thread.former.set(userId, access);
  for (const message of stored.messages) thread.messages.add(message);
  for (const receipt of stored.receipts) thread.receipts.set(receipt.reader, receipt);
  return thread;
}
