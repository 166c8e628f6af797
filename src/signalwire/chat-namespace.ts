import { fieldsOf } from '../core/index.js';
import { readAddressId, readFunction } from './arguments.js';
import type { ChatServices } from './chat-services.js';
import type { ConversationNamespace } from './conversation-namespace.js';
import { failingAs, MESSAGES } from './errors.js';
import { openMessages, READING } from './message-pages.js';
import type {
  ChatPage,
  ChatSubscribeParams,
  ConversationChatMessage,
  ConversationSubscription,
  GetChatMessagesParams,
} from './types.js';

/**
 * `client.chat`. The methods work by themselves, too, taken out of the object. One that fails rejects with the fixed text of
 * the original; `cause` says why.
 */
export interface ChatNamespace extends Pick<ConversationNamespace, 'sendMessage' | 'join'> {
  /** What was written in one conversation, or in all of them, the newest first. */
  readonly getMessages: (params?: GetChatMessagesParams) => Promise<ChatPage<ConversationChatMessage>>;
  /** What is written in one conversation from now on, the user's own messages included. It need not exist yet. */
  readonly subscribe: (params: ChatSubscribeParams) => Promise<ConversationSubscription>;
}

/** @param conversation whose functions it shares */
export function createChatNamespace(services: ChatServices, conversation: ConversationNamespace): ChatNamespace {
  const { history, subscriptions } = services;
  return {
    sendMessage: conversation.sendMessage,
    join: conversation.join,
    getMessages: (params) =>
      failingAs(MESSAGES, async () => {
        // Left out on purpose, or by a name that went wrong: only the former means everything.
        const isOfAll = (fieldsOf(params)['addressId'] ?? undefined) === undefined;
        const addressId = isOfAll ? undefined : readAddressId(params, READING);
        const open = () =>
          addressId === undefined
            ? history.ofAll({ withLogs: false })
            : history.ofAddress(addressId, { withLogs: false });
        return (await openMessages(services, params, 'empty', open)) as ChatPage<ConversationChatMessage>;
      }),
    // eslint-disable-next-line @typescript-eslint/require-await -- whatever is wrong must reject, not throw
    subscribe: async (params) => {
      const addressId = readAddressId(params, 'subscribe');
      const onMessage = readFunction(params.onMessage, 'onMessage', 'subscribe');
      services.assertOpen();
      return subscriptions.toAddress(addressId, onMessage);
    },
  };
}
