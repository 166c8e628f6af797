import {
  Cancellation,
  ChatError,
  encodeMessage,
  type MediaRecord,
  type MessageContent,
  type MessageDraft,
  toJson,
} from '../core/index.js';
import { cancellable, type CancellablePromise } from './cancellable-promise.js';
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
  const cancellation = new Cancellation();
  return cancellable(cancellation, () => asTwilio(send(view, unsent, cancellation), 'message'));
}

async function send(view: ThreadView, unsent: UnsentMessage, cancellation: Cancellation): Promise<number> {
  refuseWhatAcsLacks(unsent);
  // Read now: the app may change the unsent message while files are on their way.
  const { text, mediaContent } = unsent;
  const attributes = toJson(unsent.attributes);
  const subject = unsent.emailOptions.subject ?? null;
  const draft = (media: readonly MediaRecord[]): MessageContent => ({
    text: text ?? (media.length > 0 ? null : ''),
    subject,
    attributes,
    media,
  });
  const content = draft(mediaContent.length > 0 ? await upload(view, mediaContent, draft, cancellation) : []);
  const senderDisplayName = view.services.users.displayNameOf(view.ownUserId);
  const encode = (nonce: string): MessageDraft => ({ ...encodeMessage(content, nonce), senderDisplayName });
  return view.services.session.send(view.thread, encode, cancellation);
}

async function upload(
  view: ThreadView,
  mediaContent: UnsentMessage['mediaContent'],
  draft: (media: readonly MediaRecord[]) => MessageContent,
  cancellation: Cancellation,
): Promise<MediaRecord[]> {
  const controller = new AbortController();
  const { signal } = controller;
  cancellation.onabort = () => controller.abort();
  const files = mediaContent.map(([category, payload]) => toMediaParts(category, payload, signal));
  const parts = (await Promise.all(files)).flat();
  const threadId = view.thread.id;
  const describe = ({ filename, contentType, content: { size }, category }: MediaPart, id: string): MediaRecord => {
    const url = view.services.media().publicUrl?.(id, threadId);
    return { id, filename, contentType, size, category, url };
  };
  // Nothing may be uploaded for a message that could not be sent afterwards. The marks are as long as the real ones.
  if (parts.length > 0) encodeMessage(draft(parts.map((part) => describe(part, '0'.repeat(32)))), '0'.repeat(24));
  const media: MediaRecord[] = [];
  for (const part of parts) {
    const { filename, content } = part;
    const onProgress = (loadedBytes: number): void =>
      view.services.onUploadProgress?.({ conversationSid: threadId, filename, loadedBytes, totalBytes: content.size });
    const id = await view.services.media().upload(part, { threadId, signal, onProgress });
    // Not every store can stop an upload.
    if (signal.aborted) throw new ChatError('cancelled', 'unable to send the message; it was cancelled');
    media.push(describe(part, id));
  }
  return media;
}

function refuseWhatAcsLacks(unsent: UnsentMessage): void {
  if (unsent.contentSid !== undefined) throw notSupported('MessageBuilder.setContentTemplate');
  const categories = unsent.mediaContent.map(([category]) => category);
  if (categories.includes('body')) throw notSupported('MessageBuilder.setEmailBody');
  if (categories.includes('history')) throw notSupported('MessageBuilder.setEmailHistory');
}
