import { readAddressId, readFunction, readObject, readPageSize, readText } from './arguments.js';
import type { ChatServices } from './chat-services.js';
import { type ConversationMethods, listConversations } from './conversation-list.js';
import { CONVERSATIONS, failingAs, JOINING, MESSAGES, SENDING } from './errors.js';
import { openMessages, READING, readHistoryOptions } from './message-pages.js';
import { openPages, readerOf } from './pages.js';
import type {
  Conversation,
  ConversationMessage,
  ConversationSubscribeCallback,
  ConversationSubscription,
  GetConversationMessagesParams,
  GetMessagesParams,
  JoinConversationParams,
  JoinConversationResult,
  PaginatedResult,
  SendConversationMessageParams,
  SendConversationMessageResult,
} from './types.js';

/**
 * `client.conversation`. The methods work by themselves, too, taken out of the object. One that fails rejects with the
 * fixed text of the original; `cause` says why.
 */
export interface ConversationNamespace {
  /** The conversations of this user, those first where something was written last. */
  readonly getConversations: (params?: { pageSize?: number | undefined }) => Promise<PaginatedResult<Conversation>>;
  /** Messages of all conversations, the newest first, and what happened in them. */
  readonly getMessages: (params?: GetMessagesParams) => Promise<PaginatedResult<ConversationMessage>>;
  /** Messages of one conversation, the newest first, and what happened in it. */
  readonly getConversationMessages: (
    params: GetConversationMessagesParams,
  ) => Promise<PaginatedResult<ConversationMessage>>;
  /** Every message of every conversation, the user's own included. */
  readonly subscribe: (callback: ConversationSubscribeCallback) => Promise<ConversationSubscription>;
  /** Writes to somebody or into a room. The conversation is created or joined before, if need be. */
  readonly sendMessage: (params: SendConversationMessageParams) => Promise<SendConversationMessageResult>;
  /**
   * Creates the conversation with somebody, or joins a room: by the `joinConversation` of the settings or the companion,
   * because nobody can join an Azure thread by themselves. Does nothing for those who are in it.
   */
  readonly join: (params: JoinConversationParams) => Promise<JoinConversationResult>;
}

/* eslint-disable @typescript-eslint/require-await -- whatever is wrong must reject, not throw */
export function createConversationNamespace(services: ChatServices): ConversationNamespace {
  const { destinations, history, sender, subscriptions } = services;

  const sendMessage = (params: SendConversationMessageParams): Promise<SendConversationMessageResult> =>
    failingAs(SENDING, async () => {
      const what = 'send the message';
      const addressId = readAddressId(params, what);
      const text = readText(params, what);
      const metadata = readObject(params, 'metadata', what);
      const details = readObject(params, 'details', what);
      const id = await services.whileOpen(() => sender.send(addressId, { text, metadata, details }));
      return { table: { conversation_id: addressId, text }, id };
    });

  const getConversationMessages: ConversationNamespace['getConversationMessages'] = (params) =>
    failingAs(MESSAGES, async () => {
      const addressId = readAddressId(params, READING);
      const options = readHistoryOptions(params);
      return openMessages(services, params, 'nothing', () => history.ofAddress(addressId, options));
    });

  const methodsOf: ConversationMethods = (addressId) => ({
    sendMessage: (params) => sendMessage({ ...params, addressId }),
    getMessages: (params) => getConversationMessages({ ...params, addressId }),
  });

  return {
    sendMessage,
    getConversationMessages,
    getMessages: (params) =>
      failingAs(MESSAGES, async () => {
        const options = readHistoryOptions(params);
        return openMessages(services, params, 'nothing', () => history.ofAll(options));
      }),
    getConversations: (params) =>
      failingAs(CONVERSATIONS, async () => {
        const pageSize = readPageSize(params, 'list conversations');
        const open = async () => readerOf(await services.whileOpen(() => listConversations(services, methodsOf)));
        return openPages({ open, pageSize, beyond: 'nothing', failure: CONVERSATIONS });
      }),
    subscribe: async (callback) => {
      readFunction(callback, 'callback', 'subscribe');
      services.assertOpen();
      return subscriptions.toAll(callback);
    },
    join: (params) =>
      failingAs(JOINING, async () => {
        const addressId = readAddressId(params, 'join the conversation');
        await services.whileOpen(() => destinations.open(addressId));
        return { table: { conversation_id: addressId } };
      }),
  };
}
/* eslint-enable @typescript-eslint/require-await */
