import {
  ChatError,
  encodeMessage,
  type MediaRecord,
  type MessageContent,
  type MessageDraft,
  toJson,
} from '../core/index.js';
import { type CancellablePromise, cancellableWith } from './cancellable-promise.js';
import { asTwilio } from './errors.js';
import { type MediaPart, toMediaParts } from './media-parts.js';
import type { ThreadView } from './thread-view.js';
import type { UnsentMessage } from './unsent-message.js';
import { notSupported } from './unsupported.js';

/**
 * Uploads the files one after another, then posts the message: one request. Cancelling before the post leaves nothing
 * behind; afterwards the message appears all the same, as with the original.
 */
export function sendUnsent(view: ThreadView, unsent: UnsentMessage): CancellablePromise<number | null> {
  return cancellableWith((signal) => asTwilio(send(view, unsent, signal), 'message'));
}

async function send(view: ThreadView, unsent: UnsentMessage, signal: AbortSignal): Promise<number> {
  refuseWhatAcsLacks(unsent);
  // Read now: the app may change the unsent message while files are on their way.
  const { text } = unsent;
  const attributes = toJson(unsent.attributes);
  const subject = unsent.emailOptions.subject ?? null;
  const files = unsent.mediaContent.map(([category, payload]) => toMediaParts(category, payload, signal));
  const parts = (await Promise.all(files)).flat();
  const draft = (media: readonly MediaRecord[]): MessageContent => ({
    text: text ?? (media.length > 0 ? null : ''),
    subject,
    attributes,
    media,
  });
  const threadId = view.thread.id;
  const describe = ({ filename, contentType, content: { size }, category }: MediaPart, id: string): MediaRecord => {
    const url = view.services.media().publicUrl?.(id, threadId);
    return { id, filename, contentType, size, category, url };
  };
  // Nothing may be uploaded for a message that could not be sent afterwards. The marks are as long as the real ones.
  if (parts.length > 0) encodeMessage(draft(parts.map((part) => describe(part, '0'.repeat(32)))), '0'.repeat(24));
  const media: MediaRecord[] = [];
  for (const part of parts) {
    const id = await view.services.media().upload(part, { threadId, signal });
    // Not every store can stop an upload.
    if (signal.aborted) throw new ChatError('cancelled', 'unable to send the message; it was cancelled');
    media.push(describe(part, id));
  }
  const content = draft(media);
  const senderDisplayName = view.services.users.displayNameOf(view.ownUserId);
  const encode = (nonce: string): MessageDraft => ({ ...encodeMessage(content, nonce), senderDisplayName });
  return view.services.session.send(view.thread, encode, signal);
}

function refuseWhatAcsLacks(unsent: UnsentMessage): void {
  if (unsent.contentSid !== undefined) throw notSupported('MessageBuilder.setContentTemplate');
  const categories = unsent.mediaContent.map(([category]) => category);
  if (categories.includes('body')) throw notSupported('MessageBuilder.setEmailBody');
  if (categories.includes('history')) throw notSupported('MessageBuilder.setEmailHistory');
}
