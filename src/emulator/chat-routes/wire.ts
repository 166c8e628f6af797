import { toWireIdentifier } from '../identifiers.js';
import type { MessageBody, MessageRecord, Metadata, ParticipantRecord, ReceiptRecord } from '../store/records.js';
import type { ThreadRecord } from '../store/thread-record.js';

/** A moment as the service writes it: whole seconds. */
export function toWireTime(ms: number): string {
  return `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, -'.000Z'.length)}Z`;
}

export function toWireParticipant({ id, displayName, shareHistoryTime, metadata }: ParticipantRecord): object {
  return {
    communicationIdentifier: toWireIdentifier(id),
    ...(displayName === undefined ? {} : { displayName }),
    shareHistoryTime: toWireTime(shareHistoryTime),
    ...optionalMetadata(metadata),
  };
}

export function toWireThread(thread: ThreadRecord): object {
  const days = thread.deleteThreadAfterDays;
  return {
    id: thread.id,
    topic: thread.topic,
    createdOn: toWireTime(thread.createdOn),
    createdByCommunicationIdentifier: toWireIdentifier(thread.createdBy),
    ...optionalMetadata(thread.metadata),
    // Present even when it was never set, as on recorded traffic.
    retentionPolicy:
      days === undefined ? { kind: 'none' } : { kind: 'threadCreationDate', deleteThreadAfterDays: days },
  };
}

/** A row of the thread list: no metadata, no creation time, no participants. */
export function toWireThreadItem({ id, topic, deletedOn, lastMessageOn }: ThreadRecord): object {
  return {
    id,
    topic,
    ...(deletedOn === undefined ? {} : { deletedOn: toWireTime(deletedOn) }),
    ...(lastMessageOn === undefined ? {} : { lastMessageReceivedOn: toWireTime(lastMessageOn) }),
  };
}

export function toWireMessage({ id, version, sequenceId, body, editedOn, deletedOn }: MessageRecord): object {
  return {
    id: String(id),
    type: body.type,
    sequenceId: String(sequenceId),
    version: String(version),
    ...toWireBody(body),
    createdOn: toWireTime(id),
    ...(editedOn === undefined ? {} : { editedOn: toWireTime(editedOn) }),
    ...(deletedOn === undefined ? {} : { deletedOn: toWireTime(deletedOn) }),
  };
}

export function toWireReceipt({ reader, messageId, readOn }: ReceiptRecord): object {
  return {
    senderCommunicationIdentifier: toWireIdentifier(reader),
    chatMessageId: messageId,
    readOn: toWireTime(readOn),
  };
}

function toWireBody(body: MessageBody): object {
  switch (body.type) {
    case 'text':
    case 'html':
      return {
        content: { message: body.content, attachments: [] },
        senderDisplayName: body.senderDisplayName,
        senderCommunicationIdentifier: toWireIdentifier(body.sender),
        ...optionalMetadata(body.metadata),
      };
    // Messages of the service have no sender; who caused them is part of the content.
    case 'topicUpdated':
      return { content: { topic: body.topic, initiatorCommunicationIdentifier: toWireIdentifier(body.initiator) } };
    case 'participantAdded':
    case 'participantRemoved':
      return {
        content: {
          participants: body.participants.map(toWireParticipant),
          initiatorCommunicationIdentifier: toWireIdentifier(body.initiator),
        },
      };
  }
}

function optionalMetadata(metadata: Metadata): object {
  return Object.keys(metadata).length === 0 ? {} : { metadata };
}
