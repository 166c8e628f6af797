import { AttributesTooLargeError, ChatError } from './errors.js';
import type { Json } from './json.js';
import { fieldsOf, parseItems } from './lenient.js';
import { textOfHtml } from './html-text.js';
import type { MessageRecord, Metadata } from './model.js';
import type { MediaRecord, MessageDraft } from './ports.js';
import { readSharedFiles, writeSharedFiles } from './shared-files.js';
import { byteLength, readDocument, stringOrNull, unlessEmpty, writeDocument } from './wire-document.js';

/** What a message holds, whichever SDK shows it. */
export interface MessageContent {
  /** `null`: there is no text, as opposed to an empty one. */
  readonly text: string | null;
  readonly subject: string | null;
  readonly attributes: Json;
  readonly media: readonly MediaRecord[];
}

/** ACS takes 28 KB. What it counts is not documented: this counts text and metadata together, which is the safe side. */
const MESSAGE_LIMIT = 28 * 1024;

/** What SDKs with attributes allow; ACS has no limit of its own for them. */
const ATTRIBUTES_LIMIT = 4 * 1024;

/**
 * @param nonce finds the message again after an answer was lost
 * @param others metadata of other clients, to be kept
 * @throws AttributesTooLargeError
 * @throws ChatError `too-large` when text and attributes together are
 */
export function encodeMessage(content: MessageContent, nonce: string | undefined, others: Metadata = {}): MessageDraft {
  const attributesSize = byteLength(JSON.stringify(content.attributes));
  if (attributesSize > ATTRIBUTES_LIMIT) {
    throw new AttributesTooLargeError(
      'the attributes of the message',
      attributesSize,
      ATTRIBUTES_LIMIT,
      'Send large values as a file.',
    );
  }
  const document = writeDocument({
    // What another SDK's message holds besides stays with it.
    ...(readDocument(others) as Readonly<Record<string, Json>>),
    nonce,
    subject: content.subject ?? undefined,
    attributes: unlessEmpty(content.attributes),
    media: content.media.length === 0 ? undefined : content.media.map(({ url: _, ...media }): Json => media),
    noText: content.text === null ? true : undefined,
  });
  const metadata = { ...others, ...writeSharedFiles(content.media), ...document };
  const text = content.text ?? '';
  const size = byteLength(text + Object.entries(metadata).flat().join(''));
  if (size > MESSAGE_LIMIT) {
    throw new ChatError(
      'too-large',
      `unable to send the message; text and attributes take ${size} bytes and the limit is ${MESSAGE_LIMIT}. Shorten it, or send the text as a file.`,
      {
        details: { size, limit: MESSAGE_LIMIT },
      },
    );
  }
  return { text, metadata };
}

/** One list for all messages without files, which are most of them. */
const NO_MEDIA: readonly never[] = [];

export function decodeMessage(record: MessageRecord): MessageContent {
  const { kind, text } = record;
  const {
    noText,
    standIn,
    subject,
    attributes = {},
    media = readSharedFiles(record.metadata),
  } = readDocument(record.metadata);
  return {
    text: noText === true && text === '' ? null : text === standIn ? '' : kind === 'html' ? textOfHtml(text) : text,
    subject: stringOrNull(subject),
    attributes: attributes as Json,
    media: media === undefined ? NO_MEDIA : parseItems(media, parseMedia),
  };
}

export function nonceOf(record: MessageRecord): string | undefined {
  return stringOrNull(readDocument(record.metadata)['nonce']) ?? undefined;
}

function parseMedia(value: unknown): MediaRecord | undefined {
  const { id, filename, contentType, size, category } = fieldsOf(value);
  if (typeof id !== 'string' || id === '') return undefined;
  return {
    id,
    filename: stringOrNull(filename),
    contentType: stringOrNull(contentType) ?? 'application/octet-stream',
    size: typeof size === 'number' && size >= 0 ? size : 0,
    category: stringOrNull(category) ?? 'media',
  };
}
