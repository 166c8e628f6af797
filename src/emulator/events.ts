/** What the chat store tells the world. The store emits these; the real-time channel encodes and delivers them. */

/** A raw identifier such as `8:acs:<resource>_<guid>`. */
export type RawId = string;

interface MessageFacts {
  threadId: string;
  messageId: string;
  version: string;
  sender: RawId;
  senderDisplayName: string;
  type: 'text' | 'html';
  createdOn: Date;
}

export interface ParticipantFacts {
  id: RawId;
  displayName?: string;
  shareHistoryTime?: Date;
  metadata: Record<string, string>;
}

export interface ThreadProperties {
  topic: string;
  metadata: Record<string, string>;
  /** Days after creation, or `undefined` for no policy. */
  deleteThreadAfterDays?: number;
}

export type ChatEvent =
  | ({ kind: 'messageReceived'; content: string; metadata: Record<string, string> } & MessageFacts)
  | ({ kind: 'messageEdited'; content: string; metadata: Record<string, string>; editedOn: Date } & MessageFacts)
  | ({ kind: 'messageDeleted'; deletedOn: Date } & MessageFacts)
  | { kind: 'typing'; threadId: string; sender: RawId; senderDisplayName: string; receivedOn: Date; version: string }
  | { kind: 'readReceipt'; threadId: string; sender: RawId; messageId: string; readOn: Date }
  | {
      kind: 'threadCreated';
      threadId: string;
      version: string;
      createdOn: Date;
      createdBy: RawId;
      participants: ParticipantFacts[];
      properties: ThreadProperties;
    }
  | {
      kind: 'threadUpdated';
      threadId: string;
      version: string;
      updatedOn: Date;
      updatedBy: RawId;
      properties: ThreadProperties;
    }
  | { kind: 'threadDeleted'; threadId: string; version: string; deletedOn: Date; deletedBy?: RawId }
  | {
      kind: 'participantsAdded';
      threadId: string;
      version: string;
      addedOn: Date;
      addedBy: RawId;
      participants: ParticipantFacts[];
    }
  | {
      kind: 'participantsRemoved';
      threadId: string;
      version: string;
      removedOn: Date;
      removedBy: RawId;
      participants: ParticipantFacts[];
    };

/** An event together with the users it goes to, one push each. */
export interface AddressedEvent {
  event: ChatEvent;
  recipients: RawId[];
}
