import type { Json } from './json.js';
import type { Metadata } from './model.js';
import { assertFits, readDocument, stringOrNull, unlessEmpty, writeDocument } from './wire-document.js';

/** What a thread is called and carries, whichever SDK shows it. */
export interface ThreadContent {
  readonly name: string | null;
  readonly uniqueName: string | null;
  readonly attributes: Json;
}

/** A topic is required, and whether it may be empty is not documented: this stands for "no name" and for "". */
const PLACEHOLDER_TOPIC = 'Conversation';
/**
 * Begins the topic of a thread of two, before the ids of both: the list of threads shows topics, and nothing else that
 * could tell.
 */
export const DIRECT_TOPIC = 'direct:';
/** ACS: 1 KB for all metadata of a thread, and again for all of a member. */
const METADATA_LIMIT = 1024;
const WAY_OUT = 'Keep large values in your own backend.';

/**
 * @param others what other clients keep in the metadata, and keep: it takes room
 * @param limit in UTF-8 bytes; default: that of the service
 * @throws ChatError `too-large`
 */
export function encodeThread(
  content: ThreadContent,
  others: Metadata = {},
  limit = METADATA_LIMIT,
): { topic: string; metadata: Metadata } {
  const { name } = content;
  // Whether a blank topic is accepted is not documented either.
  const topic = name === null || name.trim() === '' ? undefined : name;
  const metadata = writeDocument({
    name: topic === undefined ? name : undefined,
    uniqueName: content.uniqueName ?? undefined,
    attributes: unlessEmpty(content.attributes),
  });
  assertFits({ ...others, ...metadata }, limit, 'the unique name and attributes of the conversation', WAY_OUT);
  return { topic: topic ?? PLACEHOLDER_TOPIC, metadata };
}

export function decodeThread({
  topic,
  metadata,
}: {
  readonly topic: string;
  readonly metadata: Metadata;
}): ThreadContent {
  const { name, uniqueName, attributes = {} } = readDocument(metadata);
  // Another client may have given it a topic since: then the placeholder is gone and the topic counts.
  const isPlaceholder = name !== undefined && (topic === PLACEHOLDER_TOPIC || topic.startsWith(DIRECT_TOPIC));
  return {
    name: isPlaceholder ? stringOrNull(name) : topic,
    uniqueName: stringOrNull(uniqueName),
    attributes: attributes as Json,
  };
}

/** @param limit in UTF-8 bytes; default: that of the service @throws ChatError `too-large` */
export function encodeMember(attributes: Json, limit = METADATA_LIMIT): Metadata {
  if (unlessEmpty(attributes) === undefined) return {};
  const metadata = writeDocument({ attributes });
  assertFits(metadata, limit, 'the attributes of the participant', WAY_OUT);
  return metadata;
}

export function decodeMember(metadata: Metadata): { readonly attributes: Json } {
  const { attributes = {} } = readDocument(metadata);
  return { attributes: attributes as Json };
}
