/** The shapes that apps give and get, named as in `@signalwire/js` 3.29. */
import type { SignalWireOptions } from './glue.js';

/** What an app keeps with a message or a conversation: an object that JSON can hold. */
export type JSONObject = Record<string, unknown>;

/** What the factory takes. Keys that concern calls are accepted and ignored, `host` with them. */
export interface SignalWireParams {
  /** A connection token, an access token of Azure, or whatever `exchangeToken` turns into one. */
  token: string;
  /** Azure's address comes from `configure`, `azure` or the token instead. */
  host?: string;
  /** Called three minutes before the token ends, and when it is refused; the app then calls `updateToken`. */
  onRefreshToken?: () => unknown;
  /** What the library writes to the console at most. Default: warnings. */
  logLevel?: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** What this library adds; goes before `configure`. */
  azure?: SignalWireOptions;
  [other: string]: unknown;
}

/** One page of a list. Pages read before are given again by `prevPage`, as they were. */
export interface PaginatedResult<T> {
  data: T[];
  /** Exactly: `false` on the last page. */
  hasNext: boolean;
  hasPrev: boolean;
  /** Beyond the last page: `undefined`. */
  nextPage(): Promise<PaginatedResult<T> | undefined>;
  /** Before the first page: `undefined`. */
  prevPage(): Promise<PaginatedResult<T> | undefined>;
  /** This page. */
  self(): Promise<PaginatedResult<T>>;
  /** Reads anew: what is first now. */
  firstPage(): Promise<PaginatedResult<T>>;
}

/** As {@link PaginatedResult}; beyond either end there are pages without anything. */
export interface ChatPage<T> extends PaginatedResult<T> {
  nextPage(): Promise<ChatPage<T>>;
  prevPage(): Promise<ChatPage<T>>;
  self(): Promise<ChatPage<T>>;
  firstPage(): Promise<ChatPage<T>>;
}

/** What somebody wrote, or what happened in a conversation. */
export interface ConversationMessage {
  /** The id that Azure gave it. */
  id: string;
  type: 'message';
  /** `log`: somebody came or went, or the conversation has another name. */
  subtype: 'chat' | 'log';
  /** What a log is about; `null` for what somebody wrote. */
  kind: 'participant_added' | 'participant_removed' | 'topic_updated' | null;
  text: string;
  /** When it was sent, in seconds since 1970, with a fraction. */
  ts: number;
  /** The address that this user knows the conversation by: the other one's, or the room's. */
  conversation_id: string;
  /** The same. */
  address_id: string;
  /** Who wrote it, by Azure's word: nobody can pretend to be somebody else here. `''` for a log. */
  user_id: string;
  /** The same. */
  from_address_id: string;
  /** What to call them: as the address book says, else as they call themselves. */
  user_name: string;
  metadata: JSONObject;
  details: JSONObject;
  hidden: boolean;
}

export type ConversationChatMessage = ConversationMessage & { subtype: 'chat'; kind: null };

/** What subscribers are told. */
export interface ConversationEventParams extends Omit<ConversationMessage, 'subtype' | 'kind'> {
  /** `update`: the text or data of a message has changed. Only `conversation.subscribe` tells it. */
  subtype: 'chat' | 'update';
  /** What the room is called, or the other one. */
  conversation_name: string;
}

export interface GetMessagesParams {
  /** How many on a page. Default 10. */
  pageSize?: number | undefined;
  /** The same, where `pageSize` is not given. */
  limit?: number | undefined;
  /** Only what was sent at this time or later, in seconds since 1970. */
  since?: number | undefined;
  /** Only what was sent at this time or earlier, in seconds since 1970. */
  until?: number | undefined;
}

export interface GetConversationMessagesParams extends GetMessagesParams {
  addressId: string;
}

export interface GetChatMessagesParams {
  /** Default: all conversations together. */
  addressId?: string | undefined;
  /** How many on a page. Default 10. */
  pageSize?: number | undefined;
}

export interface SendConversationMessageParams {
  /** Whom or where to write to: an address of the directories, or an id of Azure. */
  addressId: string;
  text: string;
  /** Up to 4 KB. */
  metadata?: JSONObject | undefined;
  /** With text and metadata together up to 28 KB. */
  details?: JSONObject | undefined;
}

export interface SendConversationMessageResult {
  table: { conversation_id: string; text: string };
  /** Of the message. `undefined` when it was stored and did not come back within ten seconds. */
  id: string | undefined;
}

export interface JoinConversationParams {
  addressId: string;
}

export interface JoinConversationResult {
  table: { conversation_id: string };
}

export type ConversationSubscribeCallback = (event: ConversationEventParams) => unknown;

export interface ChatSubscribeParams {
  addressId: string;
  onMessage: ConversationSubscribeCallback;
}

/** Both do the same: nothing is delivered after it. */
export interface ConversationSubscription {
  unsubscribe(): void;
  cancel(): void;
}

/** A conversation of this user. The same values under the names of the SDK and of its documentation. */
export interface Conversation {
  /** Its address, as this user sees it. */
  readonly id: string;
  readonly addressId: string;
  readonly address_id: string;
  readonly name: string;
  readonly metadata: JSONObject;
  /** In milliseconds since 1970. */
  readonly createdAt: number;
  readonly created_at: number;
  /** In milliseconds since 1970; of the conversation itself while nobody has written. */
  readonly lastMessageAt: number;
  readonly last_message_at: number;
  sendMessage(params: Omit<SendConversationMessageParams, 'addressId'>): Promise<SendConversationMessageResult>;
  getMessages(params?: GetMessagesParams): Promise<PaginatedResult<ConversationMessage>>;
}

export interface Address {
  id: string;
  /** The id, unless the address book gives another one. */
  name: string;
  display_name: string;
  type: 'app' | 'call' | 'room' | 'subscriber';
  /** Of a subscriber: the `user_id` of their messages. Of a room: Azure's id of the thread. */
  resource_id: string;
  /** There is `messaging` alone. */
  channels: { messaging?: string; audio?: string; video?: string };
  preview_url?: string;
  cover_url?: string;
  locked: boolean;
  /** An ISO date; `''` where it is not known. */
  created_at: string;
}

export interface GetAddressesParams {
  type?: string | undefined;
  /** Part of the display name, in any case. */
  displayName?: string | undefined;
  /** How many on a page. Default 10. */
  pageSize?: number | undefined;
  sortBy?: 'name' | 'created_at' | undefined;
  sortOrder?: 'asc' | 'desc' | undefined;
}

export type GetAddressParams = { id: string } | { name: string };

export interface SubscriberInfo {
  /** As messages have it in `user_id`. */
  id: string;
  email: string;
  first_name: string;
  last_name: string;
  display_name: string;
  fabric_addresses: Address[];
  [other: string]: unknown;
}
