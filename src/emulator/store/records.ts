import type { RawId } from '../events.js';

/** Small string pairs attached to a thread, participant or message. */
export type Metadata = Record<string, string>;

/** Times are epoch milliseconds; {@link MessageRecord.id} and `version` are unique and growing within a thread. */
export interface MessageRecord {
  readonly id: number;
  version: number;
  sequenceId: number;
  body: MessageBody;
  editedOn?: number;
  deletedOn?: number;
}

/** What a message says; only the first kind is written by users. */
export type MessageBody =
  | { type: 'text' | 'html'; sender: RawId; senderDisplayName: string; content: string; metadata: Metadata }
  | { type: 'topicUpdated'; initiator: RawId; topic: string }
  | { type: 'participantAdded' | 'participantRemoved'; initiator: RawId; participants: ParticipantRecord[] };

/** A member of a thread. */
export interface ParticipantRecord {
  readonly id: RawId;
  displayName?: string;
  /** Messages older than this stay hidden from the participant. */
  shareHistoryTime: number;
  metadata: Metadata;
}

/** The latest message somebody says to have read. */
export interface ReceiptRecord {
  readonly reader: RawId;
  messageId: string;
  readOn: number;
}
