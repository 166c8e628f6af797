import type { Client } from './client.js';
import { Conversation } from './conversation.js';

/**
 * The official `ChatClient` below a client, once that is initialized: for what ACS can do and Twilio cannot, and for leaving
 * this library file by file.
 *
 * It is the one that the library itself uses: its requests count against the same limits, and the library does not see
 * what they change before ACS tells it.
 *
 * @typeParam ChatClient - the type of that name in `@azure/communication-chat`. Named by the caller: its declarations want
 *   those of Node, which apps may not have.
 * @example const chat = await getAcsChatClient<ChatClient>(client);
 * @throws what went wrong with the client, in Twilio's shape
 */

export async function getAcsChatClient<ChatClient = unknown>(owner: Client | Conversation): Promise<ChatClient> {
  return (await linkOf(owner)).chatClient as ChatClient;
}

/** The official `ChatThreadClient` of a conversation. @see getAcsChatClient */

export async function getAcsChatThreadClient<ChatThreadClient = unknown>(
  conversation: Conversation,
): Promise<ChatThreadClient> {
  return (await linkOf(conversation)).chatClient.getChatThreadClient(conversation.sid) as ChatThreadClient;
}

const linkOf = (owner: Client | Conversation): ReturnType<ReturnType<Client['core']>['link']> =>
  (owner instanceof Conversation ? owner['view']().services : owner['core']()).link();
