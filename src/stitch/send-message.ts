import { fieldsOf, type MediaRecord, parseUrl, textOf } from '../core/index.js';
import { wrongType } from './errors.js';
import type { ImageEvent } from './image-event.js';
import { sendMedia } from './send-image.js';
import { sendText } from './send-text.js';
import type { TextEvent } from './text-event.js';
import type { ThreadView } from './thread-view.js';

/** What the later versions send. */
export type OutgoingMessage =
  | { readonly message_type: 'text'; readonly text: string }
  | { readonly message_type: 'image'; readonly image: { readonly url: string } };

/** @throws NexmoClientError for anything but a text and an image */
export async function sendMessage(view: ThreadView, message: OutgoingMessage): Promise<TextEvent | ImageEvent> {
  const { message_type, text, image } = fieldsOf(message);
  if (message_type === 'text') return sendText(view, text as string, 'message');
  if (message_type !== 'image') throw wrongType('send the message', '`message_type` must be text or image');
  const url = textOf(fieldsOf(image)['url']);
  return sendMedia(view, view.uploads.get(url) ?? mediaAt(url));
}

/** An image that is kept elsewhere. Others load it only if they trust its host. */
function mediaAt(url: string): MediaRecord {
  const address = parseUrl(url);
  if (address?.protocol !== 'https:') throw wrongType('send the message', '`image.url` must be an https address');
  const filename = address.pathname.split('/').at(-1) ?? '';
  const kind = /\.(png|jpe?g|gif|webp)$/i.exec(filename)?.[1]?.toLowerCase() ?? 'jpeg';
  const contentType = `image/${kind.replace('jpg', 'jpeg')}`;
  return { id: address.href, url: address.href, filename, contentType, size: 0, category: 'media' };
}
