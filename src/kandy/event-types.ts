import type { BasicError } from './basic-error.js';
import type { Group } from './group.js';

/** Which conversation an event is about. */
export interface ConversationKey {
  /** Of one id: the other user, or the group. */
  readonly destination: string[];
  readonly type: string;
}

export interface MessagesChange extends ConversationKey {
  /** The message that was sent, received, changed or deleted; absent when it is about several. */
  readonly messageId?: string;
  /** Of a message that this user sent. */
  readonly sender?: string;
  /** What `fetchMessages({ … })` brought. */
  readonly messageIds?: readonly string[];
  /** Give it to the next `fetchMessages({ next })`; absent when nothing older is left. */
  readonly next?: string;
}

/** `code` and `message` are here as well as in `error`: apps read either. */
export interface MessagesError {
  readonly error: BasicError;
  readonly code: string;
  readonly message: string;
}

export interface TypingChange extends ConversationKey {
  readonly sender: string;
  readonly state: 'active' | 'idle';
}

export interface Invitation {
  readonly id: string;
  readonly groupId: string;
  readonly name: string;
  readonly participants: Group['participants'];
}

/** On failure `error` says what went wrong, of which group; for `group:new`, twice wrapped as in the original. */
export interface GroupChange {
  readonly id?: string;
  readonly error?: { readonly id?: string; readonly group?: object; readonly error: BasicError };
}

/** Event name → payload. */
export interface KandyEvents {
  'subscription:change': { readonly reason?: string };
  'subscription:error': { readonly error: BasicError };
  'conversations:new': ConversationKey;
  /** A list after `fetch` and `delete`; one conversation when it is new by its first message. */
  'conversations:change': ConversationKey[] | MessagesChange;
  'messages:change': MessagesChange;
  'messages:error': MessagesError;
  'isTypingList:change': TypingChange;
  'group:new': GroupChange;
  'group:change': GroupChange;
  'group:delete': { readonly group?: Group; readonly error?: GroupChange['error'] };
  'group:refresh': { readonly error?: GroupChange['error'] };
  'group:invitation_received': { readonly invitation: Invitation };
  'auth:change': { readonly error?: undefined };
  'auth:error': { readonly error: BasicError };
  'ws:change': { readonly platform: string };
}

export type EventName = keyof KandyEvents;
