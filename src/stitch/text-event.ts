import { MessageEvent, type MessageBody } from './message-event.js';

export interface TextBody extends MessageBody {
  /** As written, never as HTML; empty once it is deleted. */
  text: string;
  /** Of the type `message` only. */
  message_type?: 'text';
}

/** A text that somebody wrote. */
export class TextEvent extends MessageEvent<TextBody> {
  /** `message` from `client-8` on. */
  declare readonly type: 'text' | 'message';
}
