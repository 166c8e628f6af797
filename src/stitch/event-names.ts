/** The events of each emitter, with what their listeners get. From `client-8` on, conversations give a `MemberInfo` first. */
import type { Conversation } from './conversation.js';
import type { ImageEvent } from './image-event.js';
import type { Member } from './member.js';
import type { NXMEvent } from './nxm-event.js';
import type { TextEvent } from './text-event.js';
import type { MemberEvent } from './to-member-events.js';
import type { TypingBody } from './typing-signals.js';

/** Names that end in `*` have the event's own name first. */
interface Wild {
  '*': [event: string, ...args: unknown[]];
}

export interface ConversationEvents extends Wild {
  text: [sender: Member, event: TextEvent];
  message: [sender: Member, event: TextEvent];
  image: [sender: Member, event: ImageEvent];
  'text:update': [sender: Member, event: TextEvent];
  'message:update': [sender: Member, event: TextEvent];
  'image:update': [sender: Member, event: ImageEvent];
  'text:seen': [reader: Member, event: TextEvent];
  'message:seen': [reader: Member, event: TextEvent];
  'image:seen': [reader: Member, event: ImageEvent];
  'text:typing:on': [typist: Member, event: NXMEvent<TypingBody>];
  'text:typing:off': [typist: Member, event: NXMEvent<TypingBody>];
  'member:joined': [member: Member, event: MemberEvent];
  'member:left': [member: Member, event: MemberEvent];
  'member:invited': [member: Member, event: MemberEvent];
  'event:delete': [sender: Member, event: TextEvent | ImageEvent];
  'conversation:updated': [conversation: Conversation];
}

export interface ApplicationEvents extends Wild {
  'member:joined': [member: Member, event: MemberEvent];
  'member:invited': [member: Member, event: MemberEvent];
  /** The group that error events have, and the error. */
  'system:error:expired-token': [group: string, error: unknown];
}

export interface ClientEvents extends Wild {
  connecting: [];
  ready: [];
  disconnect: [];
  reconnecting: [count: number];
  reconnect: [count: number];
  error: [error: unknown];
}
