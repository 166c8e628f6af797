import { type CommunicationIdentifier, getIdentifierRawId } from '@azure/communication-common';
import { dateOfId, exactDateOf, kindOf, memberOf, versionOf } from '../acs-wire/index.js';
import {
  type MemberRecord,
  type MessageRecord,
  type ServiceEvent,
  type ThreadId,
  type UserId,
  dateOf,
  fieldsOf,
  idOf,
  metadataOf,
  parseItems,
  textOf,
} from '../core/index.js';

type Fields = ReturnType<typeof fieldsOf>;
type Parser = (fields: Fields, threadId: ThreadId) => ServiceEvent | undefined;

const PARSERS = {
  chatMessageReceived: parseMessageEvent,
  chatMessageEdited: parseMessageEvent,
  chatMessageDeleted: parseDeletion,
  typingIndicatorReceived: parseTyping,
  readReceiptReceived: parseReceipt,
  chatThreadCreated: (_, threadId) => ({ type: 'threadCreated', threadId }),
  chatThreadPropertiesUpdated: parseThreadChange,
  chatThreadDeleted: (_, threadId) => ({ type: 'threadDeleted', threadId }),
  participantsAdded: (fields, threadId) =>
    parseMembership('membersAdded', threadId, fields, fields['participantsAdded'], fields['addedOn']),
  participantsRemoved: (fields, threadId) =>
    parseMembership('membersRemoved', threadId, fields, fields['participantsRemoved'], fields['removedOn']),
} satisfies Record<string, Parser>;

/** The events of the official client that tell about the chat, not about the connection. */
export type PushEventName = keyof typeof PARSERS;

/** All of them. */
export const PUSH_EVENT_NAMES = Object.keys(PARSERS) as readonly PushEventName[];

/**
 * Reads what the official client hands to a listener.
 *
 * @returns `undefined` when it does not say what happened to what.
 */
export function parseEvent(name: PushEventName, payload: unknown): ServiceEvent | undefined {
  const fields = fieldsOf(payload);
  const threadId = textOf(fields['threadId']);
  const parse: Parser = PARSERS[name];
  return threadId === '' ? undefined : parse(fields, threadId);
}

function parseMessageEvent(fields: Fields, threadId: ThreadId): ServiceEvent | undefined {
  const message = parseMessage(fields);
  return message && { type: 'message', threadId, message };
}

/** A deletion without a date is one all the same; its version is the time of the deletion. */
function parseDeletion(fields: Fields, threadId: ThreadId): ServiceEvent | undefined {
  const message = parseMessage(fields);
  if (message === undefined) return undefined;
  const deletedOn = dateOf(fields['deletedOn']) ?? dateOfId(message.version) ?? new Date();
  const tombstone = { ...message, text: '', metadata: metadataOf(undefined), editedOn: undefined, deletedOn };
  return { type: 'message', threadId, message: tombstone };
}

function parseMessage(fields: Fields): MessageRecord | undefined {
  const id = idOf(fields['id']);
  if (id === '') return undefined;
  const version = versionOf(fields['version'], id);
  const kind = kindOf(fields['type']);
  return {
    id,
    version,
    kind,
    sequence: undefined,
    senderId: parseUserId(fields['sender']),
    senderDisplayName: textOf(fields['senderDisplayName']),
    text: kind === 'system' ? '' : textOf(fields['message']),
    metadata: metadataOf(fields['metadata']),
    createdOn: dateOf(fields['createdOn']) ?? dateOfId(id) ?? new Date(),
    editedOn: exactDateOf(fields['editedOn'], version),
    deletedOn: undefined,
    system: kind === 'system' ? { type: 'unknown' } : undefined,
  };
}

function parseTyping(fields: Fields, threadId: ThreadId): ServiceEvent | undefined {
  const userId = parseUserId(fields['sender']);
  return userId === undefined
    ? undefined
    : { type: 'typing', threadId, userId, at: dateOf(fields['receivedOn']) ?? new Date() };
}

function parseReceipt(fields: Fields, threadId: ThreadId): ServiceEvent | undefined {
  const [userId, messageId] = [parseUserId(fields['sender']), idOf(fields['chatMessageId'])];
  if (userId === undefined || messageId === '') return undefined;
  const readOn = dateOf(fields['readOn']) ?? new Date();
  return { type: 'receipt', threadId, receipt: { userId, messageId, readOn } };
}

/** Without a topic nothing is known about the new properties: an empty one would wipe out the real one. */
function parseThreadChange(fields: Fields, threadId: ThreadId): ServiceEvent | undefined {
  const { topic, metadata } = fieldsOf(fields['properties']);
  if (typeof topic !== 'string') return undefined;
  const changedOn = dateOf(fields['updatedOn']) ?? dateOfId(idOf(fields['version'])) ?? new Date();
  return { type: 'threadChanged', threadId, topic, metadata: metadataOf(metadata), changedOn };
}

function parseMembership(
  type: 'membersAdded' | 'membersRemoved',
  threadId: ThreadId,
  fields: Fields,
  participants: unknown,
  on: unknown,
): ServiceEvent | undefined {
  const members = parseItems(participants, parseMember);
  const version = idOf(fields['version']);
  const at = dateOf(on) ?? dateOfId(version) ?? new Date();
  if (members.length === 0) return undefined;
  return { type, threadId, members, version: version || String(at.getTime()), at };
}

const parseMember = (value: unknown): MemberRecord | undefined => memberOf(parseUserId(fieldsOf(value)['id']), value);

function parseUserId(value: unknown): UserId | undefined {
  // Its type promises text, but it reads whatever the given fields hold.
  const id: unknown = getIdentifierRawId(fieldsOf(value) as unknown as CommunicationIdentifier);
  return textOf(id) || undefined;
}
