import {
  ChatError,
  dateOf,
  fieldsOf,
  type Json,
  metadataOf,
  readDocument,
  textOf,
  type ThreadRecord,
  writeDocument,
} from '../core/index.js';

/** A thread as the companion describes it, its large attributes in the place of small ones. @throws ChatError */
export function parseThreadRecord(value: unknown): ThreadRecord {
  const { id, topic, metadata, createdOn, createdBy, attributes } = fieldsOf(value);
  if (textOf(id) === '') throw new ChatError('service-error', 'unable to read the conversation; the answer has no id');
  const raw = metadataOf(metadata);
  const document = readDocument(raw) as Readonly<Record<string, Json>>;
  return {
    id: textOf(id),
    topic: textOf(topic),
    metadata:
      attributes === undefined ? raw : { ...raw, ...writeDocument({ ...document, attributes: attributes as Json }) },
    createdOn: dateOf(createdOn) ?? new Date(),
    createdBy: textOf(createdBy) || undefined,
  };
}
