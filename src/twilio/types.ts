/** The types of the public interface that are not classes. */
import type { Conversation } from './conversation.js';
import type { JSONValue } from './json.js';
import type { Media } from './media.js';
import type { Message } from './message.js';
import type { Participant } from './participant.js';
import type { User } from './user.js';

export type { ClientOptions, LogLevel, RethreadOptions, UploadProgress } from './client-options.js';
export type {
  ContentData,
  ContentDataAction,
  ContentDataActionOther,
  ContentDataActionPhone,
  ContentDataActionReply,
  ContentDataActionUrl,
  ContentDataCallToAction,
  ContentDataCard,
  ContentDataListItem,
  ContentDataListPicker,
  ContentDataLocation,
  ContentDataMedia,
  ContentDataOther,
  ContentDataQuickReply,
  ContentDataReply,
  ContentDataText,
} from './content-data.js';
export type { JSONArray, JSONObject, JSONValue } from './json.js';
export type { RecipientDescriptor } from './recipient-descriptors.js';

/** One page of a list. */
export interface Paginator<T> {
  /** Whether {@link nextPage} leads somewhere. */
  hasNextPage: boolean;
  /** Whether {@link prevPage} leads somewhere. */
  hasPrevPage: boolean;
  /** What is on this page; it stays as it was when the page was loaded. */
  items: T[];
  /** Loads the page after this one; for messages, the newer one. */
  nextPage(): Promise<Paginator<T>>;
  /** Loads the page before this one; for messages, the older one. */
  prevPage(): Promise<Paginator<T>>;
}

/** Options of methods that return a paginator. */
export interface PaginatorOptions {
  pageSize?: number;
}

/** Whether the client got as far as working; `failed` may still be followed by `initialized`. */
export type State = 'failed' | 'initialized';

/** How the client is connected. */
export type ConnectionState =
  'unknown' | 'disconnecting' | 'disconnected' | 'retrying' | 'connecting' | 'connected' | 'denied' | 'error';

/** Why there is no connection. */
export interface ConnectionError {
  /** Whether trying again is pointless. */
  terminal: boolean;
  message: string;
  httpStatusCode?: number | null;
  errorCode?: number | null;
}

/** Where push notifications go. */
export type NotificationsChannelType = 'twilsock' | 'apn' | 'fcm';

/** Options of `Client.createConversation`. */
export interface CreateConversationOptions {
  attributes?: JSONValue;
  friendlyName?: string;
  uniqueName?: string;
  access?: string;
}

/** What a message may carry at most. */
export interface ConversationLimits {
  /** Files per message. */
  mediaAttachmentsCountLimit: number;
  mediaAttachmentSizeLimitInMb: number;
  mediaAttachmentsTotalSizeLimitInMb: number;
  emailHistoriesAllowedContentTypes: string[];
  emailBodiesAllowedContentTypes: string[];
}

/** Whether the user takes part in a conversation. */
export type ConversationStatus = 'notParticipating' | 'joined';

/** How far a conversation is in its life. */
export interface ConversationState {
  current: 'active' | 'inactive' | 'closed';
  dateUpdated: Date;
}

/** Whether the user wants to be notified of a conversation's messages. */
export type NotificationLevel = 'default' | 'muted';

/** The newest message of a conversation. */
export interface LastMessage {
  index?: number;
  dateCreated?: Date;
}

/** The bindings of a conversation to channels other than chat. */
export interface ConversationBindings {
  email?: ConversationEmailBinding;
  sms?: ConversationSmsBinding;
}

/** The address under which a conversation can be reached by e-mail. */
export interface ConversationEmailBinding {
  name?: string;
  projected_address: string;
}

/** The address under which a conversation can be reached by SMS. */
export interface ConversationSmsBinding {
  address?: string;
}

/** What changed about a conversation. */
export type ConversationUpdateReason =
  | 'attributes'
  | 'createdBy'
  | 'dateCreated'
  | 'dateUpdated'
  | 'friendlyName'
  | 'lastReadMessageIndex'
  | 'state'
  | 'status'
  | 'uniqueName'
  | 'lastMessage'
  | 'notificationLevel'
  | 'bindings';

/** What listeners for a changed conversation get. */
export interface ConversationUpdatedEventArgs {
  conversation: Conversation;
  updateReasons: ConversationUpdateReason[];
}

