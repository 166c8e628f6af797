/** The chat of Kandy's CPaaS SDK 4.25, and at the end what rethread adds to it. */
export { create, sdpHandlers } from './create.js';

export { ChatError, isChatError, NotSupportedError } from '../core/index.js';
export type { ChatErrorCode, Logger, MediaRecord, MediaStore, MediaUpload } from '../core/index.js';
export { HttpMediaStore, MemoryMediaStore } from '../media/index.js';
export { configure } from './glue.js';
export type { KandyOptions } from './glue.js';
export type { GlobalListener } from './announcements.js';
export type { BasicError } from './basic-error.js';
export type { KandyClient, KandyConfig, UserInfo } from './client.js';
export type { Tokens } from './connection.js';
export type { Conversation } from './conversation.js';
export type { ConversationArea, ConversationType } from './conversation-area.js';
export type {
  ConversationKey,
  EventName,
  GroupChange,
  Invitation,
  KandyEvents,
  MessagesChange,
  MessagesError,
  TypingChange,
} from './event-types.js';
export type { Recipients } from './forward.js';
export type { Group, GroupParticipant } from './group.js';
export type { GroupDraft, Groups, GroupUser } from './groups.js';
export type { FetchMessagesOptions } from './history.js';
export type { Message } from './message.js';
export type { OutOfScope } from './out-of-scope.js';
export type { FilePart, JsonPart, LocationPart, NewFilePart, NewPart, Part, TextPart } from './parts.js';
export type { ChannelType, ServiceNames, Services, Subscriptions } from './services.js';
export type { MessageData } from './stored-message.js';
