/** What apps use of `@signalwire/js` 3.28 and 3.29 for chat, and at the end what rethread adds to it. */
export { AuthError, HttpError } from './errors.js';
export { SignalWire } from './signalwire.js';
export type { AddressNamespace } from './address-namespace.js';
export type { ChatNamespace } from './chat-namespace.js';
export type { SignalWireClient } from './client.js';
export type { ConversationNamespace } from './conversation-namespace.js';
export type { RefusedCalls } from './refused-calls.js';
export type {
  Address,
  ChatPage,
  ChatSubscribeParams,
  Conversation,
  ConversationChatMessage,
  ConversationEventParams,
  ConversationMessage,
  ConversationSubscribeCallback,
  ConversationSubscription,
  GetAddressesParams,
  GetAddressParams,
  GetChatMessagesParams,
  GetConversationMessagesParams,
  GetMessagesParams,
  JoinConversationParams,
  JoinConversationResult,
  JSONObject,
  PaginatedResult,
  SendConversationMessageParams,
  SendConversationMessageResult,
  SignalWireParams,
  SubscriberInfo,
} from './types.js';

export { ChatError, isChatError, NotSupportedError } from '../core/index.js';
export type { ChatErrorCode, Logger } from '../core/index.js';
export { configure } from './glue.js';
export type { AddressBookEntry, SignalWireOptions } from './glue.js';
