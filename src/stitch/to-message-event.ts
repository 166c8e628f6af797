import { decodeRichMessage, fieldsOf, type MessageRecord, type RichContent } from '../core/index.js';
import { ImageEvent, type ImageBody, representationsOf } from './image-event.js';
import type { MessageEvent } from './message-event.js';
import { TextEvent, type TextBody } from './text-event.js';
import type { ThreadView } from './thread-view.js';

export type StoredEvent = TextEvent | ImageEvent;

/** The event for a message, whoever wrote it with whatever. */
export function toMessageEvent(view: ThreadView, record: MessageRecord): StoredEvent {
  const content = decodeRichMessage(record);
  const timestamp = record.createdOn.toISOString();
  const member = view.memberOf(record);
  const image = imageIn(content);
  const fields = { ...idsOf(record.id), type: typeOf(view, content), from: member.id, timestamp };
  const event = image
    ? new ImageEvent(view, fields, { representations: representationsOf(image), timestamp }, image)
    : new TextEvent(view, fields, { text: '', timestamp });
  showContent(event, record);
  return event;
}

/** Ids are times in milliseconds, and so numbers of their own; whatever else comes has its time. */
export function idsOf(acsId: string): { readonly id: number; readonly acsId: string } {
  const id = Number(acsId);
  return { id: Number.isSafeInteger(id) ? id : Number.MAX_SAFE_INTEGER, acsId };
}

/** Shows in an event what its message says now. */
export function showContent(event: MessageEvent, record: MessageRecord): void {
  const { text, media } = decodeRichMessage(record);
  const isDeleted = record.deletedOn !== undefined;
  if (record.deletedOn) event.body.timestamp = { deleted: record.deletedOn.toISOString() };
  if (event instanceof ImageEvent) {
    const body: ImageBody = event.body;
    if (isDeleted) body.representations = {};
    if (isDeleted || text) body.text = text ?? '';
    return;
  }
  const body = event.body as TextBody;
  // Of files that are no images, their names.
  const names = media.map(({ filename }) => filename ?? 'attachment').join(', ');
  body.text = isDeleted ? '' : text || names;
  if (event.type === 'message') body.message_type = 'text';
}

const imageIn = ({ media }: RichContent) => media.find(({ contentType }) => contentType.startsWith('image/'));

/** A sender of the later versions says which of both types it is; the others know only one. */
function typeOf({ app }: ThreadView, content: RichContent): string {
  if (imageIn(content)) return 'image';
  const { type } = fieldsOf(content.details);
  return app.settings.traits.hasPlainSenders && type !== 'text' ? 'message' : 'text';
}
