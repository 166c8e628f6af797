import { decodeRichMessage, type MediaRecord, type MessageRecord, type Thread } from '../core/index.js';
import type { Chat } from './connection.js';
import { decodeParts, type FilePart, type Part } from './parts.js';
import { rawUrlOf } from './raw-url.js';

/** A message in `conversation.messages`: what is known of it, and how it is doing. */
export interface MessageData {
  readonly messageId: string;
  /** The sender's id, in lower case. */
  readonly sender: string;
  /** Unix time in seconds. */
  readonly timestamp: number;
  parts: Part[];
  /** Whether `createImageLinks` is loading files of it. */
  isFetchingLinks: boolean;
  readonly isPending: boolean;
  /** Of an own message: whether somebody has read it. Of another's: whether this user has. */
  read: boolean;
  /** Azure tells no more than that it has the message. */
  readonly deliveryStatus: 'Sent';
}

/** A message that the service has, and what it takes to do something with it. */
export interface StoredMessage {
  readonly thread: Thread;
  readonly record: MessageRecord;
  readonly data: MessageData;
  /** Behind the file parts of `data`, in their order. */
  readonly media: readonly MediaRecord[];
}

/** Two threads with one user may have a message of the same id. */
export const keyOf = (thread: Thread, messageId: string): string => `${messageId} ${thread.id}`;

export function storedMessage(
  chat: Chat,
  allowedHosts: readonly string[],
  thread: Thread,
  record: MessageRecord,
): StoredMessage {
  const content = decodeRichMessage(record);
  const store = chat.link.mediaIfAny;
  const fileOf = (media: MediaRecord, position: number): FilePart => ({
    type: 'file',
    name: media.filename ?? '',
    size: media.size,
    rawURL: rawUrlOf(media, { messageId: record.id, threadId: thread.id, position }, { store, allowedHosts }),
  });
  const data: MessageData = {
    messageId: record.id,
    sender: record.senderId === undefined ? '' : chat.users.nameOf(record.senderId),
    timestamp: Math.floor(record.createdOn.getTime() / 1_000),
    parts: decodeParts(content, fileOf),
    isFetchingLinks: false,
    isPending: false,
    read: false,
    deliveryStatus: 'Sent',
  };
  return { thread, record, data, media: content.media };
}
