import type { ChatEvent, ParticipantFacts, RawId, ThreadProperties } from '../events.js';
import { legacyEscape } from './legacy-escape.js';

type EventOf<Kind extends ChatEvent['kind']> = Extract<ChatEvent, { kind: Kind }>;
type MessageEvent = EventOf<'messageReceived' | 'messageEdited' | 'messageDeleted'>;

/** The numbers by which the chat client tells the kinds of events apart. */
export const EVENT_IDS: Record<ChatEvent['kind'], number> = {
  messageReceived: 200,
  typing: 245,
  readReceipt: 246,
  messageEdited: 247,
  messageDeleted: 248,
  threadCreated: 257,
  threadUpdated: 258,
  threadDeleted: 259,
  participantsAdded: 260,
  participantsRemoved: 261,
};

const MESSAGE_TYPES: Record<MessageEvent['type'], string> = { text: 'Text', html: 'RichText/Html' };

/** The JSON text that tells `recipient` about an event, in the service's own field names. */
export function toPushBody(event: ChatEvent, recipient: RawId): string {
  const fields = isThreadEvent(event)
    ? { threadId: event.threadId, ...threadFields(event) }
    : { groupId: event.threadId, recipientMri: recipient, senderId: event.sender, ...messageFields(event) };
  return JSON.stringify({ eventId: EVENT_IDS[event.kind], ...fields });
}

type ThreadEvent = EventOf<
  'threadCreated' | 'threadUpdated' | 'threadDeleted' | 'participantsAdded' | 'participantsRemoved'
>;

function isThreadEvent(event: ChatEvent): event is ThreadEvent {
  return !('sender' in event);
}

function messageFields(event: Exclude<ChatEvent, ThreadEvent>): Record<string, string> {
  switch (event.kind) {
    case 'messageReceived':
      return { ...commonMessageFields(event), ...contentFields(event) };
    case 'messageEdited':
      return { ...commonMessageFields(event), ...contentFields(event), edittime: event.editedOn.toISOString() };
    case 'messageDeleted':
      return { ...commonMessageFields(event), deletetime: event.deletedOn.toISOString() };
    case 'typing':
      return {
        senderDisplayName: event.senderDisplayName,
        originalArrivalTime: event.receivedOn.toISOString(),
        version: event.version,
      };
    case 'readReceipt':
      return { senderDisplayName: '', messageId: event.messageId, messageBody: receiptBody(event) };
  }
}

function commonMessageFields(event: MessageEvent): Record<string, string> {
  return {
    senderDisplayName: event.senderDisplayName,
    messageId: event.messageId,
    originalArrivalTime: event.createdOn.toISOString(),
    version: event.version,
    messageType: MESSAGE_TYPES[event.type],
  };
}

function contentFields(event: { content: string; metadata: Record<string, string> }): Record<string, string> {
  return { messageBody: event.content, acsChatMessageMetadata: JSON.stringify(event.metadata) };
}

// The client takes the time of reading from the second part of the horizon.
function receiptBody({ sender, messageId, readOn }: EventOf<'readReceipt'>): string {
  const readAt = String(readOn.getTime());
  return JSON.stringify({ user: sender, consumptionhorizon: `${messageId};${readAt};0`, version: readAt });
}

function threadFields(event: ThreadEvent): Record<string, string> {
  switch (event.kind) {
    case 'threadCreated':
      return {
        version: event.version,
        createTime: event.createdOn.toISOString(),
        createdBy: actor(event.createdBy, event.participants),
        members: members(event.participants),
        properties: properties(event.properties),
      };
    case 'threadUpdated':
      return {
        version: event.version,
        editTime: event.updatedOn.toISOString(),
        editedBy: actor(event.updatedBy),
        properties: properties(event.properties),
      };
    case 'threadDeleted':
      return { version: event.version, deleteTime: event.deletedOn.toISOString(), ...deletionFields(event) };
    case 'participantsAdded':
      return {
        version: event.version,
        time: event.addedOn.toISOString(),
        addedBy: actor(event.addedBy, event.participants),
        participantsAdded: members(event.participants),
      };
    case 'participantsRemoved':
      return {
        version: event.version,
        time: event.removedOn.toISOString(),
        removedBy: actor(event.removedBy, event.participants),
        participantsRemoved: members(event.participants),
      };
  }
}

// Without an actor the client discards the event, unless the reason says that a policy did it.
function deletionFields({ deletedBy }: EventOf<'threadDeleted'>): Record<string, string> {
  if (deletedBy === undefined) return { reason: 'deletedByPolicy' };
  return { deletedBy: actor(deletedBy), reason: 'deletedByUser' };
}

function actor(id: RawId, participants: readonly ParticipantFacts[] = []): string {
  const displayName = participants.find((participant) => participant.id === id)?.displayName;
  return escapedJson({ participantId: id, displayName });
}

function members(participants: readonly ParticipantFacts[]): string {
  return escapedJson(
    participants.map(({ id, displayName, shareHistoryTime, metadata }) => ({
      participantId: id,
      displayName,
      shareHistoryTime: shareHistoryTime?.toISOString(),
      memberMetaData: JSON.stringify(metadata),
    })),
  );
}

function properties({ topic, metadata, deleteThreadAfterDays }: ThreadProperties): string {
  return escapedJson({
    topic,
    acsChatThreadMetadata: JSON.stringify(metadata),
    retentionPolicy: deleteThreadAfterDays === undefined ? undefined : retentionPolicy(deleteThreadAfterDays),
  });
}

function retentionPolicy(days: number): string {
  return JSON.stringify({ retentionPolicyType: 'DeleteAfterCreationTime', executeAfter: `${days}.00:00:00` });
}

function escapedJson(value: unknown): string {
  return legacyEscape(JSON.stringify(value));
}
