import type { Json } from './json.js';
import { itemsOf } from './lenient.js';
import { decodeMessage, encodeMessage, type MessageContent } from './message-codec.js';
import type { MessageRecord } from './model.js';
import type { MessageDraft } from './ports.js';
import { readDocument, writeDocument } from './wire-document.js';

/** What a message of an SDK with parts or details holds. Text, files and attributes are what every SDK shows. */
export interface RichContent extends MessageContent {
  /** Parts that are neither text nor file, in the SDK's own form. */
  readonly parts: readonly Json[];
  /** What the SDK keeps beside the attributes; `undefined`: nothing. */
  readonly details: Json | undefined;
}

/** Shown by clients that know nothing but text, where a message has none and no file with a name. */
const NO_NAME = 'attachment';

/**
 * Whether the service takes an empty text is not documented, so a message without text says what is attached instead;
 * readers that know of it show no text then.
 *
 * @param nonce finds the message again after an answer was lost
 * @throws AttributesTooLargeError
 * @throws ChatError `too-large` when everything together is
 */
export function encodeRichMessage(content: RichContent, nonce: string | undefined): MessageDraft {
  const { parts, details, media } = content;
  const text = content.text ?? '';
  const names = media.map(({ filename }) => filename ?? NO_NAME);
  const standIn = text === '' && parts.length + names.length > 0 ? names.join(', ') || NO_NAME : undefined;
  const beside = writeDocument({
    parts: parts.length > 0 ? [...parts] : undefined,
    details,
    standIn,
    // Beside a stand-in, an empty text and none would read the same.
    isBare: standIn !== undefined && content.text === null ? true : undefined,
  });
  return encodeMessage({ ...content, text: standIn ?? text }, nonce, beside);
}

/** Never throws; what was not written by {@link encodeRichMessage} has neither parts nor details. */
export function decodeRichMessage(record: MessageRecord): RichContent {
  const { parts, details, isBare } = readDocument(record.metadata);
  const content = decodeMessage(record);
  return {
    ...content,
    text: isBare === true && content.text === '' ? null : content.text,
    parts: itemsOf(parts) as Json[],
    details: details as Json | undefined,
  };
}