/** The channel through which a participant takes part. */
// The original says so too: any string, with these suggested.
// eslint-disable-next-line @typescript-eslint/no-redundant-type-constituents
export type ParticipantType = 'chat' | 'sms' | 'whatsapp' | 'email' | string;

/** Whether an e-mail goes to a participant or is copied to them. */
export type ParticipantEmailLevel = 'to' | 'cc';

/** The e-mail address of a participant. */
export interface ParticipantEmailBinding {
  name: string;
  address: string;
  level: ParticipantEmailLevel;
}

/** The bindings of a participant to channels other than chat. */
export interface ParticipantBindings {
  email?: ParticipantEmailBinding;
}

/** Options for adding a participant of another channel. */
export interface ParticipantBindingOptions {
  email?: ParticipantEmailBinding;
}

/** What adding a participant resolves with. */
export interface ParticipantResponse {
  account_sid: string;
  chat_service_sid: string;
  conversation_sid: string;
  role_sid: string;
  sid: string;
  /** As JSON text. */
  attributes: string;
  date_created: string;
  date_updated: string;
  identity: string;
  messaging_binding: {
    type: 'chat' | 'sms' | 'whatsapp' | 'email';
    address: string;
    proxy_address: string;
  } | null;
  url: string;
  links: { conversation: string };
}

/** What changed about a participant. */
export type ParticipantUpdateReason =
  'attributes' | 'dateCreated' | 'dateUpdated' | 'roleSid' | 'lastReadMessageIndex' | 'lastReadTimestamp' | 'bindings';

/** What listeners for a changed participant get. */
export interface ParticipantUpdatedEventArgs {
  participant: Participant;
  updateReasons: ParticipantUpdateReason[];
}

/** Whether a message carries files. */
export type MessageType = 'text' | 'media';

/** What a file of a message is: an attachment, or a part of an e-mail. */
export type MediaCategory = 'media' | 'body' | 'history';

/** A `Buffer` of Node or of a bundler's polyfill, without asking for the types of Node. */
export interface BufferLike extends Uint8Array {
  readUInt8(offset?: number): number;
}

/** A file to send. */
export interface SendMediaOptions {
  contentType: null | string;
  filename?: string;
  media: null | string | BufferLike | Blob;
}

/** E-mail properties of a message. */
export interface SendEmailOptions {
  subject?: string;
}

/** What changed about a message. */
export type MessageUpdateReason =
  | 'body'
  | 'lastUpdatedBy'
  | 'dateCreated'
  | 'dateUpdated'
  | 'attributes'
  | 'author'
  | 'deliveryReceipt'
  | 'subject'
  | 'media';

/** What listeners for a changed message get. */
export interface MessageUpdatedEventArgs {
  message: Message;
  updateReasons: MessageUpdateReason[];
}

/** How many of the recipients a delivery status holds for. */
export type DeliveryAmount = 'none' | 'some' | 'all';

/** How far a message got on its way to one recipient. */
export type DeliveryStatus = 'sent' | 'delivered' | 'failed' | 'read' | 'undelivered' | 'queued';

/** In which field of an e-mail a recipient stands. */
export type EmailRecipientLevel = 'to' | 'from' | 'cc';

/** What changed about a user. */
export type UserUpdateReason = 'friendlyName' | 'attributes' | 'reachabilityOnline' | 'reachabilityNotifiable';

/** What listeners for a changed user get. */
export interface UserUpdatedEventArgs {
  user: User;
  updateReasons: UserUpdateReason[];
}

/** What a push notification is about. */
export type PushNotificationType =
  | 'twilio.conversations.new_message'
  | 'twilio.conversations.added_to_conversation'
  | 'twilio.conversations.removed_from_conversation';

/** What a push notification refers to. */
export interface PushNotificationData {
  conversationSid?: string;
  conversationTitle?: string;
  messageIndex?: number;
  messageSid?: string;
  media?: Media;
  mediaCount?: number;
}

/** What a push notification is made of. */
export interface PushNotificationDescriptor {
  title: string | null;
  body: string | null;
  sound: string | null;
  badge: number | null;
  action: string | null;
  type: PushNotificationType;
  data: Record<string, unknown>;
}
