import { type ThreadRecord, type ThreadSummary, dateOf, fieldsOf, metadataOf, textOf } from '../core/index.js';
import { parseUserId } from './identifier-parser.js';

/** @returns `undefined` when the thread has no id. */
export function parseThread(value: unknown): ThreadRecord | undefined {
  const { id, topic, metadata, createdOn, createdByCommunicationIdentifier, deletedOn } = fieldsOf(value);
  if (textOf(id) === '') return undefined;
  return {
    id: textOf(id),
    topic: textOf(topic),
    metadata: metadataOf(metadata),
    createdOn: dateOf(createdOn) ?? new Date(0),
    createdBy: parseUserId(createdByCommunicationIdentifier),
    deletedOn: dateOf(deletedOn),
  };
}

/** @returns `undefined` when the thread has no id. */
export function parseThreadSummary(value: unknown): ThreadSummary | undefined {
  const { id, topic, lastMessageReceivedOn, deletedOn } = fieldsOf(value);
  if (textOf(id) === '') return undefined;
  return {
    id: textOf(id),
    topic: textOf(topic),
    lastMessageOn: dateOf(lastMessageReceivedOn),
    deletedOn: dateOf(deletedOn),
  };
}
