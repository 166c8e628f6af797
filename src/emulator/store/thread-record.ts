import type { ParticipantFacts, RawId, ThreadProperties } from '../events.js';
import { MOST_PARTICIPANTS_WITH_RECEIPTS } from '../limits.js';
import { MessageLog } from './message-log.js';
import type { MessageBody, MessageRecord, Metadata, ParticipantRecord, ReceiptRecord } from './records.js';

/** What a thread is created from. */
export interface ThreadSeed {
  id: string;
  topic: string;
  createdBy: RawId;
  createdOn: number;
  metadata: Metadata;
  deleteThreadAfterDays?: number;
}

/** Everything the emulator knows about one thread. */
export class ThreadRecord {
  readonly id: string;
  readonly createdBy: RawId;
  readonly createdOn: number;
  topic: string;
  metadata: Metadata;
  deleteThreadAfterDays: number | undefined;
  deletedOn: number | undefined;
  /** Absent right after creation although the two system messages are there, as on the service. */
  lastMessageOn: number | undefined;
  lastStamp: number;
  lastSequenceId = 0;
  /** In the order of joining. */
  readonly participants = new Map<RawId, ParticipantRecord>();
  /** Removed users: how far back they could read, and the last version they saw. */
  readonly former = new Map<RawId, { shareHistoryTime: number; lastVersion: number }>();
  readonly messages = new MessageLog();
  readonly receipts = new Map<RawId, ReceiptRecord>();

  constructor(seed: ThreadSeed) {
    this.id = seed.id;
    this.topic = seed.topic;
    this.createdBy = seed.createdBy;
    this.createdOn = seed.createdOn;
    this.metadata = seed.metadata;
    this.deleteThreadAfterDays = seed.deleteThreadAfterDays;
    this.lastStamp = seed.createdOn - 1;
  }

  /** When something last happened here that the thread list is ordered by. */
  get activeOn(): number {
    return this.lastMessageOn ?? this.createdOn;
  }

  /** ACS docs: above 20 participants there are no receipts and no typing. */
  get hasReceipts(): boolean {
    return this.participants.size <= MOST_PARTICIPANTS_WITH_RECEIPTS;
  }

  get properties(): ThreadProperties {
    const { topic, metadata, deleteThreadAfterDays } = this;
    return {
      topic,
      metadata: { ...metadata },
      ...(deleteThreadAfterDays === undefined ? {} : { deleteThreadAfterDays }),
    };
  }

  get recipients(): RawId[] {
    return [...this.participants.keys()];
  }

  /** The next id or version: the time in milliseconds, but always above the last one. */
  nextStamp(now: number): number {
    this.lastStamp = Math.max(now, this.lastStamp + 1);
    return this.lastStamp;
  }

  nextSequenceId(): number {
    this.lastSequenceId += 1;
    return this.lastSequenceId;
  }

  append(body: MessageBody, now: number): MessageRecord {
    const id = this.nextStamp(now);
    const record: MessageRecord = { id, version: id, sequenceId: this.nextSequenceId(), body };
    this.messages.add(record);
    return record;
  }
}

/** Timestamps of the service have a precision of one second; ids and versions keep the milliseconds. */
export function toServiceDate(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}

/** What events say about a participant. */
export function toParticipantFacts(record: ParticipantRecord): ParticipantFacts {
  const { id, displayName, shareHistoryTime, metadata } = record;
  return {
    id,
    ...(displayName === undefined ? {} : { displayName }),
    shareHistoryTime: toServiceDate(shareHistoryTime),
    metadata: { ...metadata },
  };
}
