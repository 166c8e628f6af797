import { dateOfId, exactDateOf, kindOf, versionOf } from '../acs-wire/index.js';
import {
  type MessageRecord,
  type SystemChange,
  dateOf,
  fieldsOf,
  idOf,
  metadataOf,
  parseItems,
  textOf,
} from '../core/index.js';
import { parseUserId } from './identifier-parser.js';
import { parseMember } from './member-parser.js';

/** @returns `undefined` when the message has no id: it could not be told from others. */
export function parseMessage(value: unknown): MessageRecord | undefined {
  const fields = fieldsOf(value);
  const id = idOf(fields['id']);
  if (id === '') return undefined;
  const version = versionOf(fields['version'], id);
  const type = textOf(fields['type']);
  const kind = kindOf(type);
  const deletedOn = dateOf(fields['deletedOn']);
  const isReadable = kind !== 'system' && deletedOn === undefined;
  return {
    id,
    version,
    kind,
    sequence: parseSequence(fields['sequenceId']),
    senderId: parseUserId(fields['senderCommunicationIdentifier']),
    senderDisplayName: textOf(fields['senderDisplayName']),
    text: isReadable ? textOf(fieldsOf(fields['content'])['message']) : '',
    metadata: metadataOf(deletedOn === undefined ? fields['metadata'] : undefined),
    createdOn: dateOf(fields['createdOn']) ?? dateOfId(id) ?? new Date(0),
    editedOn: exactDateOf(fields['editedOn'], version),
    deletedOn,
    system: kind === 'system' ? parseSystemChange(type, fields['content']) : undefined,
  };
}

function parseSequence(value: unknown): number | undefined {
  const digits = idOf(value);
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}

function parseSystemChange(type: string, content: unknown): SystemChange {
  const { participants, topic } = fieldsOf(content);
  switch (type) {
    case 'participantAdded':
      return { type: 'membersAdded', members: parseItems(participants, parseMember) };
    case 'participantRemoved':
      return { type: 'membersRemoved', members: parseItems(participants, parseMember) };
    case 'topicUpdated':
      return { type: 'topicChanged', topic: textOf(topic) };
    default:
      return { type: 'unknown' };
  }
}
